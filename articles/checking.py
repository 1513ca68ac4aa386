"""The findings on an edition as it stands: what the pure checks read, fetched; asked by the gate and by pages alike.

One query for the site's rules and one for the pictures; a text that links to the site itself costs one more for each
sort of page it links to.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.findings.checklist import Group, check
from articles.findings.draft import Draft, Picture
from articles.findings.kinds import Finding
from articles.models import Edition, EditionPhoto, Section, Tag
from articles.models.finding_rule import site_rules
from cms import html, shape
from cms.http import own_path
from photos.models import Photo

_ARTICLE = re.compile(r"-(\d{1,18})\.html$", re.ASCII)


def findings(edition: Edition, *, at: datetime, photos: Iterable[EditionPhoto] | None = None) -> list[Group]:
    """What is found on its saved words. `photos` in their order, where they are fetched already."""
    return check(draft_of(edition, at=at, photos=photos), site_rules())


def draft_of(edition: Edition, *, at: datetime, photos: Iterable[EditionPhoto] | None = None) -> Draft:
    rows = edition.photos.select_related("photo") if photos is None else photos
    today = timezone.localdate(at)
    read = Draft.read(
        title=edition.title,
        lead=edition.lead,
        body=edition.body,
        section_is_open=edition.section.is_open(today),
        pictures=(*_above(rows, today), *_in_body(edition, today)),
    )
    return read.with_dead(dead_links({link.href for link in read.links}, at=at))


def _above(rows: Iterable[EditionPhoto], today: date) -> Iterator[Picture]:
    for number, row in enumerate(rows, start=1):
        words = {"caption": row.caption, "credit": row.credit, "alt": row.alt}
        yield Picture(number=number, **words, **_of_file(row.photo, today, gone=False))


def _in_body(edition: Edition, today: date) -> Iterator[Picture]:
    named = edition.body_names.get("photos")
    there = Photo.objects.in_bulk(named) if named else {}
    for number, place in enumerate(shape.pictures_in(edition.body), start=1):
        words = {"caption": html.to_text(place.caption), "credit": place.credit, "alt": place.alt}
        file = _of_file(there.get(place.photo), today, gone=True)
        yield Picture(number=number, in_body=True, **words, **file)


def _of_file(photo: Photo | None, today: date, *, gone: bool) -> dict[str, bool | str]:
    """`gone`: without a file, one was there."""
    if photo is None:
        return {"has_file": False, "gone": gone}
    if photo.is_removed:
        return {"has_file": False, "gone": True, "taken_off": _taken_off(photo)}
    return {"has_file": True, "is_licensed": photo.licence_until is None or photo.licence_until >= today}


def _taken_off(photo: Photo) -> str:
    said = _("This picture was taken off every page at %(when)s, on the order of %(ordered_by)s.")
    return said % photo.removal_in_words()


def in_words(found: Iterable[Finding]) -> str:
    """As the gate says it and as the record keeps it: a line each."""
    return "\n".join(str(finding) for finding in found)


# ── Links to the site itself ─────────────────────────────────────────────────
def dead_links(hrefs: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Of these addresses those that are the site's own and lead a reader nowhere at this instant."""
    paths = {href: path for href in hrefs if (path := own_path(href)) is not None}
    wanted: dict[str, set] = {"article": set(), "section": set(), "tag": set()}
    names = {path: _name_and_key(path) for path in paths.values()}
    for name, key in names.values():
        if name in wanted:
            wanted[name].add(key)
    there = _there(wanted, at)
    return frozenset(
        href
        for href, path in paths.items()
        if names[path][0] == "" or (names[path][0] in wanted and names[path] not in there)
    )


def _name_and_key(path: str) -> tuple[str, str | int]:
    """Which of the site's pages it would be, and the id or slug it is found by; no name where there is none."""
    try:
        page = resolve(path)
    except Resolver404:
        return "", ""
    if page.url_name == "article":
        return "article", int(_ARTICLE.search(path)[1])
    return page.url_name or page.route, page.kwargs.get("slug", "")


def _there(wanted: dict[str, set], at: datetime) -> set[tuple[str, str | int]]:
    """Of the pages that are rows, those which readers find now."""
    pages = {
        "article": Edition.objects.live(at)
        .filter(article__in=wanted["article"])
        .values_list("article", flat=True),
        "section": Section.objects.filter(slug__in=wanted["section"]).values_list("slug", flat=True),
        "tag": Tag.objects.filter(slug__in=wanted["tag"]).values_list("slug", flat=True),
    }
    return {(name, key) for name, rows in pages.items() if wanted[name] for key in rows}
