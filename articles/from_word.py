"""A Word file on its way to a draft: what was understood of it, and the article that a person makes of that.

Between the two nothing is kept but the pictures, which are in the library from the start: the words travel in the form.
"""

import io
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import writing
from articles.models import Edition, Section
from articles.word.reading import FilePicture, WordText, read
from articles.word.understanding import Caption, Understood, understand
from cms import html, shape
from cms.manuscript import Block, as_typed, decoded, old_text, to_html
from cms.text import fold, nfc, one_line
from photos.models import ADD, Photo

# A description that Word made up, or the name of a file.
_BY_A_PROGRAM = re.compile(
    r"automatically generated|ai-generated|tao tu dong|\.(?:jpe?g|png|gif|bmp|tiff?|webp|emf|wmf)$"
)
PARTS = ("title", "lead", "byline", "body")
CAPTION = "caption-"


@dataclass
class Draft:
    """What a file says, part by part as typed and as decoded; `of_pictures` in the order of their rows in the form.

    It goes through the browser and back as `as_fields`, so nothing in it is believed: the form cleans every word.
    """

    parts: dict[str, list[str]] = field(default_factory=dict)
    of_pictures: list[dict[str, Any]] = field(default_factory=list)
    old: str = ""
    told: list[str] = field(default_factory=list)

    def as_fields(self) -> dict[str, Any]:
        return {"parts": self.parts, "of_pictures": self.of_pictures, "old": self.old, "told": self.told}

    @classmethod
    def of_fields(cls, fields: Any) -> "Draft":
        """Raises ValueError for what is not the shape that `as_fields` gave."""
        try:
            parts = {name: [str(words) for words in fields["parts"][name][:2]] for name in PARTS}
            rows = [
                {
                    "photo": int(row["photo"]),
                    "first": bool(row["first"]),
                    "alt": str(row["alt"]),
                    "caption": [str(words) for words in row["caption"][:2]],
                    "credit": [str(words) for words in row["credit"][:2]],
                }
                for row in fields["of_pictures"]
            ]
            whole = [*parts.values(), *(row[name] for row in rows for name in ("caption", "credit"))]
            if any(len(two) != 2 for two in whole):
                raise ValueError
            return cls(parts, rows, str(fields["old"]), [str(line) for line in fields["told"]])
        except (AttributeError, KeyError, TypeError, IndexError, ValueError) as error:
            raise ValueError from error

    def choices(self) -> list[tuple[str, str, str]]:
        """The parts that were typed in an old font: name, as typed, decoded. Captions by their rows' number."""
        found = [(name, *self.parts[name]) for name in PARTS]
        for place, row in enumerate(self.of_pictures):
            typed, caption = row["caption"]
            credit = row["credit"][1]
            said = f"{caption} ({_('Credit')}: {credit})".lstrip() if credit else caption
            found.append((f"{CAPTION}{place}", typed, said if typed != caption else caption))
        return [(name, typed, read) for name, typed, read in found if self.old and typed != read]

    def chosen(self, names: Iterable[str]) -> dict[str, Any]:
        """The form's first words: of the parts that are named here the decoded ones."""
        names = set(names)
        words = {name: self.parts[name][name in names] for name in PARTS}
        rows = [
            {
                **row,
                "caption": row["caption"][f"{CAPTION}{place}" in names],
                "credit": row["credit"][f"{CAPTION}{place}" in names],
            }
            for place, row in enumerate(self.of_pictures)
        ]
        return {**words, "pictures": rows}


def taken_in(file: BinaryIO, name: str, *, by: User, at: datetime) -> Draft:
    """Reads a .docx and brings its pictures into the library. Raises `archive.Refused`."""
    name = one_line(name)[-120:]
    text = read(file, name)
    old = old_text(text.blocks)
    found = understand(decoded(text.blocks))
    draft = Draft(old=old.font if old else "", told=_left_out(text))
    photos: dict[int, Photo] = {}
    for place, picture in enumerate(text.pictures):
        try:
            photos[place] = _brought_in(picture, PurePath(name).stem, by=by, at=at)
        except ValidationError as error:
            draft.told.append(
                _("Picture %(number)d was not taken; its place is marked. %(why)s")
                % {"number": picture.number, "why": " ".join(error.messages)}
            )
    draft.parts = {
        part: [nfc(words.typed), words.decoded]
        for part, words in (("title", found.title), ("lead", found.lead), ("byline", found.byline))
    }
    draft.parts["body"] = [_body(as_typed(found.body), found, photos), _body(found.body, found, photos)]
    draft.of_pictures = _rows(found, photos, text.pictures)
    if not any(html.to_text(to_html([block], lambda _picture: "")).strip() for block in text.blocks):
        draft.told.append(
            _(
                "There are no words in this file. If it is a scan, type its words here, or choose another file."
            )
        )
    return draft


