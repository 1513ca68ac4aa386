"""Whose piece it is while it is in review: taken, put back, handed on, its deadline; and each way that is refused."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import moves, taking
from articles.models import Edition, Notice
from record.models import Event
from tests.articles.test_races import at_once, failures
from tests.desk.pages import Page, change
from tests.factories import AT, HOUR, MINUTE, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

LATER = AT + 5 * MINUTE
MANY, ROUNDS = 8, range(5)
ACTS = ["edition-take", "edition-put-back", "edition-hand-on", "edition-due"]
DUE = "18:30, 05/05/2040"
each_act = pytest.mark.parametrize("act", ACTS)


@pytest.fixture
def piece(cast, khoa_giao) -> Edition:
    """The reporter's, at the first step."""
    return make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)


@pytest.fixture
def secretary(cast):
    return cast.thukytoasoan


@pytest.fixture
def as_(cast, client):
    def at_the_desk(who: str):
        client.force_login(getattr(cast, who))
        client.raise_request_exception = False
        return client

    return at_the_desk


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step", "taken_by").get(pk=edition.pk)


def holder(edition: Edition) -> tuple:
    now = fresh(edition)
    return now.taken_by, now.taken_at


def rows() -> tuple:
    """All that a refused act must leave as it was."""
    return [list(model.objects.order_by("pk").values()) for model in (Edition, Event, Notice)]


def told_who(person) -> str:
    return _("%(who)s has taken this piece meanwhile.") % {"who": person}


def take(edition: Edition, by, *, seen=None) -> None:
    taking.take(fresh(edition), by=by, seen=seen and seen.pk, at=LATER)


# ── Taking ───────────────────────────────────────────────────────────────────
def test_she_takes_a_piece_and_the_record_says_so(piece, cast):
    take(piece, cast.bientapvien)
    assert holder(piece) == (cast.bientapvien, LATER)
    event = Event.objects.about(piece).first()
    assert (event.kind, event.actor_id, event.at) == ("edition.take", cast.bientapvien.pk, LATER)


def test_taking_changes_no_version_so_that_no_open_form_goes_stale(piece, cast, secretary):
    before = fresh(piece)
    take(piece, cast.bientapvien)
    taking.hand_on(fresh(piece), to=secretary, by=secretary, seen=cast.bientapvien.pk, at=LATER)
    taking.set_due(fresh(piece), due_at=LATER + HOUR, by=secretary, at=LATER)
    taking.put_back(fresh(piece), by=secretary, at=LATER)
    assert fresh(piece).was_seen(before.stamp, with_spans=True)


def test_nothing_is_taken_from_anybody_unseen(piece, cast, secretary):
    take(piece, cast.bientapvien)
    with pytest.raises(moves.Overtaken) as caught:
        take(piece, secretary)
    assert str(caught.value) == told_who(cast.bientapvien)
    assert holder(piece) == (cast.bientapvien, LATER)


def test_it_is_taken_from_whoever_was_seen_to_have_it(piece, cast, secretary):
    take(piece, cast.bientapvien)
    take(piece, secretary, seen=cast.bientapvien)
    assert holder(piece) == (secretary, LATER)


def test_it_is_not_taken_when_somebody_else_has_it_by_now(piece, cast, secretary):
    take(piece, cast.bientapvien)
    take(piece, secretary, seen=cast.bientapvien)
    with pytest.raises(moves.Overtaken) as caught:
        take(piece, cast.tongbientap, seen=cast.bientapvien)
    assert str(caught.value) == told_who(secretary)


def test_it_is_not_taken_from_somebody_who_put_it_back(piece, cast, secretary):
    take(piece, cast.bientapvien)
    taking.put_back(fresh(piece), by=cast.bientapvien, at=LATER)
    with pytest.raises(moves.Overtaken):
        take(piece, secretary, seen=cast.bientapvien)
    assert holder(piece) == (None, None)


def test_a_piece_is_not_taken_at_another_step_than_was_seen(piece, cast):
    as_seen = fresh(piece)
    moves.make("pass_on", piece, by=None, seen=as_seen.stamp, at=LATER)
    with pytest.raises(moves.Overtaken):
        taking.take(as_seen, by=cast.tongbientap, seen=None, at=LATER)
    assert holder(piece) == (None, None)


@pytest.mark.parametrize("name", ["pass_on", "send_back", "take_back", "publish_urgently"])
def test_the_next_move_clears_who_had_it(piece, cast, name):
    take(piece, cast.bientapvien)
    moves.make(name, piece, by=None, seen=fresh(piece).stamp, at=LATER, note="Lý do.")
    assert holder(piece) == (None, None)


