"""Sitemaps: an index; parts of sections, of articles, of tags, running stories and authors; of news; and robots.txt.

A part of articles or of tags is a range of their ids: it is one walk along an index however many there are, none of
them ever changes its part, and nothing is counted to say how many parts there are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from articles.models import Article, Author, Edition, Section, Story, Tag
from cms.http import absolute, iso, public_page
from pages.models import Page

ARTICLES = 5_000
# What has a page of its own for as long as an article under it is live: the model, and an edition's way to it.
NAMED: dict[str, tuple[type[Model], str]] = {
    "tags": (Tag, "tags"),
    "stories": (Story, "story"),
    "authors": (Author, "contributors__author"),
}
# What Google News takes: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS, NEWS_DAYS = 1_000, timedelta(days=2)
# Of older changes the index says nothing: it would read every article to tell.
CHANGES = timedelta(days=30)


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Names the others, and of each page of articles when it last changed, if that was lately."""
    changed = _lately_changed(request.at)
    parts = [(absolute(reverse("sitemap-sections")), "")]
    for page in range(1, _last_page(request.at) + 1):
        lastmod = iso(changed[page]) if page in changed else ""
        parts.append((absolute(reverse("sitemap-articles", args=[page])), lastmod))
    for kind in NAMED:
        pages = range(1, _last_page_of(kind, request.at) + 1)
        parts += [(absolute(reverse(f"sitemap-{kind}", args=[page])), "") for page in pages]
    return _answer(request, "articles/sitemap_index.xml", parts)


def _last_page(at: datetime) -> int:
    # From the articles: of editions alone SQLite would fetch and sort all that ever began.
    live = Edition.objects.live(at).filter(article=OuterRef("pk"))
    newest = Article.objects.filter(Exists(live)).order_by("-pk").values_list("pk", flat=True)[:1]
    return max(((number - 1) // ARTICLES + 1 for number in newest), default=0)


def _last_page_of(kind: str, at: datetime) -> int:
    newest = _with_articles(kind, at).order_by("-pk").values_list("pk", flat=True)[:1]
    return max(((number - 1) // ARTICLES + 1 for number in newest), default=0)


def _with_articles(kind: str, at: datetime) -> QuerySet:
    """Those whose page readers find: without a live article it is not there."""
    model, field = NAMED[kind]
    return model.objects.filter(Exists(Edition.objects.live(at).filter(**{field: OuterRef("pk")})))


def _lately_changed(at: datetime) -> dict[int, datetime]:
    lately = Edition.objects.live(at).filter(live_from__gt=at - CHANGES)
    pages = lately.order_by().values(page=(F("article_id") - 1) / ARTICLES + 1)
    return dict(pages.annotate(changed=Max("live_from")).values_list("page", "changed"))


@public_page
def sections(request: HttpRequest) -> HttpResponse:
    places = [reverse("front"), reverse("corrections"), reverse("feeds")]
    found = Section.objects.open(timezone.localdate(request.at))
    places += [section.get_absolute_url() for section in found]
    places += [page.get_absolute_url() for page in Page.objects.shown().only("slug")]
    return _answer(request, "articles/sitemap.xml", [(absolute(place), "") for place in places])


@public_page
def articles(request: HttpRequest, page: int) -> HttpResponse:
    """Those of one range of ids. A page behind the last is not there."""
    if page > _last_page(request.at):
        raise Http404
    before = (page - 1) * ARTICLES
    live = Edition.objects.live(request.at).filter(article__gt=before, article__lte=before + ARTICLES)
    rows = live.order_by("article_id").values_list("article__path", "live_from")
    base = absolute(get_script_prefix())
    found = [(f"{base}{path}", iso(live_from)) for path, live_from in rows]
    return _answer(request, "articles/sitemap.xml", found)


@public_page
def named(request: HttpRequest, kind: str, page: int) -> HttpResponse:
    """Tags, running stories or authors of one range of ids."""
    if page > _last_page_of(kind, request.at):
        raise Http404
    before = (page - 1) * ARTICLES
    rows = _with_articles(kind, request.at).filter(pk__gt=before, pk__lte=before + ARTICLES).order_by("pk")
    return _answer(request, "articles/sitemap.xml", [(absolute(row.get_absolute_url()), "") for row in rows])


@public_page
def news(request: HttpRequest) -> HttpResponse:
    """What is dated in the last two days, newest first."""
    lately = Edition.objects.live(request.at).filter(dated__gt=request.at - NEWS_DAYS)
    rows = lately.newest_first().values_list("article__path", "dated", "title")[:NEWS]
    base = absolute(get_script_prefix())
    found = [(f"{base}{path}", iso(dated), title) for path, dated, title in rows]
    return _answer(request, "articles/sitemap_news.xml", found)


def _answer(request: HttpRequest, template: str, rows: Iterable[tuple]) -> HttpResponse:
    return render(request, template, {"rows": rows}, content_type="application/xml; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    closed = ("/admin/", "/tim-kiem/?", "/xem-truoc/", "/y-kien/", "/gui-tin/da-gui/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "sitemap-news")]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
