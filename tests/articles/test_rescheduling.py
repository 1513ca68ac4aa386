"""Another time for what is approved: everything that hangs on the time moves along, and what is past does not."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from django.utils.translation import gettext as _

from articles import moves
from articles.models import Article, Correction, Edition, PreviewLink
from articles.workflow import Phase
from record.models import Event
from tests.articles.test_corrections import draft_of, make_wrong
from tests.articles.test_moves import LATER, approve, end, fresh, make, next_edition, refused
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition

pytestmark = pytest.mark.django_db

MICROSECOND = timedelta(microseconds=1)


def move_to(edition: Edition, live_from: datetime | None, **given) -> Edition:
    return make("reschedule", edition, live_from=live_from, **given)


@pytest.fixture
def live(khoa_giao) -> Edition:
    return make_edition(state="live")


@pytest.fixture
def scheduled(khoa_giao) -> Edition:
    """For ten, written at nine."""
    return make_edition(state="scheduled")


def turn(edition: Edition) -> tuple[str, str]:
    event = Event.objects.about(edition).first()
    return event.before, event.after


# ── The time of publication ──────────────────────────────────────────────────
@pytest.mark.parametrize("to", [AT + 30 * MINUTE, AT + 3 * HOUR, AT + 400 * DAY])
def test_it_begins_then_and_not_before(scheduled, to):
    moved = move_to(scheduled, to)
    assert [moved.is_live(at) for at in (to - MICROSECOND, to)] == [False, True]
    assert (moved.state, moved.live_from, *end(moved)) == ("approved", to, None, "")


def test_words_and_approval_stay_as_they_were(scheduled):
    moved = move_to(scheduled, AT + DAY)
    same = ("title", "body", "approved_at", "content_hash", "created_by", "number", "state_since")
    assert [getattr(moved, name) for name in same] == [getattr(fresh(scheduled), name) for name in same]
    assert moved.content_hash == moved.fingerprint() != ""
    assert moved.version == scheduled.version + 1


def test_with_an_expiry_and_without_again(scheduled):
    moved = move_to(scheduled, AT + 2 * HOUR, expires_at=AT + DAY)
    assert end(moved) == (AT + DAY, Phase.EXPIRED)
    assert turn(moved)[1] == "2040-05-04T11:00:00+07:00/2040-05-05T09:00:00+07:00"
    assert Event.objects.about(moved).first().turn.endswith(" → 11:00, 04/05/2040 – 09:00, 05/05/2040")
    moved = move_to(moved, AT + 3 * HOUR, expires_at=None)
    assert end(moved) == (None, "")
    assert turn(moved)[1] == "2040-05-04T12:00:00+07:00"


def test_who_says_nothing_of_the_expiry_leaves_it(scheduled):
    moved = move_to(move_to(scheduled, AT + 2 * HOUR, expires_at=AT + DAY), AT + 3 * HOUR)
    assert (moved.expires_at, *end(moved)) == (AT + DAY, AT + DAY, Phase.EXPIRED)


def test_it_does_not_expire_before_it_begins(scheduled):
    for expires_at in (AT + 2 * HOUR, AT + HOUR):
        with refused(moves.Incomplete) as caught:
            move_to(scheduled, AT + 2 * HOUR, expires_at=expires_at)
        assert caught.value.field == "expires_at"


def test_the_time_it_has_already_is_no_change(scheduled):
    with refused(moves.NotPossible):
        move_to(scheduled, scheduled.live_from)


def test_what_began_this_instant_is_rescheduled_no_more(scheduled):
    assert move_to(scheduled, AT + DAY, at=AT + HOUR - MICROSECOND).live_from == AT + DAY
    again = move_to(scheduled, AT + HOUR)
    with refused(moves.NotPossible):
        move_to(again, AT + DAY, at=AT + HOUR)


def test_the_predecessor_ends_when_it_begins(live):
    second = approve(next_edition(live), live_from=AT + DAY)
    for to in (AT + 2 * DAY, AT + HOUR, None):
        second = move_to(second, to)
        assert end(live) == (to or LATER, Phase.REPLACED)
    assert list(Edition.objects.live(LATER)) == [second]


def test_it_jumps_over_what_is_scheduled_beside_it(live):
    """Whatever order three are put in, each ends where the next begins."""
    three = [approve(next_edition(live), live_from=AT + (n + 1) * DAY) for n in range(3)]
    for n, order in enumerate(permutations(three)):
        starts = {edition.pk: AT + (10 * n + place + 5) * DAY for place, edition in enumerate(order)}
        for edition in three:
            move_to(edition, starts[edition.pk])
        in_order = [live, *order]
        assert [end(edition) for edition in in_order] == [
            *((starts[edition.pk], Phase.REPLACED) for edition in order),
            (None, ""),
        ]


def test_of_two_from_one_instant_the_later_approved_is_shown(live):
    first = approve(next_edition(live), live_from=AT + DAY)
    second = approve(next_edition(live), live_from=AT + 2 * DAY, at=LATER + MINUTE)
    move_to(first, AT + 2 * DAY, at=LATER + 2 * MINUTE)
    assert (end(first), end(second)) == ((AT + 2 * DAY, Phase.REPLACED), (None, ""))
    assert list(Edition.objects.live(AT + 2 * DAY)) == [second]


# ── What hangs on the time ───────────────────────────────────────────────────
def place(edition: Edition) -> tuple[str, datetime]:
    return Article.objects.values_list("path", "dated").get(pk=edition.article_id)


def test_date_line_and_path_follow(scheduled):
    moved = move_to(scheduled, AT + 40 * DAY)
    assert place(moved) == (
        f"khoa-giao/204006/trao-qua-cho-hoc-sinh-{moved.article_id}.html",
        AT + 40 * DAY,
    )
    assert moved.dated == AT + 40 * DAY


def test_put_off_behind_another_it_gives_date_and_path_to_that_one(scheduled):
    second = approve(next_edition(scheduled, title="Tít khác"), live_from=AT + 2 * DAY)
    move_to(scheduled, AT + 3 * DAY)
    assert place(scheduled) == (f"khoa-giao/204005/tit-khac-{second.article_id}.html", AT + 2 * DAY)


def test_published_now_it_takes_todays_date(scheduled):
    moved = move_to(scheduled, None)
    assert (place(moved)[1], moved.dated, moved.is_live(LATER)) == (LATER, LATER, True)


def test_a_printed_date_line_stays(khoa_giao):
    printed = AT - 9 * DAY
    moved = move_to(make_edition(state="scheduled", date_line=printed), AT + 40 * DAY)
    assert (moved.date_line, *place(moved)[1:]) == (printed, printed)


def test_date_and_path_of_what_was_live_stay(live):
    before = place(live)
    second = approve(next_edition(live, title="Tít khác"), live_from=AT + DAY)
    move_to(second, AT + 40 * DAY)
    assert (place(live), fresh(second).dated) == (before, before[1])


def test_the_correction_appears_with_it(khoa_giao):
    draft = draft_of(make_wrong(), days=30)
    edition = bring_to("scheduled", draft, live_from=AT + HOUR)
    move_to(edition, AT + 2 * DAY)
    assert Correction.objects.values_list("shown_from", "shown_until").get() == (AT + 2 * DAY, AT + 32 * DAY)
    assert not Correction.objects.shown(AT + 2 * DAY - MICROSECOND).exists()


def test_preview_links_live_on(scheduled, cast):
    times = {"made_at": AT, "expires_at": AT + 7 * DAY}
    PreviewLink.objects.create(
        edition=scheduled, token_digest="0" * 64, label="Sở Y tế", made_by=cast.tongbientap, **times
    )
    move_to(scheduled, AT + DAY)
    assert PreviewLink.objects.open(LATER).count() == 1


def test_a_replacement_of_what_was_withdrawn_may_be_put_off(khoa_giao):
    withdrawn = make_edition(state="withdrawn")
    again = make("publish_again", next_edition(withdrawn), note="Đã sửa.", live_from=AT + DAY)
    move_to(again, AT + 2 * DAY)
    assert end(withdrawn) == (AT + MINUTE, Phase.WITHDRAWN)
    assert list(Edition.objects.live(AT + 2 * DAY)) == [again]


# ── Expiry while it is live ──────────────────────────────────────────────────
def test_it_goes_off_at_that_time_and_may_be_let_on_again(live):
    limited = make("set_expiry", live, expires_at=AT + DAY)
    assert [limited.is_live(at) for at in (AT + DAY - MICROSECOND, AT + DAY)] == [True, False]
    assert end(limited) == (AT + DAY, Phase.EXPIRED)
    assert turn(limited) == ("no_end", "2040-05-05T09:00:00+07:00")
    endless = make("set_expiry", limited, expires_at=None)
    assert end(endless) == (None, "")
    assert turn(endless) == ("2040-05-05T09:00:00+07:00", "no_end")
    assert endless.content_hash == live.content_hash == endless.fingerprint()


def test_it_does_not_outlive_a_scheduled_successor(live):
    second = approve(next_edition(live), live_from=AT + DAY)
    assert end(make("set_expiry", live, expires_at=AT + 2 * DAY)) == (AT + DAY, Phase.REPLACED)
    move_to(second, AT + 3 * DAY)
    assert end(live) == (AT + 2 * DAY, Phase.EXPIRED)
    assert not Edition.objects.live(AT + 2 * DAY).exists()


@pytest.mark.parametrize("expires_at", [LATER, LATER - MICROSECOND, AT - DAY])
def test_an_expiry_lies_ahead(live, expires_at):
    with refused(moves.Incomplete) as caught:
        make("set_expiry", live, expires_at=expires_at)
    assert caught.value.field == "expires_at"
    assert str(caught.value) == _("That time is past. Choose a later one, or empty the box for no expiry.")


def test_the_expiry_it_has_already_is_no_change(live):
    with refused(moves.NotPossible):
        make("set_expiry", live)


def test_what_expired_this_instant_is_over(live):
    limited = make("set_expiry", live, expires_at=AT + DAY)
    with refused(moves.NotPossible):
        make("set_expiry", limited, expires_at=None, at=AT + DAY)