@pytest.mark.parametrize("name", ["pass_on", "send_back", "take_back", "publish_urgently"])
def test_the_next_move_clears_the_deadline(piece, cast, name):
    taking.set_due(fresh(piece), due_at=LATER + HOUR, by=cast.bientapvien, at=LATER)
    moves.make(name, piece, by=None, seen=fresh(piece).stamp, at=LATER, note="Lý do.")
    assert fresh(piece).due_at is None


# ── Putting back, handing on ─────────────────────────────────────────────────
def test_she_puts_it_back(piece, cast):
    take(piece, cast.bientapvien)
    taking.put_back(fresh(piece), by=cast.bientapvien, at=LATER)
    assert holder(piece) == (None, None)
    assert Event.objects.about(piece).first().kind == "edition.put_back"


@pytest.mark.parametrize("taken", [True, False])
def test_nobody_puts_back_what_is_not_hers(piece, cast, secretary, taken):
    if taken:
        take(piece, cast.bientapvien)
    before = rows()
    with pytest.raises(moves.NotPossible) as caught:
        taking.put_back(fresh(piece), by=secretary, at=LATER)
    assert str(caught.value) == _("You have not taken this piece.")
    assert rows() == before


def test_it_is_handed_to_a_colleague_who_is_told(piece, cast, secretary):
    Notice.objects.all().delete()
    taking.hand_on(
        fresh(piece), to=secretary, by=cast.bientapvien, seen=None, at=LATER, note=" Chị xem giúp. "
    )
    assert holder(piece) == (secretary, LATER)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.subject, notice.kind) == (secretary, "handed", "edition.hand_on")
    assert (notice.note, notice.by, notice.read_at) == ("Chị xem giúp.", str(cast.bientapvien), None)
    event = Event.objects.about(piece).first()
    assert (event.kind, event.after, event.note) == ("edition.hand_on", str(secretary), "Chị xem giúp.")


def test_handing_it_to_oneself_is_taking_it_and_tells_nobody(piece, cast):
    Notice.objects.all().delete()
    taking.hand_on(fresh(piece), to=cast.bientapvien, by=cast.bientapvien, seen=None, at=LATER)
    assert (fresh(piece).taken_by, Notice.objects.count()) == (cast.bientapvien, 0)


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "outsider", "kiemduyet", "quantri"])
def test_it_is_handed_to_nobody_who_may_not_pass_it_there(piece, cast, who):
    with pytest.raises(moves.Incomplete) as caught:
        taking.hand_on(fresh(piece), to=getattr(cast, who), by=cast.bientapvien, seen=None, at=LATER)
    assert caught.value.field == "to"
    assert holder(piece) == (None, None)


def test_it_is_not_handed_to_its_author_though_she_holds_the_step(cast, khoa_giao, secretary):
    edition = make_edition(state="in_review", by=cast.bientapvien, section=khoa_giao)
    with pytest.raises(moves.Incomplete):
        taking.hand_on(fresh(edition), to=cast.bientapvien, by=secretary, seen=None, at=LATER)


def test_it_is_not_handed_to_somebody_who_left(piece, cast, secretary):
    secretary.is_active = False
    secretary.save()
    with pytest.raises(moves.Incomplete):
        taking.hand_on(fresh(piece), to=secretary, by=cast.bientapvien, seen=None, at=LATER)


def test_nobody_hands_on_what_somebody_took_unseen(piece, cast, secretary):
    take(piece, cast.bientapvien)
    before = rows()
    with pytest.raises(moves.Overtaken) as caught:
        taking.hand_on(fresh(piece), to=cast.tongbientap, by=secretary, seen=None, at=LATER)
    assert str(caught.value) == told_who(cast.bientapvien)
    assert rows() == before


# ── The deadline ─────────────────────────────────────────────────────────────
def test_a_deadline_is_set_and_taken_off(piece, cast):
    taking.set_due(fresh(piece), due_at=LATER + HOUR, by=cast.bientapvien, at=LATER)
    assert fresh(piece).due_at == LATER + HOUR
    taking.set_due(fresh(piece), due_at=None, by=cast.bientapvien, at=LATER)
    assert fresh(piece).due_at is None
    events = Event.objects.about(piece).filter(kind="edition.due").values_list("after", flat=True)
    assert list(events) == ["", "2040-05-04T10:05:00+07:00"]


