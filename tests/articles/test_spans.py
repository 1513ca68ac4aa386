"""The arithmetic of spans: pure, so that what took longest to get right is tried on thousands of histories."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.spans import OPEN, End, Span, is_shorter, plan
from tests.factories import AT, HOUR


def hour(number: int) -> datetime:
    return AT + number * HOUR


def span(
    edition: int, starts: int, *, order: int = 0, expires: int | None = None, withdrawn: int | None = None
):
    """A span in whole hours after nine o'clock; approved in the order of their numbers unless `order` says."""
    return Span(
        edition=edition,
        live_from=hour(starts),
        order=order or edition,
        expires_at=None if expires is None else hour(expires),
        withdrawn_at=None if withdrawn is None else hour(withdrawn),
    )


def replaced(at: int) -> End:
    return End(hour(at), "replaced")


def expired(at: int) -> End:
    return End(hour(at), "expired")


def withdrawn(at: int) -> End:
    return End(hour(at), "withdrawn")


# ── Examples ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        pytest.param([], {}, id="nothing approved, nothing planned"),
        pytest.param([span(1, 0)], {1: OPEN}, id="alone, it stays"),
        pytest.param([span(1, 0, expires=3)], {1: expired(3)}, id="it expires"),
        pytest.param([span(1, 0, withdrawn=2)], {1: withdrawn(2)}, id="it is withdrawn"),
        pytest.param([span(1, 0), span(2, 4)], {1: replaced(4), 2: OPEN}, id="the next replaces it"),
        pytest.param(
            [span(1, 0), span(2, 4), span(3, 2)],
            {1: replaced(2), 2: OPEN, 3: replaced(4)},
            id="a correction fits in before a scheduled replacement",
        ),
        pytest.param(
            [span(1, 0, expires=3), span(2, 5)],
            {1: expired(3), 2: OPEN},
            id="it expires before the next begins",
        ),
        pytest.param(
            [span(1, 0, expires=6), span(2, 5)],
            {1: replaced(5), 2: OPEN},
            id="it is replaced before it expires",
        ),
        pytest.param(
            [span(1, 0, withdrawn=2), span(2, 5)],
            {1: withdrawn(2), 2: OPEN},
            id="withdrawn, and published again later",
        ),
        pytest.param(
            [span(1, 0), span(2, 2, expires=4)],
            {1: replaced(2), 2: expired(4)},
            id="what was replaced does not come back when its follower expires",
        ),
    ],
)
def test_where_spans_end(spans, ends):
    assert plan(spans) == ends


@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        pytest.param(
            [span(1, 2), span(2, 2)],
            {1: replaced(2), 2: OPEN},
            id="from one instant: the later approved wins",
        ),
        pytest.param(
            [span(1, 2, order=2), span(2, 2, order=1)],
            {1: OPEN, 2: replaced(2)},
            id="the order of approval counts, not the id",
        ),
        pytest.param(
            [span(1, 0, withdrawn=3, expires=3), span(2, 3)],
            {1: withdrawn(3), 2: OPEN},
            id="withdrawn, expired and replaced at once: withdrawn",
        ),
        pytest.param(
            [span(1, 0, expires=3), span(2, 3)],
            {1: expired(3), 2: OPEN},
            id="expired and replaced at once: expired",
        ),
        pytest.param(
            [span(1, 0), span(2, 2), span(3, 2), span(4, 2)],
            {1: replaced(2), 2: replaced(2), 3: replaced(2), 4: OPEN},
            id="of three from one instant two are never live",
        ),
    ],
)
def test_ties(spans, ends):
    assert plan(spans) == ends


@pytest.mark.parametrize(
    ("new", "old", "shorter"),
    [
        (replaced(2), OPEN, True),
        (OPEN, replaced(2), False),
        (OPEN, OPEN, False),
        (replaced(1), replaced(2), True),
        (replaced(2), replaced(1), False),
        (expired(2), replaced(2), False),
    ],
)
def test_an_open_end_is_the_longest(new, old, shorter):
    assert is_shorter(new, old) is shorter


