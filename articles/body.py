"""A stored body as it is shown: what it names is asked of the rows, all of a sort at once.

What is not named costs no query. A picture that was removed, or is not there, leaves no trace for readers; at the
desk its place says so.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.models import Article, Edition
from cms import embeds, html, shape
from cms.http import own_path
from files.models import File
from photos.models import Photo

_HREF = re.compile(r'(?<= href=")[^"]+-(\d{1,18})\.html(?=")', re.ASCII)
_ARTICLE = re.compile(r"/[-\w]+/\d+/[^/]*-\d{1,18}\.html")


class Body:
    """`photos` are those that readers are shown, in their order. `leads`: nothing to see stands above it."""

    def __init__(self, edition: Edition, *, at: datetime, at_desk: bool = False, leads: bool = True) -> None:
        self._at_desk, self._leads = at_desk, leads
        body = html.up_to_date(edition.body or "", edition.body_policy)
        self._parts, names = list(shape.parts(body)), shape.names_of(body)
        named = names.get("photos", [])
        there = Photo.objects.in_bulk(named) if named else {}
        self._photos = {pk: there[pk] for pk in named if pk in there and not there[pk].is_removed}
        self._taken_off = {pk: photo for pk, photo in there.items() if at_desk and photo.is_removed}
        attached = names.get("files", [])
        self._files = File.objects.in_bulk(attached) if attached else {}
        self._articles = _linked((part for part in self._parts if isinstance(part, str)), at)

    @property
    def photos(self) -> list[Photo]:
        return list(self._photos.values())

    def shown(self) -> SafeString:
        return html.joined(
            self._words(part)
            if isinstance(part, str)
            else self._object(part, first=self._leads and place == 0)
            for place, part in enumerate(self._parts)
        )

    def _words(self, part: str) -> SafeString:
        """Links to articles of ours at the path they have today."""

        def today(link: re.Match[str]) -> str:
            article = self._articles.get(int(link[1])) if _is_article(link[0]) else None
            return escape(article.get_absolute_url()) if article else link[0]

        return html.stored(_HREF.sub(today, part) if self._articles else part)

    def _object(self, thing: shape.Object, *, first: bool) -> SafeString:
        if isinstance(thing, shape.Picture | shape.Gallery):
            return self._pictures(thing, first=first)
        said: dict = {"caption": html.stored(thing.caption)}
        said["photo"] = self._photos.get(thing.photo or 0)
        if isinstance(thing, shape.Embedded):
            return self._render("embed", {**said, "embed": embeds.parse(thing.address)})
        return self._render("file", {**said, "file": self._files.get(thing.file)})

    def _pictures(self, thing: shape.Picture | shape.Gallery, *, first: bool) -> SafeString:
        gallery = isinstance(thing, shape.Gallery)
        named = thing.pictures if gallery else [thing]
        told = [self._picture(picture, eager=first and place == 0) for place, picture in enumerate(named)]
        seen = [picture for picture in told if picture["photo"] or self._at_desk]
        if not seen:
            return html.joined([])
        if gallery:
            return self._render("gallery", {"kind": thing.kind, "pictures": seen})
        return self._render("photo", seen[0])

    def _picture(self, picture: shape.Picture, *, eager: bool) -> dict:
        return {
            "photo": self._photos.get(picture.photo),
            "taken_off": self._taken_off.get(picture.photo),
            "caption": html.stored(picture.caption),
            "credit": picture.credit,
            "alt": picture.alt,
            "eager": eager,
        }

    def _render(self, name: str, said: dict) -> SafeString:
        return render_to_string(f"articles/body/{name}.html", {**said, "at_desk": self._at_desk})


def _is_article(href: str) -> bool:
    path = own_path(href)
    return path is not None and _ARTICLE.fullmatch(path) is not None


def _linked(parts: Iterable[str], at: datetime) -> dict[int, Article]:
    """The articles of ours that are linked to, by their ids; of those that no reader ever saw no path is told."""
    links = (link for part in parts for link in _HREF.finditer(part))
    ids = {int(link[1]) for link in links if _is_article(link[0])}
    once = Edition.objects.ever_live(at).filter(article=OuterRef("pk"))
    return Article.objects.filter(Exists(once)).in_bulk(ids) if ids else {}
