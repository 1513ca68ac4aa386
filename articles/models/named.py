"""What a body names, read off it and looked up: for the columns and rows that are kept beside it."""

from dataclasses import dataclass
from typing import Self

from articles.marks import marks_of
from cms.shape import names_of
from files.models import File
from photos.models import Photo


@dataclass(frozen=True)
class Named:
    """`names` as the body says them; `photos` and `files` are those that there are, `marks` what lists say of it."""

    names: dict[str, list[int]]
    photos: list[int]
    files: list[int]
    marks: list[str]

    @classmethod
    def read(cls, body: str) -> Self:
        """A query for each sort of thing that is named."""
        names = names_of(body)
        photos, files = names.get("photos", []), names.get("files", [])
        there = set(Photo.objects.filter(pk__in=photos).values_list("pk", flat=True)) if photos else set()
        kinds = dict(File.objects.filter(pk__in=files).values_list("pk", "kind")) if files else {}
        return cls(
            names,
            [photo for photo in photos if photo in there],
            [file for file in files if file in kinds],
            marks_of(body, kinds),
        )

    def hashes(self) -> list[str]:
        """SHA-256 of what is named and there, in its order: another picture is another text."""
        found = []
        for model, ids in ((Photo, self.photos), (File, self.files)):
            told = dict(model.objects.filter(pk__in=ids).values_list("pk", "sha256")) if ids else {}
            found += [told[one] for one in ids]
        return found
