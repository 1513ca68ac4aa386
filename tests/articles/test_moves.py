"""The gate: for each move of the table what it does and the fixed set of its refusals, then what spans do under it."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import gettext as _

from articles import moves, possible, writing
from articles.models import Article, Correction, Edition, Notice, ReviewStep, Version
from articles.models.edition import CONTENT
from articles.workflow import MOVES, Phase
from mail.models import Mail
from record.models import Event, Link
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_section, make_user

pytestmark = pytest.mark.django_db

# Later than all that the factories do: expired is expired, withdrawn is withdrawn, scheduled still is.
LATER = AT + 5 * MINUTE


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def make(name: str, edition: Edition, *, by=None, at: datetime = LATER, **given) -> Edition:
    """The move by somebody who has just looked."""
    return moves.make(name, edition, by=by, seen=fresh(edition).stamp, at=at, **given)


def approve(edition: Edition, *, at: datetime = LATER, **given) -> Edition:
    return make("approve", edition, at=at, **given)


def next_edition(edition: Edition, *, at: datetime = AT, **words) -> Edition:
    """The article's next edition, waiting for approval."""
    draft = writing.open_next(fresh(edition), by=None, at=at)
    for name, value in words.items():
        setattr(draft, name, value)
    return bring_to("last_step", writing.revise(draft, by=None, at=at), at=at)


def withdrawn_and_written_again(**given) -> Edition:
    return next_edition(make_edition(state="withdrawn", **given))


def elsewhere(**given) -> Edition:
    """What readers see, as a draft in a section below."""
    live = make_edition(state="live", **given)
    below = make_section(slug="lop-hoc", parent=live.section)
    draft = Edition(**{name: getattr(live, name) for name in CONTENT} | {"section": below})
    return writing.follow(live, draft, writing.Hung(), kind="edition.open", by=None, at=AT)


def edition_at(state: str, **given) -> Edition:
    if state == "elsewhere":
        return elsewhere(**given)
    return withdrawn_and_written_again(**given) if state == "again" else make_edition(state=state, **given)


def everything() -> list[list[dict]]:
    """All rows that a move may touch, field by field."""
    models = (Article, Edition, Event, Link, Version, Correction, Notice, Mail)
    return [list(model.objects.order_by("pk").values()) for model in models]


@contextmanager
def refused(kind: type[moves.Refused]):
    """The move is refused for this reason, and nothing is written at all."""
    before = everything()
    with pytest.raises(kind) as caught:
        yield caught
    assert everything() == before


def end(edition: Edition) -> tuple[datetime | None, str]:
    edition = fresh(edition)
    return edition.live_until, edition.ended_by


# ── Each move of the table ───────────────────────────────────────────────────
@dataclass(frozen=True, kw_only=True)
class Case:
    """A move as it should go, and who may not make it."""

    starts: tuple[str, ...]
    by: str
    not_by: str
    before: str
    after: str
    note: str = ""
    given: dict = field(default_factory=dict)

    @property
    def asked(self) -> dict:
        """All that the move asks for."""
        return {"note": self.note, **self.given}


