"""What somebody is told on the desk's first page: her notices, and what others did since she last looked.

Nothing here changes by being shown: a notice is read, and the news are seen, when she says so.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

import record.models as record
from accounts.models import User
from articles.models import Edition, Notice
from articles.models.notice import NoticeQuerySet
from articles.notices import LABELS
from articles.permissions import can_enter, visible_to
from articles.workflow import EVENT_NAMES
from cms.desk import STAFF, Page, Panel

# How many rows a panel shows, and up to where it counts news.
LENGTH, COUNTED = 10, 100
DAY = timedelta(hours=24)


# ── Shown ────────────────────────────────────────────────────────────────────
def _news(request: HttpRequest) -> dict | None:
    """What she was told and has not read yet, the newest first."""
    if not can_enter(request.user):
        return None
    unread = _notices(request).unread().select_related("edition")
    light = unread.defer("edition__lead", "edition__body", "edition__search_text")
    found = list(light.order_by("-pk")[:COUNTED])
    rows = [(notice, LABELS.get(notice.subject, ""), EVENT_NAMES.get(notice.kind, "")) for notice in found]
    return {"notices": rows[:LENGTH], **_counted(found)}


def _changes(request: HttpRequest) -> dict | None:
    """What others did to pieces she may know of since she last looked, the newest first."""
    if not can_enter(request.user):
        return None
    since = _last_look(request)
    by_others = record.Event.objects.filter(thing=Edition._meta.label_lower, at__gt=since)
    by_others = by_others.exclude(actor_id=request.user.pk).filter(_is_visible(request, "thing_id"))
    found = list(by_others.order_by("-at", "-pk")[:COUNTED])
    seen = request.at.isoformat()
    return {"events": found[:LENGTH], "since": since, "seen": seen, **_counted(found)}


def _counted(found: list) -> dict:
    return {
        "count": min(len(found), COUNTED - 1),
        "uncounted": len(found) == COUNTED,
        "more": len(found) > LENGTH,
    }


def _last_look(request: HttpRequest) -> datetime:
    return request.user.looked_at or request.at - DAY


def _notices(request: HttpRequest) -> NoticeQuerySet:
    """Hers, of pieces that she may still know of."""
    return Notice.objects.filter(_is_visible(request, "edition"), person=request.user)


def _is_visible(request: HttpRequest, field: str) -> Exists:
    """`field` holds the id of an edition she may know of. Row by row: the rows are few and the editions many."""
    return Exists(visible_to(request.user, Edition.objects.filter(pk=OuterRef(field)), at=request.at))


# ── Said ─────────────────────────────────────────────────────────────────────
@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """She has read it, and goes to the piece it speaks of."""
    notice = get_object_or_404(_notices(request), pk=notice_id)
    Notice.objects.filter(pk=notice.pk).read(at=request.at)
    return _see_other(reverse("admin:articles_edition_change", args=[notice.edition_id]))


@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """She has read them all; what came after the page was shown (`newest`) stays unread."""
    hers = Notice.objects.filter(person=request.user)
    newest = request.POST.get("newest", "")
    if newest.isdecimal() and len(newest) < 19:
        hers = hers.filter(pk__lte=int(newest))
    hers.read(at=request.at)
    return _see_other(reverse("admin:index"))


@require_POST
def looked(request: HttpRequest) -> HttpResponse:
    """She has seen what changed, up to when the page was shown; without that time, up to now."""
    User.objects.filter(pk=request.user.pk).update(looked_at=_shown_at(request))
    return _see_other(reverse("admin:index"))


def _shown_at(request: HttpRequest) -> datetime:
    try:
        seen = datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return request.at
    plausible = seen.tzinfo is not None and _last_look(request) <= seen <= request.at
    return seen if plausible else request.at


def _see_other(address: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(address, status=303)


PANELS = [
    Panel(template="desk/articles/panel_news.html", context=_news, order=50),
    Panel(template="desk/articles/panel_changes.html", context=_changes, order=80),
]
PAGES = [
    Page(route="thong-bao/<rowid:notice_id>/", name="notice-open", view=open_notice, permission=STAFF),
    Page(route="thong-bao/da-xem/", name="notices-read", view=read_notices, permission=STAFF),
    Page(route="da-xem/", name="desk-looked", view=looked, permission=STAFF),
]
