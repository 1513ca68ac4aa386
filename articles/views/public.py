"""What readers see. Everything starts from `Edition.objects.live(at)`: there is no other door."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.body import Body
from articles.front import front_at, section_lead
from articles.models import Correction, Edition, Section, Tag
from articles.models.edition import EditionQuerySet
from articles.needs import Needs
from articles.views.corrections import newest as newest_corrections
from articles.views.keyset import Page, page_of
from articles.views.structured import breadcrumbs, news_article
from cms import errors
from cms.headers import with_frames
from cms.http import public_page
from cms.text import asked_words

FRONT_CORRECTIONS = 3


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """As it was laid out, and filled with the newest."""
    corrections = newest_corrections(request.at, FRONT_CORRECTIONS)
    context = {**vars(front_at(request.at)), "corrections": corrections}
    return render(request, "articles/front.html", context)


@public_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section with what is under it: what was put first, then newest first, further pages by keyset."""
    found = list(Section.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).select_related("parent"))
    here = next((one for one in found if one.slug == slug), None)
    if here is None:
        raise Http404
    today = timezone.localdate(request.at)
    put_first = section_lead(here, request.at)
    others = Edition.objects.live(request.at).under(here)
    page = page_of(others.exclude(pk=put_first.pk) if put_first else others, request)
    lead, page = _led(page, put_first)
    context = {
        "section": here,
        "below": [one for one in found if one.parent_id == here.pk and one.is_open(today)],
        "lead": lead,
        "page": page,
        "breadcrumbs": breadcrumbs(here),
    }
    return render(request, "articles/section.html", context)


def _led(page: Page, put_first: Edition | None) -> tuple[Edition | None, Page]:
    """On the first page something leads: what was put first, else the newest."""
    if page.is_further:
        return None, page
    if put_first or not page.editions:
        return put_first, page
    return page.editions[0], replace(page, editions=page.editions[1:])


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
    response = render(request, "articles/search.html", {"words": words, "page": page, "searching": True})
    response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """An article, found by its id. Another path than its own is sent on; a withdrawn or expired one is gone."""
    live = Edition.objects.live(request.at).select_related("article", "section__parent", "correction")
    before = Edition.objects.ever_live(request.at).filter(
        article=OuterRef("article"), live_from__lt=OuterRef("live_from")
    )
    edition = live.filter(article=article_id).annotate(updates=Exists(before)).first()
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
    context = {
        "edition": edition,
        "correction": correction,
        "photos": photos,
        "body": body,
        "tags": edition.tags.all(),
        "structured": news_article(edition, shown, correction),
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