APPROVED = "2040-05-04T09:05:00+07:00"
CASES = {
    "submit": Case(
        starts=("draft", "returned"),
        by="phongvien",
        not_by="congtacvien",
        before="draft",
        after="Chờ biên tập",
    ),
    "take_back": Case(
        starts=("in_review", "last_step", "again"),
        by="phongvien",
        not_by="bientapvien",
        before="in_review",
        after="draft",
    ),
    "start_over": Case(
        starts=("last_step", "again"),
        by="bientapvien",
        not_by="congtacvien",
        before="in_review",
        after="Chờ biên tập",
    ),
    "send_back": Case(
        starts=("in_review", "last_step", "again"),
        by="bientapvien",
        not_by="phongvien",
        before="in_review",
        after="returned",
        note="Thiếu nguồn tin.",
    ),
    "pass_on": Case(
        starts=("in_review",), by="bientapvien", not_by="phongvien", before="in_review", after="Chờ duyệt"
    ),
    "approve": Case(
        starts=("last_step",), by="tongbientap", not_by="thukytoasoan", before="in_review", after=APPROVED
    ),
    "publish_again": Case(
        starts=("again",),
        by="tongbientap",
        not_by="thukytoasoan",
        before="in_review",
        after=APPROVED,
        note="Đã sửa số liệu.",
    ),
    "publish_urgently": Case(
        starts=("draft", "in_review", "last_step", "returned", "again"),
        by="tongbientap",
        not_by="thukytoasoan",
        before="draft",
        after=APPROVED,
        note="Tin bão.",
    ),
    "reschedule": Case(
        starts=("scheduled",),
        by="thukytoasoan",
        not_by="bientapvien",
        before="2040-05-04T10:00:00+07:00",
        after=APPROVED,
    ),
    "recall": Case(
        starts=("scheduled",), by="thukytoasoan", not_by="bientapvien", before="approved", after="draft"
    ),
    "set_expiry": Case(
        starts=("live",),
        by="thukytoasoan",
        not_by="bientapvien",
        before="no_end",
        after="2040-05-05T09:00:00+07:00",
        given={"expires_at": AT + DAY},
    ),
    "withdraw": Case(
        starts=("live",),
        by="thukytoasoan",
        not_by="bientapvien",
        before="approved",
        after="withdrawn",
        note="Sai số liệu.",
        given={"ordered_by": "Tổng Biên tập"},
    ),
    "reshelve": Case(
        starts=("elsewhere",),
        by="thukytoasoan",
        not_by="bientapvien",
        before="draft",
        after=APPROVED,
        note="Nhập hai chuyên mục.",
    ),
}
STATES = ("draft", "in_review", "last_step", "returned", "scheduled", "live", "expired", "withdrawn", "again")
each_move = pytest.mark.parametrize("name", CASES)


@pytest.fixture
def start(cast, khoa_giao):
    """The edition from which a move starts, written by the reporter."""

    def made(name: str) -> Edition:
        return edition_at(CASES[name].starts[0], by=cast.phongvien, section=khoa_giao)

    return made


def test_every_move_of_the_table_is_tested_here():
    assert CASES.keys() == MOVES.keys()


