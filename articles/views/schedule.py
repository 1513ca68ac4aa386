"""The calendar of publication: a day by its hours or a week by its days, and another time for what is to come.

Dragging only fills in the form of one piece: what changes a time is the button, and the gate behind it.
"""

from datetime import date, datetime
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import calendar, moves, possible
from articles.forms import MoveForm
from articles.models import Edition, Section
from articles.permissions import can_enter
from articles.views.instant import Moment
from articles.views.scope import edition_or_404
from articles.workflow import MOVES, PHASE_LABELS, Phase
from cms.desk import STAFF, Link, Page
from cms.fields import PLAUSIBLE_YEARS, as_typed

MOVE = MOVES["reschedule"]


class WindowForm(forms.Form):
    """What of the calendar is looked at."""

    ngay = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.TextInput,
        error_messages={"invalid": gettext_lazy("Write the day like this: 15/09/2021.")},
    )
    kieu = forms.CharField(required=False, widget=forms.HiddenInput)
    muc = forms.ModelChoiceField(
        Section.objects.all(),
        to_field_name="slug",
        label=gettext_lazy("Section"),
        required=False,
        empty_label=gettext_lazy("All sections"),
    )

    def clean_ngay(self) -> date | None:
        day = self.cleaned_data["ngay"]
        # A week of its first or last year would reach out of them.
        if day and day.year not in PLAUSIBLE_YEARS[1:-1]:
            raise forms.ValidationError(_("The year can't be right."))
        return day

    def clean_kieu(self) -> str:
        """Nobody types it: what is none of both is the usual one."""
        kind = self.cleaned_data["kieu"]
        return kind if kind in calendar.DAYS else calendar.WEEK

    def window(self, *, at: datetime) -> calendar.Window:
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        day = given.get("ngay") or timezone.localdate(at)
        return calendar.Window(day=day, kind=given.get("kieu") or calendar.WEEK)


# ── The page ─────────────────────────────────────────────────────────────────
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    if not can_enter(request.user):
        raise PermissionDenied
    asked = WindowForm(request.GET)
    return _page(request, asked, form=_asked_form(request), status=200 if asked.is_valid() else 422)


def _asked_form(request: HttpRequest) -> "RescheduleForm | None":
    """The form of the piece that is to be moved (`doi`), with the time it was dropped on (`gio`)."""
    number = request.GET.get("doi", "")
    if not (number.isdecimal() and len(number) < 19):
        return None
    edition = edition_or_404(request, int(number))
    if MOVE not in possible.permitted_moves(request.user, edition, at=request.at):
        # The way here may stand in a tab since before it was published, or recalled.
        said = {"title": edition.title, "state": edition.state_label(request.at)}
        messages.warning(request, _("“%(title)s” is given no other time now: %(state)s.") % said)
        return None
    form = RescheduleForm.of(edition)
    form.edition = edition
    if dropped_on := request.GET.get("gio", "")[:40]:
        form.initial["live_from"] = dropped_on
    return form


class RescheduleForm(MoveForm):
    edition: Edition


def _page(
    request: HttpRequest, asked: WindowForm, *, form: RescheduleForm | None = None, status: int = 200
) -> HttpResponse:
    window = asked.window(at=request.at)
    section = asked.cleaned_data.get("muc") if asked.is_valid() else None
    found = calendar.entries(request.user, window, section=section, at=request.at)
    here = _Way(window, section)
    days = _days(window, found, here, at=request.at, moved=request.GET.get("bai", ""))
    context = {
        **admin.site.each_context(request),
        "title": _("Calendar of publication"),
        "asked": WindowForm(
            {"ngay": f"{window.day:%d/%m/%Y}", "kieu": window.kind, "muc": section.slug if section else ""}
        )
        if asked.is_valid()
        else asked,
        "window": window,
        "is_week": window.kind == calendar.WEEK,
        "days": days,
        "count": len(found),
        "ways": here.ways(today=timezone.localdate(request.at)),
        "legend": [(phase.value, PHASE_LABELS[phase]) for phase in Phase],
        "form": form,
        "here": here.query(),
        "leave": here.to(),
    }
    return TemplateResponse(request, "desk/articles/schedule.html", context, status=status)


class _Way:
    """Addresses of the calendar that keep what is looked at."""

    def __init__(self, window: calendar.Window, section: Section | None) -> None:
        self.window, self.section = window, section
        self.base = reverse("admin:schedule")

    def query(self, **changed) -> dict[str, str]:
        kept = {"ngay": self.window.day, "kieu": self.window.kind, "muc": self.section and self.section.slug}
        return {name: str(value) for name, value in (kept | changed).items() if value}

    def to(self, **changed) -> str:
        return f"{self.base}?{urlencode(self.query(**changed))}"

    def ways(self, *, today: date) -> list[tuple[str, str, bool]]:
        """Label, address, and whether it is the page itself."""
        kind = self.window.kind
        earlier, later = (_("week earlier"), _("week later"))
        if kind == calendar.DAY:
            earlier, later = _("day earlier"), _("day later")
        return [
            (f"← {earlier}", self.to(ngay=self.window.moved(-1)), False),
            (_("Today"), self.to(ngay=today), today in self.window.days),
            (f"{later} →", self.to(ngay=self.window.moved(1)), False),
            (_("Day"), self.to(kieu=calendar.DAY), kind == calendar.DAY),
            (_("Week"), self.to(kieu=calendar.WEEK), kind == calendar.WEEK),
        ]