@pytest.mark.parametrize("past", [LATER, LATER - MINUTE])
def test_a_deadline_that_is_past_is_refused(piece, cast, past):
    with pytest.raises(moves.Incomplete) as caught:
        taking.set_due(fresh(piece), due_at=past, by=cast.bientapvien, at=LATER)
    assert (caught.value.field, fresh(piece).due_at) == ("due_at", None)


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "outsider", "kiemduyet", "quantri"])
def test_only_who_holds_the_step_sets_its_deadline(piece, cast, who):
    before = rows()
    with pytest.raises(moves.NotPermitted):
        taking.set_due(fresh(piece), due_at=LATER + HOUR, by=getattr(cast, who), at=LATER)
    assert rows() == before


@pytest.mark.parametrize("state", ["draft", "returned", "live"])
def test_what_is_not_in_review_has_no_deadline(cast, khoa_giao, state):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    with pytest.raises(moves.Refused):
        taking.set_due(fresh(edition), due_at=LATER + HOUR, by=cast.tongbientap, at=LATER)


# ── At the desk ──────────────────────────────────────────────────────────────
def given(act: str, cast, **more) -> dict:
    return {"to": str(cast.thukytoasoan.pk), "due_at": DUE} if act in ACTS[2:] else {} | more


def press(client, edition: Edition, act: str, **sent):
    return client.post(reverse(f"admin:{act}", args=[edition.pk]), sent)


def said(client, edition: Edition) -> list[str]:
    return Page(client.get(change(edition))).messages()


@each_act
def test_each_act_is_done_by_its_button_and_leads_back_to_the_piece(as_, piece, cast, act):
    if act == "edition-put-back":
        take(piece, cast.bientapvien)
    response = press(as_("bientapvien"), piece, act, **given(act, cast))
    assert (response.status_code, response["Location"]) == (302, change(piece))
    held = {"edition-take": cast.bientapvien, "edition-hand-on": cast.thukytoasoan}.get(act)
    # A deadline typed beside a colleague's name is set with the handing on.
    dated = act in ("edition-due", "edition-hand-on")
    assert (fresh(piece).taken_by, fresh(piece).due_at is not None) == (held, dated)


def test_with_a_deadline_that_is_none_nothing_is_handed_on(as_, piece, cast):
    client = as_("bientapvien")
    press(client, piece, "edition-hand-on", to=str(cast.thukytoasoan.pk), due_at="mai")
    assert len(said(client, piece)) == 1
    assert (fresh(piece).taken_by, fresh(piece).due_at) == (None, None)


@each_act
def test_by_get_nothing_is_done(as_, piece, act):
    before = rows()
    assert as_("bientapvien").get(reverse(f"admin:{act}", args=[piece.pk])).status_code == 405
    assert rows() == before


@each_act
def test_a_stranger_is_asked_to_log_in(client, piece, cast, act):
    before = rows()
    response = press(client, piece, act, **given(act, cast))
    assert (response.status_code, Page(response).messages()) == (401, [])
    assert rows() == before


@each_act
@pytest.mark.parametrize(
    ("who", "status"),
    [("phongvien", 403), ("congtacvien", 404), ("kiemduyet", 404), ("quantri", 404), ("outsider", 404)],
)
def test_the_wrong_role_and_the_wrong_section_are_refused(as_, piece, cast, act, who, status):
    before = rows()
    assert press(as_(who), piece, act, **given(act, cast)).status_code == status
    assert rows() == before


@each_act
def test_who_sees_it_but_does_not_hold_its_step_is_refused(as_, cast, khoa_giao, act):
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    before = rows()
    assert press(as_("bientapvien"), edition, act, **given(act, cast)).status_code == 403
    assert rows() == before


@each_act
@pytest.mark.parametrize("state", ["draft", "returned", "scheduled", "live"])
def test_a_piece_that_waits_nowhere_is_refused_in_words(as_, cast, khoa_giao, act, state):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    before = rows()
    assert press(as_("tongbientap"), edition, act, **given(act, cast)).status_code in (302, 403)
    assert rows() == before


@pytest.mark.parametrize("act", ["edition-take", "edition-put-back"])
def test_twice_is_once(as_, piece, cast, act):
    if act == "edition-put-back":
        take(piece, cast.bientapvien)
    client = as_("bientapvien")
    press(client, piece, act)
    said(client, piece)
    before = rows()
    press(client, piece, act)
    assert rows() == before
    assert len(said(client, piece)) == 1


