"""What readers see. Everything starts from `Edition.objects.live(at)`: there is no other door."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.around import around
from articles.body import Body
from articles.front import front_at, section_lead
from articles.models import Correction, Edition, Section, Tag
from articles.models.edition import EditionQuerySet
from articles.models.section import Display
from articles.needs import Needs
from articles.views import heads
from articles.views.corrections import newest as newest_corrections
from articles.views.keyset import Page, page_of
from cms import errors
from cms.headers import with_frames
from cms.http import public_page
from cms.text import asked_words

FRONT_CORRECTIONS = 3


@public_page
def front(request: HttpRequest) -> HttpResponse:
    """As it was laid out, and filled with the newest."""
    shown = front_at(request.at)
    context = {
        **vars(shown),
        "corrections": newest_corrections(request.at, FRONT_CORRECTIONS),
        "for_machines": heads.of_front([shown.lead, *shown.secondary] if shown.lead else []),
    }
    return render(request, "articles/front.html", context)


@public_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section with what is under it: what was put first, then newest first, further pages by keyset."""
    found = list(Section.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).select_related("parent"))
    here = next((one for one in found if one.slug == slug), None)
    if here is None:
        raise Http404
    today = timezone.localdate(request.at)
    page = _led(here, request)
    leads = page.editions and not page.is_further and here.display == Display.LIST
    context = {
        "section": here,
        "below": [one for one in found if one.parent_id == here.pk and one.is_open(today)],
        "lead": page.editions[0] if leads else None,
        "page": replace(page, editions=page.editions[1:]) if leads else page,
        "for_machines": heads.of_section(here, page, request),
    }
    name = "photos" if here.display == Display.PHOTOS else "section"
    return render(request, f"articles/{name}.html", context)


def _led(here: Section, request: HttpRequest) -> Page:
    """A section's page of the list; what was put first leads the first, and stands on no other."""
    put_first = section_lead(here, request.at)
    editions = Edition.objects.live(request.at).under(here)
    if put_first is None:
        return page_of(editions, request)
    page = page_of(editions.exclude(pk=put_first.pk), request)
    return page if page.is_further else replace(page, editions=[put_first, *page.editions])


@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Tag, slug=slug)
    page = page_of(Edition.objects.live(request.at).filter(tags=here), request)
    if not page.editions and not page.is_further:
        raise Http404
    return render(
        request,
        "articles/tag.html",
        {"tag": here, "page": page, "for_machines": heads.of_tag(here, page, request)},
    )


@public_page
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    page = page_of(Edition.objects.live(request.at).matching(words), request) if asked_words(words) else None
    # What is found are lists without end, which no search engine should list; the page that searches is one of ours.
    said = None if words else heads.of_search()
    context = {"words": words, "page": page, "searching": True, "for_machines": said}
    response = render(request, "articles/search.html", context)
    if words:
        response["X-Robots-Tag"] = "noindex"
    return response


@public_page
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """An article, found by its id. Another path than its own is sent on; a withdrawn or expired one is gone."""
    live = Edition.objects.live(request.at).select_related(
        "article", "section__parent", "story", "correction"
    )
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
    tags = list(edition.tags.all())
    beside = around(edition, tags, at=request.at)
    head = heads.of_article(
        edition, photos, body.photos, tags=tags, correction=correction, authors=beside.authors
    )
    context = {
        "edition": edition,
        "correction": correction,
        "photos": photos,
        "body": body,
        "tags": tags,
        "authors": beside.authors,
        "story": beside.story,
        "related": beside.related,
        "for_machines": head,
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
