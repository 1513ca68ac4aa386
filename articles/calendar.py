"""The calendar of publication: what begins and ends on the days that are looked at. No body is read for it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from articles.models import Edition, Section
from articles.permissions import visible_to
from articles.workflow import MOVES, Phase, State

DAY, WEEK = "ngay", "tuan"
DAYS = {DAY: 1, WEEK: 7}
# A replaced edition ends where its successor begins: that stands there already.
ENDS = (Phase.EXPIRED.value, Phase.WITHDRAWN.value)
# What a row shows; never the words.
SHOWN = ("id", "title", "state", "live_from", "live_until", "ended_by", "section_id")


@dataclass(frozen=True, kw_only=True)
class Window:
    """A day, or the week from Monday around it, where the paper is."""

    day: date
    kind: str

    @property
    def first(self) -> date:
        return self.day - timedelta(days=self.day.weekday()) if self.kind == WEEK else self.day

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(DAYS[self.kind])]

    @property
    def edges(self) -> tuple[datetime, datetime]:
        return midnight(self.first), midnight(self.first + timedelta(days=DAYS[self.kind]))

    def moved(self, steps: int) -> date:
        return self.first + timedelta(days=steps * DAYS[self.kind])


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One start or end, and what the edition is at this moment."""

    edition: Edition
    section: Section
    at: datetime
    is_end: bool
    phase: Phase
    may_move: bool


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def entries(user: User, window: Window, *, section: Section | None, at: datetime) -> list[Entry]:
    """Starts and ends within the window, of what she may know of, in the order of time."""
    since, until = window.edges
    seen = visible_to(user, Edition.objects.filter(state=State.APPROVED), at=at)
    if section:
        seen = seen.under(section)
    # Each by an index of its own; one condition of both would read all that ever was published.
    starting = seen.filter(live_from__gte=since, live_from__lt=until)
    over = Q(live_until__gte=since, live_until__lt=until, ended_by__in=ENDS)
    ending = seen.filter(over, live_until__gt=F("live_from"))
    sections = Section.objects.in_bulk()
    hers = {pk for pk, one in sections.items() if user.has_perm(MOVES["reschedule"].who, one)}
    found = []
    for is_end, rows in ((False, starting), (True, ending)):
        for edition in rows.only(*SHOWN).annotate(path=F("article__path")):
            phase = edition.phase(at)
            entry = Entry(
                edition=edition,
                section=sections[edition.section_id],
                at=edition.live_until if is_end else edition.live_from,
                is_end=is_end,
                phase=phase,
                may_move=phase == Phase.SCHEDULED and not is_end and edition.section_id in hers,
            )
            found.append(entry)
    return sorted(found, key=lambda entry: (entry.at, entry.edition.pk))