def test_the_chain_from_draft_to_live(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    edition = moves.make("submit", edition, by=cast.phongvien, seen=edition.stamp, at=AT)
    edition = moves.make("pass_on", edition, by=cast.bientapvien, seen=edition.stamp, at=AT)
    edition = moves.make("approve", edition, by=cast.tongbientap, seen=edition.stamp, at=AT + MINUTE)
    assert not edition.is_live(AT)
    assert edition.is_live(AT + MINUTE)


@each_move
def test_a_move_leaves_one_event_that_says_who_when_from_to_why_and_on_what(name, cast, start):
    case, edition = CASES[name], start(name)
    known = set(Event.objects.values_list("pk", flat=True))
    by = getattr(cast, case.by)
    given = {word: f"  {said}\n" if isinstance(said, str) else said for word, said in case.asked.items()}
    make(name, edition, by=by, **given)
    [event] = Event.objects.exclude(pk__in=known)
    words = Event.objects.filter(pk=event.pk).values()
    assert event.digest == event.reckon() != ""
    assert [{k: v for k, v in row.items() if k not in ("id", "digest")} for row in words] == [
        {
            "at": LATER,
            "actor_id": by.pk,
            "actor_label": by.display_name,
            "kind": f"edition.{name}",
            "thing": "articles.edition",
            "thing_id": edition.pk,
            "label": "Trao quà cho học sinh",
            "before": case.before,
            "after": case.after,
            "note": case.note,
            "ordered_by": case.given.get("ordered_by", ""),
            "content_hash": fresh(edition).fingerprint(),
        }
    ]


@each_move
def test_a_move_changes_the_stamp_that_forms_carry(name, cast, start):
    edition = start(name)
    before = fresh(edition).stamp
    case = CASES[name]
    assert make(name, edition, by=getattr(cast, case.by), **case.asked).stamp != before


@pytest.mark.parametrize(("name", "state"), [(name, s) for name in CASES for s in CASES[name].starts])
def test_a_move_starts_from_each_of_its_places(name, state, khoa_giao):
    assert make(name, edition_at(state, section=khoa_giao), **CASES[name].asked).state == MOVES[name].to


@pytest.mark.parametrize(
    ("name", "state"), [(name, s) for name in CASES for s in STATES if s not in CASES[name].starts]
)
def test_a_move_is_refused_from_everywhere_else(name, state, khoa_giao):
    edition = edition_at(state, section=khoa_giao)
    with refused(moves.NotPossible):
        make(name, edition, note="Có lý do.", ordered_by="Tổng Biên tập")


@each_move
def test_a_stranger_is_refused(name, start):
    edition, stranger = start(name), make_user(username="nguoi-la")
    with refused(moves.NotPermitted):
        make(name, edition, by=stranger, **CASES[name].asked)


@each_move
def test_the_wrong_role_is_refused(name, cast, start):
    edition = start(name)
    with refused(moves.NotPermitted):
        make(name, edition, by=getattr(cast, CASES[name].not_by), **CASES[name].asked)


@each_move
def test_the_right_role_in_another_section_is_refused(name, cast, start):
    edition = start(name)
    with refused(moves.NotPermitted):
        make(name, edition, by=cast.outsider, **CASES[name].asked)


@each_move
def test_somebody_who_has_left_is_refused(name, cast, start):
    edition, left = start(name), getattr(cast, CASES[name].by)
    left.is_active = False
    with refused(moves.NotPermitted):
        make(name, edition, by=left, **CASES[name].asked)


@each_move
def test_whoever_saw_an_older_version_is_told_who_did_what_and_when(name, cast, start):
    edition, case = start(name), CASES[name]
    seen = fresh(edition).stamp
    make(name, edition, by=getattr(cast, case.by), **case.asked)
    with refused(moves.Overtaken) as caught:
        moves.make(name, edition, by=cast.outsider, seen=seen, at=LATER + MINUTE, note="Có lý do.")
    assert str(caught.value) == _("Somebody was faster: %(who)s, “%(what)s”, %(when)s. Look at it again.") % {
        "who": case.by.title(),
        "what": MOVES[name].label,
        "when": "09:05:00, 04/05/2040",
    }


@each_move
def test_the_same_move_twice_is_refused(name, cast, start):
    edition, case = start(name), CASES[name]
    make(name, edition, by=getattr(cast, case.by), **case.asked)
    with refused(moves.NotPossible):
        make(
            name,
            edition,
            by=getattr(cast, case.by),
            **(case.asked | {"note": "Có lý do."}),
            at=LATER + MINUTE,
        )


@pytest.mark.parametrize("name", [name for name in CASES if MOVES[name].needs_reason])
@pytest.mark.parametrize("note", ["", " \n\t "])
def test_a_move_that_needs_a_reason_is_refused_without(name, note, start):
    edition = start(name)
    with refused(moves.Incomplete) as caught:
        make(name, edition, **(CASES[name].asked | {"note": note}))
    assert caught.value.field == "note"


def test_which_moves_need_a_reason():
    assert {name for name in MOVES if MOVES[name].needs_reason} == {
        "send_back",
        "publish_again",
        "publish_urgently",
        "withdraw",
        "reshelve",
    }


@pytest.mark.parametrize("name", [name for name in CASES if MOVES[name].needs_order])
@pytest.mark.parametrize("ordered_by", ["", " \n\t "])
def test_a_move_that_needs_an_order_is_refused_without(name, ordered_by, start):
    edition = start(name)
    with refused(moves.Incomplete) as caught:
        make(name, edition, note="Có lý do.", ordered_by=ordered_by)
    assert (caught.value.field, str(caught.value)) == ("ordered_by", _("Write who ordered it."))


def test_which_moves_need_an_order():
    assert {name for name in MOVES if MOVES[name].needs_order} == {"withdraw"}


PUBLISHING = [name for name in CASES if MOVES[name].takes_time]


@pytest.mark.parametrize("name", PUBLISHING)
def test_nothing_is_published_in_the_past(name, start):
    edition = start(name)
    with refused(moves.Incomplete) as caught:
        make(name, edition, note="Gấp.", live_from=LATER - timedelta(microseconds=1))
    assert caught.value.field == "live_from"
    # An empty box would publish at once: that is to be chosen by its name.
    assert _("Publish at once") in str(caught.value)


@pytest.mark.parametrize("name", PUBLISHING)
@pytest.mark.parametrize("live_from", [None, LATER + HOUR])
def test_nothing_expires_before_it_is_live(name, live_from, start):
    edition = start(name)
    with refused(moves.Incomplete) as caught:
        make(name, edition, note="Gấp.", live_from=live_from, expires_at=live_from or LATER)
    assert caught.value.field == "expires_at"


@pytest.mark.parametrize("name", PUBLISHING)
def test_without_a_time_it_is_live_at_once_and_stays(name, start):
    edition = make(name, start(name), note="Gấp.")
    approved_at = AT if name == "reschedule" else LATER
    assert (edition.approved_at, edition.live_from, *end(edition)) == (approved_at, LATER, None, "")


@pytest.mark.parametrize("name", PUBLISHING)
def test_what_was_approved_carries_the_hash_of_what_was_read(name, start):
    edition = make(name, start(name), note="Gấp.")
    assert edition.content_hash == edition.fingerprint()


def test_an_edition_keeps_its_own_expiry_unless_another_is_given(khoa_giao):
    own = make_edition(state="last_step", expires_at=AT + DAY)
    other = make_edition(state="last_step", expires_at=AT + DAY)
    never = make_edition(state="last_step", expires_at=AT + DAY)
    assert end(approve(own)) == (AT + DAY, Phase.EXPIRED)
    assert end(approve(other, expires_at=AT + HOUR)) == (AT + HOUR, Phase.EXPIRED)
    assert end(approve(never, expires_at=None)) == (None, "")


def test_an_expiry_that_passed_while_it_waited_must_be_chosen_anew(khoa_giao):
    edition = make_edition(state="last_step", expires_at=AT + MINUTE)
    with refused(moves.Incomplete) as caught:
        approve(edition)
    assert caught.value.field == "expires_at"


# ── Own text ─────────────────────────────────────────────────────────────────
OTHERS_ONLY = ["pass_on", "approve", "publish_again", "publish_urgently"]


def test_which_moves_are_for_others_texts():
    assert [name for name in MOVES if MOVES[name].others_text_only] == OTHERS_ONLY


@pytest.mark.parametrize("name", OTHERS_ONLY)
def test_nobody_approves_her_own_text(name, cast, khoa_giao):
    edition = edition_at(CASES[name].starts[0], by=cast.tongbientap, section=khoa_giao)
    with refused(moves.NotPermitted):
        make(name, edition, by=cast.tongbientap, note="Gấp.")


@pytest.mark.parametrize("name", OTHERS_ONLY)
def test_where_the_site_allows_it_she_does(name, cast, khoa_giao, settings):
    settings.SITE_OWN_TEXT_APPROVAL = True
    edition = edition_at(CASES[name].starts[0], by=cast.tongbientap, section=khoa_giao)
    assert make(name, edition, by=cast.tongbientap, note="Gấp.").state == MOVES[name].to


def test_a_reporter_cannot_approve_her_own_article_even_where_own_text_is_allowed(cast, khoa_giao, settings):
    settings.SITE_OWN_TEXT_APPROVAL = True
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    with refused(moves.NotPermitted):
        approve(edition, by=cast.phongvien)


def test_an_article_she_began_stays_her_own_when_another_opens_the_next_edition(cast, khoa_giao):
    first = make_edition(state="live", by=cast.tongbientap, section=khoa_giao)
    second = bring_to("last_step", writing.open_next(fresh(first), by=cast.bientapvien, at=LATER))
    with refused(moves.NotPermitted):
        approve(second, by=cast.tongbientap)


def test_an_edition_she_opened_is_her_own_though_another_began_the_article(cast, khoa_giao):
    first = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    second = bring_to("last_step", writing.open_next(fresh(first), by=cast.tongbientap, at=LATER))
    with refused(moves.NotPermitted):
        approve(second, by=cast.tongbientap)


def test_editing_at_a_step_does_not_make_it_her_own(cast, khoa_giao):
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    edition.lead = "Biên tập lại."
    edition = writing.revise(edition, by=cast.tongbientap, at=AT)
    assert edition.state_label(AT) == "Chờ duyệt"
    assert approve(edition, by=cast.tongbientap).is_live(LATER)


def test_a_writer_whose_grant_is_gone_cannot_submit_what_she_wrote(cast, khoa_giao):
    edition = make_edition(by=cast.outsider, section=khoa_giao)
    with refused(moves.NotPermitted):
        make("submit", edition, by=cast.outsider)


def test_an_editor_may_submit_a_reporters_draft(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    assert make("submit", edition, by=cast.bientapvien).state == "in_review"


def test_what_the_system_did_is_recorded_as_the_systems(khoa_giao):
    edition = make("submit", make_edition())
    event = Event.objects.about(edition).first()
    assert (event.actor_id, event.actor_label) == (None, _("the system"))


def test_urgent_news_skips_the_steps_and_leaves_none_behind(khoa_giao):
    edition = make("publish_urgently", make_edition(state="in_review"), note="Tin bão.")
    assert (edition.step, edition.is_live(LATER)) == (None, True)


def test_a_site_without_review_steps_says_so(khoa_giao):
    edition = make_edition()
    ReviewStep.objects.all().delete()
    with refused(moves.NotPossible):
        make("submit", edition)


# ── Replacing, correcting, recalling ─────────────────────────────────────────
@pytest.fixture
def live(khoa_giao) -> Edition:
    """Live since nine, for good."""
    return make_edition(state="live")


def test_a_correction_replaces_what_is_live(live):
    second = approve(next_edition(live))
    assert end(live) == (LATER, Phase.REPLACED)
    assert end(second) == (None, "")
    assert list(Edition.objects.live(LATER)) == [second]


def test_a_scheduled_replacement_ends_its_predecessor_when_it_starts(live):
    second = approve(next_edition(live), live_from=AT + DAY)
    assert end(live) == (AT + DAY, Phase.REPLACED)
    assert [e.pk for e in Edition.objects.live(AT + DAY - MINUTE)] == [live.pk]
    assert [e.pk for e in Edition.objects.live(AT + DAY)] == [second.pk]


def test_recalling_a_scheduled_replacement_gives_its_predecessor_back_its_open_end(live):
    second = approve(next_edition(live), live_from=AT + DAY)
    make("recall", second)
    assert end(live) == (None, "")


def test_an_expiry_survives_a_replacement_that_is_recalled(khoa_giao):
    first = approve(make_edition(state="last_step"), expires_at=AT + 2 * DAY)
    second = approve(next_edition(first), live_from=AT + DAY, expires_at=None)
    assert end(first) == (AT + DAY, Phase.REPLACED)
    make("recall", second)
    assert end(first) == (AT + 2 * DAY, Phase.EXPIRED)


def test_a_correction_fits_in_before_a_scheduled_replacement(live):
    replacement = approve(next_edition(live), live_from=AT + DAY)
    correction = approve(next_edition(live))
    assert [end(e) for e in (live, correction, replacement)] == [
        (LATER, Phase.REPLACED),
        (AT + DAY, Phase.REPLACED),
        (None, ""),
    ]


def test_recalling_the_middle_of_three_joins_the_other_two(live):
    middle = approve(next_edition(live), live_from=AT + HOUR)
    last = approve(next_edition(live), live_from=AT + DAY)
    make("recall", middle)
    assert [end(e) for e in (live, last)] == [(AT + DAY, Phase.REPLACED), (None, "")]


def test_of_two_scheduled_for_one_instant_the_later_approved_is_shown(live):
    first = approve(next_edition(live), live_from=AT + DAY)
    second = approve(next_edition(live), live_from=AT + DAY, at=LATER + MINUTE)
    assert end(first) == (AT + DAY, Phase.REPLACED)
    assert list(Edition.objects.live(AT + DAY)) == [second]
    assert list(Edition.objects.ever_live(AT + 2 * DAY).order_by("pk")) == [live, second]


def test_recalling_the_only_edition_leaves_an_article_that_was_never_approved(cast, khoa_giao):
    edition = make_edition(state="scheduled", by=cast.phongvien, section=khoa_giao)
    edition = make("recall", edition, by=cast.thukytoasoan)
    spans = ("approved_at", "live_from", "live_until", "withdrawn_at", "dated", "ended_by", "content_hash")
    assert {name: getattr(edition, name) for name in spans} == {
        "approved_at": None,
        "live_from": None,
        "live_until": None,
        "withdrawn_at": None,
        "dated": None,
        "ended_by": "",
        "content_hash": "",
    }
    assert (edition.state, edition.step, edition.article.path, edition.article.dated) == (
        "draft",
        None,
        "",
        None,
    )


def test_what_was_recalled_goes_through_the_whole_chain_again(khoa_giao):
    edition = make("recall", make_edition(state="scheduled"))
    assert [move.name for move in possible.possible_moves(edition, at=LATER)] == [
        "submit",
        "publish_urgently",
    ]
    assert approve(bring_to("last_step", edition)).is_live(LATER)


def test_an_edition_that_is_live_since_this_instant_cannot_be_recalled(khoa_giao):
    edition = make_edition(state="scheduled", live_from=LATER)
    with refused(moves.NotPossible):
        make("recall", edition, at=LATER)


def test_approving_one_draft_makes_the_stamp_of_another_of_the_article_old(live):
    one, two = next_edition(live), next_edition(live)
    seen = fresh(two).stamp
    approve(one)
    with refused(moves.Overtaken):
        moves.make("approve", two, by=None, seen=seen, at=LATER)


def test_a_move_on_one_article_says_nothing_about_another(khoa_giao):
    one, other = make_edition(state="last_step"), make_edition(state="last_step")
    seen = fresh(other).stamp
    approve(one)
    assert moves.make("approve", other, by=None, seen=seen, at=LATER).is_live(LATER)


# ── Withdrawing, publishing again ────────────────────────────────────────────
def withdraw(edition: Edition, **given) -> Edition:
    return make("withdraw", edition, **(CASES["withdraw"].asked | given))


def test_withdrawing_ends_the_live_span_now(live):
    edition = withdraw(live)
    assert (edition.state, edition.withdrawn_at, *end(edition)) == ("approved", LATER, LATER, Phase.WITHDRAWN)
    assert list(Edition.objects.live(LATER)) == []


def test_withdrawing_recalls_everything_scheduled_each_with_an_event(cast, live, khoa_giao):
    scheduled = [approve(next_edition(live), live_from=AT + days * DAY) for days in (1, 2)]
    waiting = next_edition(live)
    known = set(Event.objects.values_list("pk", flat=True))
    withdraw(live, by=cast.thukytoasoan)
    assert [fresh(e).state for e in (*scheduled, waiting)] == ["draft", "draft", "in_review"]
    assert end(live) == (LATER, Phase.WITHDRAWN)
    events = Event.objects.exclude(pk__in=known)
    said = ("Sai số liệu.", "Tổng Biên tập", cast.thukytoasoan.pk)
    columns = ("thing_id", "kind", "before", "after", "note", "ordered_by", "actor_id")
    assert sorted(events.values_list(*columns)) == [
        (live.pk, "edition.withdraw", "approved", "withdrawn", *said),
        *((e.pk, "edition.recall", "approved", "draft", *said) for e in scheduled),
    ]


def test_withdrawing_leaves_what_readers_saw_before_as_it_was(live):
    second = approve(next_edition(live))
    withdraw(second, at=LATER + HOUR)
    assert end(live) == (LATER, Phase.REPLACED)
    assert [list(Edition.objects.live(at)) for at in (LATER - MINUTE, LATER, LATER + HOUR)] == [
        [live],
        [second],
        [],
    ]


def test_a_replaced_edition_cannot_be_withdrawn(live):
    approve(next_edition(live))
    with refused(moves.NotPossible):
        withdraw(live)


def test_after_a_withdrawal_approving_is_not_possible_but_publishing_again_is(live):
    waiting = next_edition(live)
    withdraw(live)
    with refused(moves.NotPossible):
        approve(waiting)
    with refused(moves.Incomplete):
        make("publish_again", waiting)
    edition = make("publish_again", waiting, note="Đã sửa số liệu.", at=LATER + HOUR)
    assert list(Edition.objects.live(LATER + HOUR)) == [edition]
    assert end(live) == (LATER, Phase.WITHDRAWN)


def test_once_published_again_the_next_edition_is_approved_as_any_other(khoa_giao):
    again = make("publish_again", withdrawn_and_written_again(), note="Đã sửa.")
    assert [m.name for m in possible.possible_moves(fresh(next_edition(again)), at=LATER)] == [
        "take_back",
        "start_over",
        "send_back",
        "approve",
        "publish_urgently",
    ]


def test_recalling_what_was_to_be_published_again_leaves_the_article_withdrawn(khoa_giao):
    again = make("publish_again", withdrawn_and_written_again(), note="Đã sửa.", live_from=AT + DAY)
    make("recall", again)
    assert possible.is_withdrawn(fresh(again).article, at=LATER)


def test_after_an_expiry_the_next_edition_is_approved_without_a_reason(khoa_giao):
    second = next_edition(make_edition(state="expired"), at=LATER)
    assert approve(second).is_live(LATER)


def test_an_article_that_was_only_replaced_is_not_withdrawn(live):
    approve(next_edition(live))
    assert not possible.is_withdrawn(live.article, at=LATER)


# ── Date line and path ───────────────────────────────────────────────────────
def placed(edition: Edition) -> tuple[datetime | None, str]:
    """Where the article stands: its date and its path without the id, as all its approved editions have it."""
    article = Article.objects.get(editions=edition)
    approved = article.editions.filter(state="approved").values_list("dated", flat=True)
    assert set(approved) <= {article.dated}
    return article.dated, article.path.removesuffix(f"-{article.pk}.html")


def test_an_article_without_a_date_line_is_dated_when_it_first_goes_live(khoa_giao):
    edition = approve(make_edition(state="last_step"), live_from=AT + 30 * DAY)
    assert placed(edition) == (AT + 30 * DAY, "khoa-giao/204006/trao-qua-cho-hoc-sinh")


def test_an_article_with_a_date_line_has_its_date_and_is_live_today(khoa_giao):
    typed = datetime(2021, 9, 15, 11, 56, tzinfo=UTC)
    edition = approve(make_edition(state="last_step", date_line=typed))
    assert placed(edition) == (typed, "khoa-giao/202109/trao-qua-cho-hoc-sinh")
    assert edition.live_from == LATER


def test_the_month_in_the_path_is_the_month_where_the_paper_is(khoa_giao):
    late_in_august = datetime(2021, 8, 31, 18, 0, tzinfo=UTC)
    edition = approve(make_edition(state="last_step", date_line=late_in_august))
    assert placed(edition)[1] == "khoa-giao/202109/trao-qua-cho-hoc-sinh"


def test_a_draft_has_neither_date_nor_path(khoa_giao):
    assert [placed(make_edition(state=s)) for s in ("draft", "in_review", "returned")] == [(None, "")] * 3


def test_date_and_path_are_frozen_once_live(live):
    elsewhere = make_section(slug="xa-hoi")
    before = placed(live)
    second = next_edition(live, title="Tên khác", section=elsewhere, date_line=AT - 90 * DAY)
    approve(second)
    assert before == (AT, "khoa-giao/204005/trao-qua-cho-hoc-sinh")
    assert placed(second) == before


def test_date_and_path_stay_frozen_when_what_was_live_is_expired_or_withdrawn(khoa_giao):
    expired, withdrawn = make_edition(state="expired"), make_edition(state="withdrawn")
    before = placed(expired), placed(withdrawn)
    approve(next_edition(expired, title="Tên khác", at=LATER))
    make("publish_again", next_edition(withdrawn, title="Tên khác", at=LATER), note="Đã sửa.")
    assert (placed(expired), placed(withdrawn)) == before


def test_date_and_path_are_made_anew_when_a_recalled_article_is_approved_at_another_time(khoa_giao):
    edition = make_edition(state="scheduled", live_from=AT + DAY)
    before = placed(edition)
    edition = make("recall", edition)
    edition.title = "Tên khác"
    edition = bring_to("last_step", writing.revise(edition, by=None, at=LATER))
    approve(edition, live_from=AT + 40 * DAY)
    assert before == (AT + DAY, "khoa-giao/204005/trao-qua-cho-hoc-sinh")
    assert placed(edition) == (AT + 40 * DAY, "khoa-giao/204006/ten-khac")


def test_an_edition_that_goes_live_before_the_scheduled_one_gives_date_and_path(khoa_giao):
    first = make_edition(state="scheduled", live_from=AT + 40 * DAY)
    approve(next_edition(first, title="Tên khác"), live_from=AT + DAY)
    assert placed(first) == (AT + DAY, "khoa-giao/204005/ten-khac")


def test_an_edition_that_follows_the_scheduled_one_does_not(khoa_giao):
    first = make_edition(state="scheduled", live_from=AT + DAY)
    approve(next_edition(first, title="Tên khác"), live_from=AT + 40 * DAY)
    assert placed(first) == (AT + DAY, "khoa-giao/204005/trao-qua-cho-hoc-sinh")


def test_recalling_the_earlier_of_two_scheduled_gives_date_and_path_to_the_other(khoa_giao):
    first = make_edition(state="scheduled", live_from=AT + DAY)
    second = approve(next_edition(first, title="Tên khác"), live_from=AT + 40 * DAY)
    make("recall", first)
    assert placed(second) == (AT + 40 * DAY, "khoa-giao/204006/ten-khac")


def test_of_two_scheduled_for_one_instant_the_one_that_will_be_shown_gives_the_path(khoa_giao):
    first = make_edition(state="scheduled", live_from=AT + DAY)
    second = next_edition(first, title="Tên khác", section=make_section(slug="xa-hoi"))
    approve(second, live_from=AT + DAY)
    assert placed(second) == (AT + DAY, "xa-hoi/204005/ten-khac")


def test_a_path_is_kept_through_an_edition_of_another_date_line(live):
    second = next_edition(live, date_line=AT - 400 * DAY)
    assert approve(second).dated == AT


def test_a_title_and_a_section_as_long_as_they_may_be_still_make_a_path(khoa_giao):
    long = make_section(slug="s" * 60)
    edition = approve(make_edition(state="last_step", title="Đường về bản " * 19, section=long))
    assert len(edition.article.path) <= Article._meta.get_field("path").max_length
