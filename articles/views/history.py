"""Lịch sử bài viết: every edition of an article and every version of each, any two of them beside each other, and
what was done in one line of time. Of each article what she may see of it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import record.models as record
from accounts.models import User
from articles import restoring, writing
from articles.models import Article, Edition, Version
from articles.models.edition import EditionQuerySet
from articles.models.version import fields_of, saves
from articles.permissions import can_edit, visible_to
from articles.views.scope import edition_or_404
from articles.views.side_by_side import side_by_side
from articles.workflow import State
from cms.http import row_id


@dataclass(frozen=True)
class Point:
    """What stood in an edition at one time: an older version, or without one what stands there now."""

    edition: Edition
    version: Version | None = None

    @property
    def key(self) -> str:
        """As it is named in an address: `12.3` is version 3 of the edition with the id 12, `12` what stands in it."""
        return f"{self.edition.pk}.{self.version.number}" if self.version else f"{self.edition.pk}"

    @property
    def number(self) -> int:
        return self.version.number if self.version else self.edition.version

    @property
    def place(self) -> int:
        """As people count: the first save is 1."""
        return self.version.place if self.version else self.edition.saves

    @property
    def who(self) -> User | None:
        return self.version.saved_by if self.version else self.edition.updated_by

    @property
    def at(self) -> datetime:
        return self.version.saved_at if self.version else self.edition.updated_at

    @property
    def fields(self) -> dict[str, str]:
        return self.version.fields if self.version else fields_of(self.edition)

    @property
    def order(self) -> tuple[int, int]:
        return (self.edition.number, self.number)


@require_safe
def history(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    editions = list(
        _seen(request, edition.article)
        .prefetch_related(_versions())
        .defer("lead", "body", "search_text")
        .order_by("-number")
    )
    approved = any(one.state == State.APPROVED for one in editions) or restoring.has_approved(edition.article)
    points = {
        one.pk: [Point(one), *(Point(one, version) for version in one.versions.all())] for one in editions
    }
    in_order = [point for one in editions for point in points[one.pk]]
    numbers = {one.pk: one.number for one in editions}
    context = {
        **admin.site.each_context(request),
        "title": _("History of the article"),
        "edition": edition,
        "editions": [
            {
                "edition": one,
                "state_now": one.state_label(request.at),
                "points": points[one.pk],
                **_choices(request.user, one, approved=approved),
            }
            for one in editions
        ],
        # At first the newest and the one before it are chosen.
        "newest": in_order[0].key,
        "before": in_order[:2][-1].key,
        "events": [(event, numbers[event.thing_id]) for event in record.Event.objects.about(*editions)],
    }
    return TemplateResponse(request, "desk/articles/history.html", context)


@require_safe
def compare_two(request: HttpRequest, edition_id: int) -> HttpResponse:
    """`a` and `b` name two points of the article; the older stands on the left. Without them: the last change."""
    edition = edition_or_404(request, edition_id)
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(chosen):
        chosen = [f"{edition.pk}", _key_before(edition, _seen(request, edition.article))]
    left, right = sorted(
        (_point(request, edition.article, key) for key in chosen), key=lambda point: point.order
    )
    approved = restoring.has_approved(edition.article)
    points = [{"point": p, **_choices(request.user, p.edition, approved=approved)} for p in (left, right)]
    context = {"title": _("Two versions compared"), "points": points, "may_edit": False}
    return side_by_side(request, edition, left.fields, right.fields, context)


@require_POST
def restore(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Opens the next edition with the words of this one, or of its version `ban`."""
    edition = edition_or_404(request, edition_id)
    version = None
    if number := request.POST.get("ban", ""):
        version = get_object_or_404(edition.versions, number=row_id(number))
    if not restoring.can_restore(request.user, edition, approved=restoring.has_approved(edition.article)):
        raise PermissionDenied
    draft = restoring.restore(edition, version, by=request.user, at=request.at)
    messages.success(
        request,
        _("Edition %(number)d is open with these words. Readers see nothing of it until it is published.")
        % {"number": draft.number},
    )
    others = writing.open_drafts(edition.article_id, by=request.user).exclude(pk=draft.pk)
    if other := others.first():
        said = _("You have another draft of this article open: edition %(number)d. Go on with one of them.")
        messages.warning(request, said % {"number": other.number})
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[draft.pk]))


def _seen(request: HttpRequest, article: Article) -> EditionQuerySet:
    """The article's editions that are not hidden from her."""
    everything = Edition.objects.filter(article=article).select_related(
        "article", "section__parent", "step", "created_by", "updated_by"
    )
    everything = everything.annotate(saves=saves())
    return visible_to(request.user, everything, at=request.at)


def _versions() -> Prefetch:
    return Prefetch("versions", Version.objects.placed().select_related("saved_by").defer("fields"))


def _choices(user: User, edition: Edition, *, approved: bool) -> dict[str, bool]:
    return {
        "may_edit": can_edit(user, edition),
        "may_restore": restoring.can_restore(user, edition, approved=approved),
    }


def _key_before(edition: Edition, seen: EditionQuerySet) -> str:
    """What stood before the last change: the newest version, or else the edition it was opened from."""
    if version := edition.versions.defer("fields").first():
        return f"{edition.pk}.{version.number}"
    return f"{seen.filter(pk=edition.opened_from_id).values_list('pk', flat=True).first() or edition.pk}"


def _point(request: HttpRequest, article: Article, key: str) -> Point:
    """Anything that is not a point of this article, or not for her to see, is not found."""
    edition_id, dot, number = key.partition(".")
    if row_id(edition_id) is None or (dot and row_id(number) is None):
        raise Http404
    edition = get_object_or_404(_seen(request, article), pk=edition_id)
    if not dot:
        return Point(edition)
    return Point(
        edition, get_object_or_404(edition.versions.placed().select_related("saved_by"), number=number)
    )