# ── Rows ─────────────────────────────────────────────────────────────────────
def _days(window, found, here: _Way, *, at: datetime, moved: str) -> list[dict]:
    rows: dict[date, list[dict]] = {day: [] for day in window.days}
    told = _teller(here, moved)
    for entry in found:
        local = timezone.localtime(entry.at)
        rows[local.date()].append(told(entry, local))
    now = timezone.localtime(at)
    if now.date() in rows:
        line = {"is_now": True, "time": f"{now:%H:%M}", "hour": now.hour}
        today = rows[now.date()]
        today.insert(sum(row["at"] <= at for row in today), line)
    return [_day(day, of_day, here, is_today=day == now.date()) for day, of_day in rows.items()]


def _day(day: date, rows: list[dict], here: _Way, *, is_today: bool) -> dict:
    said = {
        "date": day,
        "drop": f"{day:%d/%m/%Y}",
        "is_today": is_today,
        "address": here.to(ngay=day, kieu=calendar.DAY),
        "rows": rows,
        "is_empty": all(row.get("is_now") for row in rows),
    }
    if here.window.kind == calendar.DAY:
        hours = {hour: [] for hour in range(24)}
        for row in rows:
            hours[row["hour"]].append(row)
        said["hours"] = [(f"{hour:02}", of_hour) for hour, of_hour in hours.items()]
    return said


def _teller(here: _Way, moved: str):
    """How an entry is told. What is the same for many is made once: a week may hold hundreds."""
    editions, change = reverse("admin:articles_edition_changelist"), here.to()
    ends = {
        Phase.EXPIRED.value: _("Off the site: expires"),
        Phase.WITHDRAWN.value: _("Off the site: withdrawn"),
    }
    labels = {phase: str(label) for phase, label in PHASE_LABELS.items()}
    site, moment = reverse("admin:instant"), Moment()

    def told(entry: calendar.Entry, local: datetime) -> dict:
        edition, phase = entry.edition, entry.phase
        return {
            "at": entry.at,
            "time": f"{local:%H:%M}",
            "hour": local.hour,
            "id": "" if entry.is_end else f"bai-{edition.pk}",
            "css": f"{phase} entry--moved" if str(edition.pk) == moved else phase.value,
            "title": edition.title,
            "section": entry.section.name,
            "state": f"{labels[phase]} · {ends[edition.ended_by]}" if entry.is_end else labels[phase],
            "address": f"{editions}{edition.pk}/change/",
            # As `address_at` makes it, without asking for the way each time.
            "site": f"{site}{moment.to_url(entry.at)}/{'' if entry.is_end else edition.path}",
            "change": f"{change}&doi={edition.pk}" if entry.may_move else "",
        }

    return told


# ── Another time ─────────────────────────────────────────────────────────────
@require_POST
def reschedule(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    form = RescheduleForm.of(edition, request.POST.dict())
    form.edition = edition
    if form.is_valid():
        expiry = form.expiry(MOVE.name)
        form.require_for(MOVE.name, at=request.at, expires_at=edition.expires_at if expiry is ... else expiry)
    if form.errors:
        return _again(request, form, status=422)
    try:
        done = moves.make(
            MOVE.name,
            edition,
            by=request.user,
            seen=form.cleaned_data["seen"],
            at=request.at,
            live_from=form.cleaned_data["live_from"],
            expires_at=expiry,
        )
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Incomplete as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _again(request, form, status=422)
    except moves.Refused as refusal:
        # What was typed stays; the next try is bound to what stands now.
        form.data = form.data | {"seen": edition_or_404(request, edition_id).stamp}
        form.add_error(None, str(refusal))
        return _again(request, form, status=409)
    said = _("%(title)s: %(state)s, %(when)s") % {
        "title": done.title,
        "state": done.state_label(request.at),
        "when": as_typed(done.live_from),
    }
    messages.success(request, said)
    return HttpResponseRedirect(_where_it_is(request.POST, done))


def _again(request: HttpRequest, form: RescheduleForm, *, status: int) -> HttpResponse:
    return _page(request, WindowForm(request.POST), form=form, status=status)


def _where_it_is(post: QueryDict, edition: Edition) -> str:
    """The calendar at the day it is on now, by day or week and of the section as it was looked at."""
    asked = WindowForm(post)
    section = asked.cleaned_data.get("muc") if asked.is_valid() else None
    window = calendar.Window(
        day=timezone.localdate(edition.live_from), kind=asked.window(at=edition.live_from).kind
    )
    return f"{_Way(window, section).to(bai=edition.pk)}#bai-{edition.pk}"


PAGES = [
    Page(route="lich/", name="schedule", view=show, permission=STAFF),
    Page(route="lich/<rowid:edition_id>/doi-gio/", name="schedule-move", view=reschedule, permission=STAFF),
]
LINK = Link(
    label=gettext_lazy("Calendar"),
    url_name="admin:schedule",
    allowed=lambda request: can_enter(request.user),
    order=13,
)
