"""What readers see. Everything starts from `Edition.objects.live(at)`: there is no other door."""

from datetime import datetime
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.around import around
from articles.body import Body
from articles.models import Correction, Edition, Section, Tag
from articles.models.edition import EditionQuerySet
from articles.models.section import Display
from articles.needs import Needs
from articles.views.corrections import newest as newest_corrections
from articles.views.keyset import page_of
from articles.views.structured import breadcrumbs, news_article
from cms import errors
from cms.headers import with_frames
from cms.http import public_page
from cms.text import asked_words

FRONT_NEWEST = 72
FRONT_HEAD = 5
FRONT_BLOCK = 4
FRONT_CORRECTIONS = 3


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """The newest five on top, then a block for each section that has news among the newest."""
    newest = list(Edition.objects.live(request.at).newest_first().for_lists()[:FRONT_NEWEST])
    context = {
        "head": newest[:FRONT_HEAD],
        "blocks": _blocks(newest[FRONT_HEAD:]),
        "corrections": newest_corrections(request.at, FRONT_CORRECTIONS),
    }
    return render(request, "articles/front.html", context)


def _blocks(editions: list[Edition]) -> list[dict]:
    """Editions under their top sections, in the paper's order."""

    def top(edition: Edition) -> Section:
        return edition.section.parent or edition.section

    def place(edition: Edition) -> tuple:
        return top(edition).order, top(edition).pk

    grouped = groupby(sorted(editions, key=place), key=place)
    lists = [list(group)[:FRONT_BLOCK] for _, group in grouped]
    return [{"section": top(editions[0]), "editions": editions} for editions in lists]


@public_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section with what is under it, newest first, further pages by keyset."""
    here = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    below = (
        list(Section.objects.open(timezone.localdate(request.at)).filter(parent=here))
        if here.parent_id is None
        else []
    )
    context = {
        "section": here,
        "below": below,
        "page": page_of(Edition.objects.live(request.at).under(here), request),
        "breadcrumbs": breadcrumbs(here),
    }
    name = "photos" if here.display == Display.PHOTOS else "section"
    return render(request, f"articles/{name}.html", context)


@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Tag, slug=slug)
    page = page_of(Edition.objects.live(request.at).filter(tags=here), request)
    if not page.editions and not page.is_further:
        raise Http404
    return render(request, "articles/tag.html", {"tag": here, "page": page})


@public_page
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    page = page_of(Edition.objects.live(request.at).matching(words), request) if asked_words(words) else None
    response = render(request, "articles/search.html", {"words": words, "page": page})
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """An article, found by its id. Another path than its own is sent on; a withdrawn or expired one is gone."""
    live = Edition.objects.live(request.at).select_related(
        "article", "section__parent", "story", "correction"
    )
    edition = live.filter(article=article_id).first()
    if edition is None:
        return _not_live(request, article_id, request.at)
    if request.path != edition.article.get_absolute_url():
        response = HttpResponsePermanentRedirect(edition.article.get_absolute_url())
        # Browsers keep a 301 and would loop if the path ever went back.
        response["Cache-Control"] = "public, max-age=3600"
        return response
    photos = list(edition.photos.shown().select_related("photo"))
    body = Body(edition, at=request.at, leads=not photos)
    correction = _correction_of(edition, request.at)
    shown = [picture.photo for picture in photos if picture.photo] + body.photos
    tags = list(edition.tags.all())
    beside = around(edition, tags, at=request.at)
    context = {
        "edition": edition,
        "correction": correction,
        "photos": photos,
        "body": body,
        "tags": tags,
        "authors": beside.authors,
        "story": beside.story,
        "related": beside.related,
        "structured": news_article(edition, shown, correction, beside.authors),
        "breadcrumbs": breadcrumbs(edition.section, edition),
    }
    return with_frames(render(request, "articles/article.html", context), Needs.of(edition.body).frames)


def _correction_of(edition: Edition, at: datetime) -> Correction | None:
    """What this edition puts right, for as long as the paper says so."""
    correction = getattr(edition, "correction", None)
    return correction if correction and correction.is_shown(at) else None


def _not_live(request: HttpRequest, article_id: int, at: datetime) -> HttpResponse:
    """410 for what was once live, 404 for what never was: a draft's id must not tell that it exists."""
    once: EditionQuerySet = Edition.objects.ever_live(at).filter(article=article_id)
    return errors.gone(request) if once.exists() else errors.not_found(request)