# ── Properties ───────────────────────────────────────────────────────────────
@st.composite
def histories(draw, min_size: int = 0):
    """Approved editions of one article; few instants, so that many fall together."""
    starts = draw(st.lists(st.integers(0, 12), min_size=min_size, max_size=8))
    spans = []
    for number, start in enumerate(starts, start=1):
        expires = draw(st.none() | st.integers(start + 1, 16))
        off = draw(st.none() | st.integers(start, 16))
        spans.append(span(number, start, expires=expires, withdrawn=off))
    return draw(st.permutations(spans))


def in_order(spans):
    return sorted(spans, key=lambda one: (one.live_from, one.order))


def live_at(spans, ends, instant) -> list[int]:
    return [
        one.edition
        for one in spans
        if one.live_from <= instant
        and (ends[one.edition].live_until is None or ends[one.edition].live_until > instant)
    ]


@given(histories())
def test_no_span_overlaps_the_next(spans):
    ends = plan(spans)
    ordered = in_order(spans)
    for one, follower in pairwise(ordered):
        assert ends[one.edition].live_until is not None
        assert ends[one.edition].live_until <= follower.live_from


@given(histories())
def test_at_no_instant_are_two_live(spans):
    ends = plan(spans)
    boundaries = {one.live_from for one in spans} | {e.live_until for e in ends.values() if e.live_until}
    for boundary in boundaries:
        for instant in (boundary - timedelta(microseconds=1), boundary, boundary + timedelta(microseconds=1)):
            assert len(live_at(spans, ends, instant)) <= 1


@given(histories())
def test_no_span_ends_before_it_begins(spans):
    ends = plan(spans)
    assert all(ends[s.edition].live_until is None or ends[s.edition].live_until >= s.live_from for s in spans)


@given(histories())
def test_the_last_is_ended_by_nothing_but_itself(spans):
    ends = plan(spans)
    for last in in_order(spans)[-1:]:
        assert ends[last.edition] == plan([last])[last.edition]


@given(histories())
def test_every_end_has_the_cause_that_falls_on_it(spans):
    ends = plan(spans)
    starts = {one.live_from for one in spans}
    for one in spans:
        end = ends[one.edition]
        fits = {
            "": end.live_until is None,
            "withdrawn": end.live_until == one.withdrawn_at,
            "expired": end.live_until == one.expires_at and one.withdrawn_at != one.expires_at,
            "replaced": end.live_until in starts - {one.expires_at, one.withdrawn_at},
        }
        assert fits[end.ended_by]


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_told_changes_nothing(spans, random):
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert plan(shuffled) == plan(spans)


@given(histories(min_size=1))
def test_one_more_lengthens_none_and_touches_its_predecessor_alone(spans):
    *before, added = spans
    old, new = plan(before), plan(spans)
    changed = [one for one in before if new[one.edition] != old[one.edition]]
    ordered = in_order(spans)
    place = ordered.index(added)
    assert all(not is_shorter(old[one.edition], new[one.edition]) for one in before)
    assert changed in ([], ordered[place - 1 : place])


@given(histories(min_size=1))
def test_taking_one_out_gives_its_predecessor_the_end_it_would_have_had(spans):
    *rest, recalled = spans
    ordered = in_order(spans)
    place = ordered.index(recalled)
    for predecessor in ordered[:place][-1:]:
        followers = ordered[place + 1 :][:1]
        assert plan(rest)[predecessor.edition] == plan([predecessor, *followers])[predecessor.edition]


@given(histories(min_size=1))
def test_taking_one_out_touches_nobody_but_its_predecessor(spans):
    *rest, recalled = spans
    old, new = plan(spans), plan(rest)
    ordered = in_order(spans)
    place = ordered.index(recalled)
    others = [one.edition for one in ordered[: max(place - 1, 0)] + ordered[place + 1 :]]
    assert {edition: new[edition] for edition in others} == {edition: old[edition] for edition in others}
