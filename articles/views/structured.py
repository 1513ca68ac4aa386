"""What the pages say to machines: NewsArticle, feed, sitemap, robots."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from articles.models import Correction, Edition, Section
from cms.http import iso, public_page
from photos.models import Photo

FEED_LENGTH = 30
SITEMAP_LENGTH = 50_000


def absolute(path: str) -> str:
    """The address as others may use it: never made of the Host header."""
    return f"{settings.SITE_URL}{path}"


def news_article(edition: Edition, photos: list[Photo], correction: Correction | None) -> dict:
    """schema.org NewsArticle of a live edition, with the correction that is shown of it."""
    publisher = {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": absolute("/")}
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": absolute(edition.article.get_absolute_url()),
        "headline": edition.title,
        "description": edition.lead,
        "datePublished": iso(edition.dated),
        "dateModified": iso(max(edition.live_from, edition.dated)),
        "articleSection": edition.section.name,
        "inLanguage": "vi",
        "publisher": publisher,
        "author": {"@type": "Person", "name": edition.byline} if edition.byline else publisher,
        "commentCount": edition.article.comments_shown,
    }
    images = [absolute(photo.file.url) for photo in photos]
    if images:
        data["image"] = images
    if correction:
        data["correction"] = _correction_comment(correction)
    return data


def _correction_comment(correction: Correction) -> dict:
    said = [
        _("We published:"),
        correction.wrong,
        _("We now put it right:"),
        correction.right,
        correction.apology,
    ]
    return {
        "@type": "CorrectionComment",
        "text": "\n".join(part for part in said if part),
        "datePublished": iso(correction.shown_from),
        "url": absolute(f"{reverse('corrections')}#cai-chinh-{correction.pk}"),
    }


class _Feed(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        """Where there is nothing Django asks the clock; here it is asked once a request."""
        return max((item["pubdate"] for item in self.items), default=self.feed["at"])


@public_page
def newest_feed(request: HttpRequest) -> HttpResponse:
    feed = _Feed(
        at=request.at,
        title=settings.SITE_NAME,
        link=absolute("/"),
        description=_("Latest news"),
        language="vi",
        feed_url=absolute(request.path),
    )
    for edition in Edition.objects.live(request.at).newest_first().for_lists()[:FEED_LENGTH]:
        address = absolute(edition.article.get_absolute_url())
        feed.add_item(
            title=edition.title,
            link=address,
            description=edition.lead,
            pubdate=edition.dated,
            unique_id=address,
            author_name=edition.byline or None,
            categories=[edition.section.name],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    rows = Edition.objects.live(request.at).newest_first()
    context = {
        "base": settings.SITE_URL,
        "sections": Section.objects.open(timezone.localdate(request.at)),
        "articles": rows.values_list("article__path", "live_from")[:SITEMAP_LENGTH],
    }
    return render(request, "articles/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /tim-kiem/", "Disallow: /y-kien/"]
    lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
