"""Makes the renditions of a picture, off the request; may be run twice and in two workers at once.

A file's name says what it shows, so whoever makes it again makes the same file, and a run that was killed leaves
nothing but what the next one writes over or sweeps away. The row takes them all on at once, if its focal point is
still the one they were made around: what stood before is shown until then, and its files for a day after.
"""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from photos import keeping, likeness, tasks
from photos.models import Photo, PhotoQuerySet
from photos.renditions import EXTENSIONS, SAVE, Made, Planned, crop_box, is_current, plan

# Pages that were made before are kept by browsers and proxies for less than this.
KEPT_AFTER = timedelta(days=1)
# Nobody makes renditions of one picture for so long: an older file that no row names is nobody's.
ABANDONED_AFTER = timedelta(hours=1)
BATCH = 100


def planned_for(photo: Photo) -> list[Planned]:
    return plan(photo.width, photo.height, transparent=photo.file.name.endswith(f".{EXTENSIONS['webp']}"))


def lacks_some(photo: Photo) -> bool:
    """Whether what stands on the row is other than what is planned now."""
    return not is_current(photo.renditions, planned_for(photo), (photo.focal_x, photo.focal_y))


def lacking(photos: PhotoQuerySet) -> Iterator[list[int]]:
    """The ids of those that lack some, in batches; each is read once."""
    batch: list[int] = []
    read = photos.shown().order_by("pk").defer("search_text", "caption", "removal_reason")
    for photo in read.iterator(chunk_size=BATCH):
        if lacks_some(photo):
            batch.append(photo.pk)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def make(photo_id: int) -> bool:
    """Brings the renditions of one picture up to the plan; whether there was anything to do."""
    while True:
        photo = Photo.objects.filter(pk=photo_id).first()
        if photo is None:
            return False
        if photo.is_removed:
            keeping.drop_renditions(photo)
            return False
        if not lacks_some(photo):
            return False
        if _take_on(photo, _made(photo)):
            return True


def _take_on(photo: Photo, made: list[Made]) -> bool:
    """Puts them on the row, unless its focal point is another now, or the picture is gone."""
    kept = {one["name"] for one in made}
    folder = keeping.names_in(photo.file.storage, keeping.folder_of(photo))
    outdated = [name for name in folder if name not in kept]
    same = Photo.objects.filter(
        pk=photo.pk, focal_x=photo.focal_x, focal_y=photo.focal_y, removed_at=None, file=photo.file.name
    )
    with transaction.atomic():
        if not same.update(renditions=made):
            return False
        if outdated:
            later = timezone.now() + KEPT_AFTER
            tasks.sweep.using(run_after=later).enqueue(photo.pk, outdated)
    return True


def _made(photo: Photo) -> list[Made]:
    """Encodes all that is planned. Each crop is cut once, and made smaller from its next wider width."""
    focal = photo.focal_x, photo.focal_y
    storage, folder = photo.file.storage, keeping.folder_of(photo)
    with photo.file.open() as file, Image.open(file) as master:
        master.load()
        whole = master.convert("RGBA" if master.mode == "RGBA" else "RGB")
    if photo.likeness is None:
        # One that came in before likenesses were kept.
        Photo.objects.filter(pk=photo.pk, likeness=None).update(likeness=likeness.of(whole))
    made = []
    for crop, shapes in _by_crop(planned_for(photo)).items():
        picture = whole.crop(crop_box(*whole.size, crop, focal))
        for size, planned in shapes.items():
            picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
            for one in planned:
                name = f"{folder}/{one.file_name(focal)}"
                content = _encoded(picture, one.format)
                storage.replace(name, ContentFile(content))
                shape = {"crop": crop, "format": one.format, "width": size[0], "height": size[1]}
                made.append(Made(**shape, name=name, bytes=len(content)))
    return made


def _by_crop(planned: list[Planned]) -> dict[str, dict[tuple[int, int], list[Planned]]]:
    """Crop → size, from the widest down → what is made at it."""
    crops: dict[str, dict[tuple[int, int], list[Planned]]] = {}
    for one in sorted(planned, key=lambda one: -one.width):
        crops.setdefault(one.crop, {}).setdefault((one.width, one.height), []).append(one)
    return crops


def _encoded(picture: Image.Image, format_: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, **SAVE[format_])
    return out.getvalue()


def sweep(photo_id: int, names: list[str], *, at: datetime | None = None) -> None:
    """Deletes those of these files that the row does not name, and that nobody is making just now."""
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        return
    storage = photo.file.storage
    named = {one["name"] for one in photo.renditions}
    before = (at or timezone.now()) - ABANDONED_AFTER
    for name in names:
        if name in named or not name.startswith(f"{keeping.folder_of(photo)}/") or not storage.exists(name):
            continue
        if storage.get_modified_time(name) < before:
            storage.delete(name)