def test_the_button_carries_who_had_it_as_it_was_seen(as_, piece, cast):
    take(piece, cast.bientapvien)
    client = as_("thukytoasoan")
    page = Page(client.get(change(piece)))
    sent = {e.attrs["value"] for e in page.all("input", name="seen_holder")}
    assert sent == {str(cast.bientapvien.pk)}
    press(client, piece, "edition-take", seen_holder=str(cast.bientapvien.pk))
    assert fresh(piece).taken_by == cast.thukytoasoan


def test_who_was_too_late_reads_who_has_it(as_, piece, cast):
    client = as_("thukytoasoan")
    take(piece, cast.bientapvien)
    press(client, piece, "edition-take", seen_holder="")
    assert told_who(cast.bientapvien) in said(client, piece)


@each_act
def test_extra_fields_change_nothing(as_, piece, cast, act):
    if act == "edition-put-back":
        take(piece, cast.bientapvien)
    extra = {"state": "approved", "by": cast.outsider.pk, "taken_by": cast.outsider.pk, "step": "1"}
    columns = ("state", "step_id", "version", "created_by_id", "section_id", "title", "live_from")
    before = Edition.objects.values(*columns).get()
    press(as_("bientapvien"), piece, act, **given(act, cast), **extra)
    assert Edition.objects.values(*columns).get() == before
    assert fresh(piece).taken_by != cast.outsider


@pytest.mark.parametrize("odd", ["abc", "-1", "0", "9" * 18, "9" * 30, "9" * 5000, "1.5", "\x00", "１"])
@pytest.mark.parametrize("field", ["seen_holder", "to", "due_at", "note"])
def test_odd_values_are_refused_or_ignored_in_words(as_, piece, cast, field, odd):
    client = as_("bientapvien")
    for act in ("edition-take", "edition-hand-on", "edition-due"):
        assert press(client, piece, act, **{**given(act, cast), field: odd}).status_code == 302


def test_a_deadline_that_is_no_time_is_said_so(as_, piece, cast):
    client = as_("bientapvien")
    press(client, piece, "edition-due", due_at="chiều mai")
    assert said(client, piece) == [_("Write the time like this: 18:56, 15/09/2021.")]
    assert fresh(piece).due_at is None


def test_the_page_offers_only_colleagues_who_may_pass_it(as_, piece, cast, khoa_giao):
    above = make_user(username="cap-tren", role="bientapvien", display_name="Cấp Trên")
    author = make_user(username="tac-gia", role="bientapvien", section=khoa_giao)
    Edition.objects.filter(pk=piece.pk).update(created_by=author)
    make_grant(person=cast.kiemduyet, role="bientapvien", section=make_section(slug="xa-hoi"))
    page = Page(as_("bientapvien").get(change(piece)))
    assert page.options("to") == {str(p) for p in (above, cast.thukytoasoan, cast.tongbientap)}


# ── Racing ───────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_at_once_one_has_it_and_seven_are_told_who(transactional_db):
    section = make_section(name="Khoa giáo")
    people = [make_user(username=f"btv{n}", role="bientapvien", section=section) for n in range(MANY)]
    for _round in ROUNDS:
        edition = make_edition(state="in_review", section=section)
        outcomes = at_once([partial(take, edition, person) for person in people])
        now = fresh(edition)
        assert outcomes.count(None) == 1
        assert people[outcomes.index(None)] == now.taken_by
        said = [(type(failure), str(failure)) for failure in failures(outcomes)]
        assert said == [(moves.Overtaken, told_who(now.taken_by))] * (MANY - 1)
        assert Event.objects.about(edition).filter(kind="edition.take").count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_while_it_is_passed_on_leaves_nobody_with_a_piece_of_another_step(transactional_db):
    section = make_section(name="Khoa giáo")
    chief = make_user(username="tbt", role="tongbientap", section=section)
    for _round in ROUNDS:
        edition = make_edition(state="in_review", section=section)
        pass_on = partial(moves.make, "pass_on", edition, by=None, seen=fresh(edition).stamp, at=LATER)
        outcomes = at_once([partial(take, edition, chief), pass_on])
        assert all(isinstance(failure, moves.Refused) for failure in failures(outcomes))
        if not any(isinstance(outcome, Edition) for outcome in outcomes):
            continue
        kinds = list(Event.objects.about(edition).values_list("kind", flat=True))
        taken_after = (
            kinds.index("edition.take") < kinds.index("edition.pass_on") if "edition.take" in kinds else False
        )
        assert (fresh(edition).taken_by == chief) == taken_after
