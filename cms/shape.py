"""What stands in a clean body beside its words: pictures, galleries, other people's videos and posts, files.

A body names them by figures without addresses; whoever shows it asks the rows for the rest. Where they may stand is
`cms.settling`'s to say. Pure.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

GALLERIES = ("grid", "story")
_OF_FIGURES = ("data-photo", "data-file", "data-embed", "data-credit", "data-alt")


@dataclass(frozen=True)
class Picture:
    """`caption` is clean rich text without blocks; the others are text."""

    photo: int
    caption: str = ""
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Gallery:
    kind: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Embedded:
    """`photo` is the picture shown in its place until a reader asks for it."""

    address: str
    caption: str = ""
    photo: int | None = None


@dataclass(frozen=True)
class Attached:
    """`photo` is what a film shows until it is played."""

    file: int
    caption: str = ""
    photo: int | None = None


Object = Picture | Gallery | Embedded | Attached

_FIGURE = r"<figure((?: data-[a-z]+=\"[^\"]*\")+)>(?:<figcaption>(.*?)</figcaption>)?</figure>"
_A_FIGURE = re.compile(_FIGURE, re.DOTALL)
_AN_OBJECT = re.compile(rf'<div data-gallery="([a-z]+)">((?:{_FIGURE})+)</div>|{_FIGURE}', re.DOTALL)
_ATTRIBUTE = re.compile(r'(data-[a-z]+)="([^"]*)"')


def parts(body: str) -> Iterator[str | Object]:
    """A settled body from the top: its words as they are, and its objects."""
    read_to = 0
    for found in _AN_OBJECT.finditer(body):
        if before := body[read_to : found.start()]:
            yield before
        read_to = found.end()
        yield _object(found)
    if rest := body[read_to:]:
        yield rest


def objects(body: str) -> list[Object]:
    return [part for part in parts(body) if not isinstance(part, str)]


def names_of(body: str) -> dict[str, list[int]]:
    """What a body names, each thing once, in its order: `photos` and `files`; a sort that is not there is left out."""
    things = objects(body)
    photos = [photo for thing in things for photo in pictures_of(thing)]
    files = [thing.file for thing in things if isinstance(thing, Attached)]
    named = {"photos": list(dict.fromkeys(photos)), "files": list(dict.fromkeys(files))}
    return {sort: ids for sort, ids in named.items() if ids}


def pictures_of(thing: Object) -> list[int]:
    """The pictures it names, in their order."""
    if isinstance(thing, Gallery):
        return [picture.photo for picture in thing.pictures]
    return [thing.photo] if thing.photo else []


def without_pictures(body: str) -> str:
    """A body without its pictures and what is said of them."""
    return "".join(
        part if isinstance(part, str) else f"<p>{part.caption}</p>"
        for part in parts(body)
        if not isinstance(part, Picture | Gallery)
    )


def pictures_in(body: str) -> Iterator[Picture]:
    """The pictures of a settled body with the words of their places, from the top; those of galleries too."""
    for thing in objects(body):
        if isinstance(thing, Gallery):
            yield from thing.pictures
        elif isinstance(thing, Picture):
            yield thing


def marked(picture: Picture) -> str:
    """A picture as a body names it, for whoever makes bodies; the gate still cleans what comes of it."""
    said = {"data-photo": str(picture.photo), "data-credit": picture.credit, "data-alt": picture.alt}
    return figure(said, picture.caption)


def _object(found: re.Match[str]) -> Object:
    kind, inside = found[1], found[2]
    if kind:
        return Gallery(kind, tuple(_picture(one[1], one[2]) for one in _A_FIGURE.finditer(inside)))
    attributes, caption = found[5], found[6]
    said = _said(attributes)
    photo = int(said["data-photo"]) if "data-photo" in said else None
    if "data-embed" in said:
        return Embedded(said["data-embed"], caption or "", photo)
    if "data-file" in said:
        return Attached(int(said["data-file"]), caption or "", photo)
    return _picture(attributes, caption)


def _picture(attributes: str, caption: str | None) -> Picture:
    said = _said(attributes)
    return Picture(
        int(said["data-photo"]), caption or "", said.get("data-credit", ""), said.get("data-alt", "")
    )


def _said(attributes: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}


def figure(said: dict[str, str], caption: str) -> str:
    """An object as it stands in a body: `said` are its attributes, `caption` rich text without blocks."""
    written = "".join(f' {name}="{_quoted(said[name])}"' for name in _OF_FIGURES if said.get(name))
    return f"<figure{written}>" + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>"


def _quoted(words: str) -> str:
    return html.escape(words, quote=False).replace('"', "&quot;")
