"""The heads of pages that show articles (`cms.head`). No query: all is taken from rows that the page shows anyway."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Author, Correction, Edition, EditionPhoto, Section, Story, Tag
from articles.views import structured
from articles.views.keyset import PARAMETER, Page
from cms.head import Head, Shown, papers_own
from cms.http import absolute, iso
from photos.models import Photo
from photos.renditions import JPEG, WHOLE

TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def picture_of(photo: Photo, alt: str = "") -> Shown:
    """What stands on its row: the JPEG of a page, whose length is known, or else the master."""
    made = [one for one in photo.renditions if (one["crop"], one["format"]) == (WHOLE, JPEG)]
    if not made:
        address = photo.file.url
        return Shown(absolute(address), _type(address), photo.width, photo.height, alt or photo.alt)
    widest = max(made, key=lambda one: one["width"])
    address = photo.file.storage.url(widest["name"])
    size = widest["width"], widest["height"]
    return Shown(absolute(address), _type(address), *size, alt or photo.alt, widest["bytes"])


def _type(address: str) -> str:
    return TYPES[address.rpartition(".")[2]]


def of_front(editions: Iterable[Edition]) -> Head:
    """With the first picture that is on it."""
    said = f"{settings.SITE_NAME}. {settings.SITE_SLOGAN}. {settings.SITE_GOVERNING_BODY}"
    data = (structured.website(), structured.paper())
    return Head(reverse("front"), settings.SITE_NAME, said, _first_picture(editions), data=data)


def of_list(
    path: str, title: str, said: str, page: Page, request: HttpRequest, data: tuple[dict, ...] = ()
) -> Head:
    """One page of a list of articles; `data` is JSON-LD beside that of the list."""
    here = further(path, request)
    collection = structured.collection(here, title, page.editions)
    return Head(here, title, said, _first_picture(page.editions), data=(collection, *data))


def of_section(section: Section, page: Page, request: HttpRequest) -> Head:
    path = section.get_absolute_url()
    said = _("News of the section %(section)s in %(paper)s.") % _named(section=section.name)
    return of_list(path, section.name, said, page, request, (structured.breadcrumbs(section),))


def of_tag(tag: Tag, page: Page, request: HttpRequest) -> Head:
    said = _("Articles on “%(tag)s” in %(paper)s.") % _named(tag=tag.name)
    return of_list(tag.get_absolute_url(), tag.name, said, page, request)


def of_story(story: Story, photo: Photo | None, page: Page, request: HttpRequest) -> Head:
    path = story.get_absolute_url()
    said = story.lead or _("The running story “%(story)s” in %(paper)s.") % _named(story=story.name)
    way = structured.trail((story.name, path))
    head = of_list(path, story.name, said, page, request, (way,))
    return replace(head, picture=picture_of(photo)) if photo else head


def of_author(author: Author, photo: Photo | None, page: Page, request: HttpRequest) -> Head:
    path = author.get_absolute_url()
    said = author.about or _("Articles by %(author)s in %(paper)s.") % _named(author=author.name)
    picture = picture_of(photo, author.name) if photo else None
    data = (
        structured.profile_page(author, picture.address if picture else ""),
        structured.trail((author.name, path)),
    )
    shown = picture or papers_own()
    return Head(further(path, request), author.name, said, shown, kind="profile", data=data)


def of_search() -> Head:
    said = _("Search all articles of %(paper)s, with or without diacritics.") % _named()
    return Head(reverse("search"), _("Search"), said)


def of_corrections(request: HttpRequest) -> Head:
    said = _("What %(paper)s puts right and apologises for.") % _named()
    return Head(further(reverse("corrections"), request), _("Corrections and apologies"), said)


def of_feeds() -> Head:
    said = _("News feeds (RSS) of %(paper)s, one for each section.") % _named()
    return Head(reverse("feeds"), _("News feeds (RSS)"), said)


def of_article(
    edition: Edition,
    photos: list[EditionPhoto],
    in_body: list[Photo],
    *,
    tags: Iterable[Tag] = (),
    correction: Correction | None = None,
    authors: Iterable[Author] = (),
) -> Head:
    """Of a live edition, with the pictures that are shown of it, above and in its body."""
    above = [picture_of(place.photo, place.alt) for place in photos if place.photo]
    shown = above + [picture_of(photo) for photo in in_body]
    addresses = [picture.address for picture in shown]
    facts = [
        ("article:published_time", iso(edition.dated)),
        ("article:modified_time", iso(max(edition.live_from, edition.dated))),
        ("article:section", edition.section.name),
        *(("article:tag", tag.name) for tag in tags),
    ]
    return Head(
        edition.article.get_absolute_url(),
        edition.title,
        edition.lead or edition.title,
        shown[0] if shown else papers_own(),
        kind="article",
        facts=tuple(facts),
        data=(
            structured.news_article(edition, addresses, correction, authors),
            structured.breadcrumbs(edition.section, edition),
        ),
    )


def further(path: str, request: HttpRequest) -> str:
    """The address of this page of a list: search engines are asked to take each further page for itself."""
    mark = request.GET.get(PARAMETER, "")
    return f"{path}?{urlencode({PARAMETER: mark})}" if mark else path


def _first_picture(editions: Iterable[Edition]) -> Shown:
    found = (place for edition in editions if (place := edition.main_photo))
    first = next(found, None)
    return picture_of(first.photo, first.alt) if first else papers_own()


def _named(**words: str) -> dict[str, str]:
    return {"paper": settings.SITE_NAME, **words}
