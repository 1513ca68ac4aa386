"""RSS: the newest of the paper and of each section, and the page that lists these feeds.

What an item says of itself is words, and RSS takes a description for HTML: it is escaped once more than the XML asks.
"""

import html
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import timezone
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import gettext as _

from articles.models import Contributor, Edition, Section
from articles.models.edition import EditionQuerySet
from articles.views import heads
from cms.head import Shown
from cms.http import absolute, public_page
from cms.text import nfc

LENGTH = 30
MINUTES_TO_KEEP = "15"


class Feed(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        dialects = {
            "xmlns:media": "http://search.yahoo.com/mrss/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }
        return super().rss_attributes() | dialects

    def latest_post_date(self) -> datetime:
        """When its content last changed. Where there is nothing Django asks the clock; here it is asked once."""
        return max((item["live_from"] for item in self.items), default=self.feed["at"])

    def add_item_elements(self, handler, item: dict) -> None:
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        if item["picture"]:
            handler.addQuickElement("media:content", attrs=item["picture"])


@public_page
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed there is, sections in the paper's order with what is under them."""
    found = Section.objects.open(timezone.localdate(request.at)).select_related("parent")
    return render(
        request, "articles/feeds.html", {"feeds": sorted(found, key=_place), "for_machines": heads.of_feeds()}
    )


def _place(section: Section) -> tuple:
    top = section.parent or section
    return top.order, top.name, top.pk, section.parent_id is not None, section.order, section.name


@public_page
def newest(request: HttpRequest) -> HttpResponse:
    live = Edition.objects.live(request.at)
    return _feed(request, live, title=settings.SITE_NAME, link="front", description=_("Latest news"))


@public_page
def of_section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section's, with what is under it."""
    here = get_object_or_404(Section, slug=slug)
    title = f"{nfc(here.name)} - {settings.SITE_NAME}"
    live = Edition.objects.live(request.at).under(here)
    return _feed(request, live, title=title, link=here, description=nfc(here.name))


def _feed(
    request: HttpRequest, live: EditionQuerySet, *, title: str, link: str | Section, description: str
) -> HttpResponse:
    feed = Feed(
        at=request.at,
        title=title,
        link=absolute(resolve_url(link)),
        description=html.escape(description, quote=False),
        language="vi",
        feed_url=absolute(request.path),
        ttl=MINUTES_TO_KEEP,
    )
    made_by = Prefetch("contributors", Contributor.objects.select_related("author"))
    listed = live.newest_first().for_lists().select_related("story").prefetch_related(made_by)
    for edition in listed[:LENGTH]:
        feed.add_item(**_item(edition))
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _item(edition: Edition) -> dict:
    shown = edition.main_photo
    picture = heads.picture_of(shown.photo) if shown else None
    return {
        "title": edition.title,
        "link": absolute(edition.article.get_absolute_url()),
        "description": html.escape(edition.lead, quote=False).replace("\n", "<br>"),
        "pubdate": edition.dated,
        # The article's, whatever becomes of its path.
        "unique_id": f"{urlsplit(settings.SITE_URL).netloc}/{edition.article_id}",
        "unique_id_is_permalink": False,
        "creators": _creators(edition),
        "categories": [nfc(one.name) for one in (edition.section, edition.story) if one],
        "live_from": edition.live_from,
        "picture": _media(picture) if picture else {},
        "enclosures": _enclosures(picture),
    }


def _creators(edition: Edition) -> list[str]:
    """Whom the newsroom named, each once; else the printed byline."""
    named = dict.fromkeys(nfc(row.author.name) for row in edition.contributors.all())
    return [*named] or [edition.byline] * bool(edition.byline)


def _media(picture: Shown) -> dict[str, str]:
    said = {
        "url": picture.address,
        "type": picture.type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    return said if picture.length is None else said | {"fileSize": str(picture.length)}


def _enclosures(picture: Shown | None) -> list[Enclosure]:
    """RSS has no enclosure without its length."""
    if picture is None or picture.length is None:
        return []
    return [Enclosure(picture.address, str(picture.length), picture.type)]
