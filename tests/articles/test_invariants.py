"""What holds after every history of moves: the SQL truth and the Python truth are one, and the past stays the past.

Histories are drawn at random over several drafts of one article. Hours stand on a grid, so that starts,
expiries and moves fall on the same instants often; every boundary is looked at a microsecond before, on it, and
a microsecond after.
"""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import moves, possible, spans, writing
from articles.models import Article, Edition
from articles.workflow import MOVES, Phase
from tests.factories import AT, HOUR, make_chain, make_edition, make_section

MICROSECOND = timedelta(microseconds=1)
OPEN = "open"

steps = st.tuples(
    # Which of the acts that are possible then; publishing and what undoes it come often enough.
    st.integers(0, 50),
    st.sampled_from([MICROSECOND, HOUR, HOUR, 2 * HOUR]),
    st.sampled_from([None, None, 1, 2, 3, 5]),
    st.sampled_from([None, None, 1, 2, 4]),
)


class Story:
    """One article through its moves."""

    def __init__(self) -> None:
        self.at = AT
        self.article = make_edition(section=make_section()).article

    @property
    def editions(self) -> list[Edition]:
        return list(self.article.editions.select_related("article", "section", "step").order_by("number"))

    def acts(self, editions: list[Edition]) -> list[tuple[str, Edition]]:
        """Whatever can be done now; no more than five editions."""
        opening = [(OPEN, edition) for edition in editions[-1:] if len(editions) < 5]
        return opening + [(m.name, e) for e in editions for m in possible.possible_moves(e, at=self.at)]

    def go_on(self, choice: int, wait: timedelta, starts: int | None, expires: int | None) -> str:
        self.at += wait
        acts = self.acts(self.editions)
        if not acts:
            return "nothing"
        name, edition = acts[choice % len(acts)]
        if name == OPEN:
            writing.open_next(edition, by=None, at=self.at)
        else:
            given = {"note": "Có lý do.", "ordered_by": "Ban Biên tập", **self.times(name, starts, expires)}
            if self.is_needless(name, edition, given):
                return "nothing"
            moves.make(name, edition, by=None, seen=edition.stamp, at=self.at, **given)
        return name

    def is_needless(self, name: str, edition: Edition, given: dict) -> bool:
        """It stands at those times already, which the gate refuses."""
        start = given.get("live_from") or self.at
        times = {"reschedule": (start, given.get("expires_at")), "set_expiry": given.get("expires_at")}
        stands = {"reschedule": (edition.live_from, edition.expires_at), "set_expiry": edition.expires_at}
        return name in times and times[name] == stands[name]

    def times(self, name: str, starts: int | None, expires: int | None) -> dict[str, datetime | None]:
        """Full hours, so that ends and beginnings meet; None is now, and for good."""
        move = MOVES[name]
        if not (move.takes_time or move.takes_expiry):
            return {}
        if not move.takes_time:
            starts = None
        hour = AT + HOUR * -((AT - self.at) // HOUR)
        live_from = None if starts is None else hour + starts * HOUR
        return {
            "live_from": live_from,
            "expires_at": None if expires is None else (live_from or hour) + expires * HOUR,
        }


def boundaries(editions: list[Edition]) -> list[datetime]:
    edges = {
        edge for e in editions for edge in (e.live_from, e.live_until, e.expires_at, e.withdrawn_at) if edge
    }
    return sorted({edge + nudge for edge in edges for nudge in (-MICROSECOND, timedelta(), MICROSECOND)})


def shown(editions: list[Edition], at: datetime) -> list[int]:
    return [edition.pk for edition in editions if edition.is_live(at)]


def ids(editions) -> list[int]:
    return list(editions.order_by("number").values_list("pk", flat=True))


def check_sql_and_python_agree(article: Article, editions: list[Edition], at: datetime) -> None:
    query = article.editions
    assert ids(query.live(at)) == shown(editions, at)
    assert ids(query.scheduled(at)) == [e.pk for e in editions if e.phase(at) == Phase.SCHEDULED]
    assert ids(query.ever_live(at)) == [
        e.pk for e in editions if e.phase(at) not in (None, Phase.SCHEDULED) and e.live_from != e.live_until
    ]
    assert ids(query.on_the_way(at)) == [e.pk for e in editions if e.phase(at) in (None, Phase.SCHEDULED)]


def check_phases(editions: list[Edition], at: datetime) -> None:
    for edition in editions:
        phase = edition.phase(at)
        assert (phase == Phase.LIVE) is edition.is_live(at)
        if phase in (Phase.REPLACED, Phase.EXPIRED, Phase.WITHDRAWN):
            assert (phase == edition.ended_by, edition.live_until <= at) == (True, True)


def check_plan(editions: list[Edition]) -> None:
    """What is stored is what the arithmetic says of what was decided."""
    approved = [e for e in editions if e.state == "approved"]
    order = {e.pk: place for place, e in enumerate(sorted(approved, key=lambda e: e.approved_at))}
    planned = spans.plan(
        spans.Span(
            edition=e.pk,
            live_from=e.live_from,
            order=order[e.pk],
            expires_at=e.expires_at,
            withdrawn_at=e.withdrawn_at,
        )
        for e in approved
    )
    assert {e.pk: spans.End(e.live_until, e.ended_by) for e in approved} == planned


def check_date_and_path(article: Article, editions: list[Edition]) -> None:
    """Both stand as long as anything is approved, and its editions carry the date that lists sort by."""
    article.refresh_from_db()
    approved = [e for e in editions if e.state == "approved"]
    assert (bool(article.path), article.dated is not None) == (bool(approved), bool(approved))
    assert {e.dated for e in editions} - {None} == ({article.dated} if approved else set())


def check_nothing_past_moved(before: list[Edition], after: list[Edition], at: datetime) -> None:
    past = [instant for instant in boundaries(before) + boundaries(after) if instant < at]
    assert [shown(after, instant) for instant in past] == [shown(before, instant) for instant in past]


def was_live(editions: list[Edition], at: datetime) -> bool:
    return any(e.phase(at) not in (None, Phase.SCHEDULED) and e.live_from != e.live_until for e in editions)


def tell(story: Story, told: list[tuple]) -> None:
    for step in told:
        before, place = story.editions, (story.article.dated, story.article.path)
        name = story.go_on(*step)
        after = story.editions
        check_nothing_past_moved(before, after, story.at)
        check_plan(after)
        check_date_and_path(story.article, after)
        if was_live(before, story.at):
            assert (story.article.dated, story.article.path) == place
        if name == "withdraw":
            assert not [e for e in after if e.is_live(story.at) or e.phase(story.at) == Phase.SCHEDULED]


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=4, max_size=14))
def test_whatever_is_done_to_an_article_readers_see_one_edition_at_most_and_all_agree_which(db, told):
    with transaction.atomic():
        make_chain()
        story = Story()
        tell(story, told)
        editions = story.editions
        for instant in {*boundaries(editions), story.at}:
            assert len(shown(editions, instant)) <= 1
            check_phases(editions, instant)
            check_sql_and_python_agree(story.article, editions, instant)
        transaction.set_rollback(True)


# ── The same pair at hand-picked boundaries ──────────────────────────────────
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "live"),
    [
        ("draft", [False] * 5),
        ("in_review", [False] * 5),
        ("returned", [False] * 5),
        ("live", [False, True, True, True, True]),
        ("expired", [False, True, True, False, False]),
        ("withdrawn", [False, True, True, False, False]),
        ("scheduled", [False, False, False, True, True]),
    ],
)
def test_a_span_begins_on_its_instant_and_ends_before_its_end(state, live):
    minute = AT + timedelta(minutes=1)
    edition = make_edition(state=state, live_from=minute if state == "scheduled" else None)
    instants = [AT - MICROSECOND, AT, minute - MICROSECOND, minute, minute + HOUR]
    assert [edition.is_live(at) for at in instants] == live
    assert [Edition.objects.live(at).exists() for at in instants] == live


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "label"),
    [("scheduled", "Scheduled"), ("live", "Published"), ("expired", "Expired"), ("withdrawn", "Withdrawn")],
)
def test_the_phase_is_shown_in_the_newsrooms_words(state, label):
    assert make_edition(state=state).state_label(AT + timedelta(minutes=2)) == gettext(label)
