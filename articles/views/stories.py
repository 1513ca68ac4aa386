"""Running stories (dòng sự kiện) with their timeline, and authors with their articles."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import Author, Contributor, Edition, Story
from articles.models.edition import EditionQuerySet
from articles.views import heads
from articles.views.keyset import Page, page_of
from cms.http import public_page
from photos.models import Photo

# A page that reaches over more than this is divided into months.
BY_DAYS = timedelta(days=92)


@public_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Story.objects.select_related("photo"), slug=slug)
    page = _page(Edition.objects.live(request.at).filter(story=here), request)
    photo = _shown(here.photo)
    context = {
        "story": here,
        "photo": photo,
        "page": page,
        "timeline": list(_timeline(page.editions)),
        "for_machines": heads.of_story(here, photo, page, request),
    }
    return render(request, "articles/story.html", context)


@public_page
def author(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    theirs = Contributor.objects.filter(author=here)
    live = Edition.objects.live(request.at).filter(pk__in=theirs.values("edition"))
    page = _page(live.prefetch_related(Prefetch("contributors", theirs, to_attr="works")), request)
    photo = _shown(here.photo)
    context = {
        "author": here,
        "photo": photo,
        "page": page,
        "for_machines": heads.of_author(here, photo, page, request),
    }
    return render(request, "articles/author.html", context)


def _shown(photo: Photo | None) -> Photo | None:
    return None if photo is None or photo.is_removed else photo


def _page(editions: EditionQuerySet, request: HttpRequest) -> Page:
    """What readers never saw an article of is not there: its name may tell what is still to come."""
    page = page_of(editions, request)
    if not page.editions and not page.is_further:
        raise Http404
    return page


def _timeline(editions: list[Edition]) -> Iterator[dict]:
    """Under the day they are dated on, or under the month where they reach far."""
    if not editions:
        return
    far = editions[0].dated - editions[-1].dated > BY_DAYS

    def day(edition: Edition) -> datetime:
        local = timezone.localtime(edition.dated).replace(hour=0, minute=0, second=0, microsecond=0)
        return local.replace(day=1) if far else local

    for when, found in groupby(editions, key=day):
        yield {"when": when, "by_month": far, "editions": list(found)}