def _left_out(text: WordText) -> list[str]:
    told = []
    if text.comments:
        told.append(_("Comments in the file were left out: %(number)d.") % {"number": text.comments})
    if text.embedded:
        told.append(
            _("Embedded tables, charts or files were left out: %(number)d.") % {"number": text.embedded}
        )
    return told


def _brought_in(picture: FilePicture, stem: str, *, by: User, at: datetime) -> Photo:
    if not by.has_perm(ADD):
        raise ValidationError(_("You don't have the right to bring pictures into the library."))
    name = f"{stem} {picture.number}.{picture.extension}"
    try:
        with picture.open() as inside:
            raw = inside.read()
    except Exception as error:  # linked from elsewhere, or damaged
        raise ValidationError(
            _("It is not in the file itself. Insert it into the text, or add it later.")
        ) from error
    return Photo.objects.take_in(io.BytesIO(raw), name=name, by=by, at=at)


def _body(blocks: list[Block], found: Understood, photos: dict[int, Photo]) -> str:
    """The body with bare figures: the words of each picture stand in its row of the form."""

    def figure(block: Block) -> str:
        return _figure(photos[block.picture].pk) if block.picture in photos else _missing(block.picture)

    def _missing(picture: int) -> str:
        own = found.captions.get(picture, Caption())
        credit = f"{_('Photo:')} {own.credit}" if own.credit else ""
        said = " ".join(filter(None, [own.caption, credit]))
        words = _("[Picture %(number)d is missing here] %(caption)s")
        return f"<p><em>{escape(words % {'number': picture + 1, 'caption': said}).strip()}</em></p>"

    lost = [_missing(picture) for picture in found.first if picture not in photos]
    return html.clean("".join(lost) + to_html(blocks, figure))


def _figure(photo_id: int) -> str:
    return shape.marked(shape.Picture(photo_id))


def _rows(found: Understood, photos: dict[int, Photo], pictures: list[FilePicture]) -> list[dict[str, Any]]:
    """Those before the text, then those in it; the first of all stands above the text."""
    in_body = [block.picture for block in found.body if block.picture >= 0]
    rows = []
    for place in [*found.first, *in_body]:
        if place not in photos:
            continue
        said = found.captions.get(place, Caption())
        rows.append(
            {
                "photo": photos[place].pk,
                "first": place in found.first,
                "caption": [nfc(said.typed if said.is_old else said.caption), said.caption],
                "credit": ["" if said.is_old else said.credit, said.credit],
                "alt": ""
                if _BY_A_PROGRAM.search(fold(pictures[place].alt))
                else one_line(pictures[place].alt),
            }
        )
    return rows


@transaction.atomic
def begin(
    *,
    words: dict[str, str],
    section: Section,
    pictures: list[dict],
    form_key: uuid.UUID,
    by: User,
    at: datetime,
) -> Edition:
    """The draft, with its pictures above the text and in it. The same `form_key` again raises IntegrityError."""
    body, above = placed(words["body"], pictures)
    edition = Edition(**{**words, "body": body}, section=section)
    edition = writing.begin(edition, by=by, at=at, form_key=form_key)
    for order, row in enumerate(above):
        said = {name: row[name] for name in ("caption", "credit", "alt")}
        if row["there"] or row["caption"]:
            # Of a picture that was taken out of the library meanwhile, the caption waits for another.
            edition.photos.create(photo_id=row["photo"] if row["there"] else None, order=order, **said)
    return edition


def placed(body: str, rows: list[dict]) -> tuple[str, list[dict]]:
    """The body with each picture's words in its figure; and the rows that stand above the text.

    A figure that somebody wrote words into keeps them, one that was taken out stays out. What stood above the text and
    shall not any more begins the text.
    """
    above, before = [], ""
    for row in rows:
        bare = _figure(row["photo"])
        if row["above"]:
            above.append(row)
            body = body.replace(bare, "", 1)
            continue
        caption = escape(row["caption"], quote=False)
        told = shape.marked(shape.Picture(row["photo"], caption, row["credit"], row["alt"]))
        if row["first"] and bare not in body:
            before += told
        body = body.replace(bare, told, 1)
    return before + body, above
