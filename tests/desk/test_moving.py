"""Moves by button, standing alone and together with a save: what each does, and each way it is refused.

A refusal says who, what and when; it changes nothing, and what was typed stays on the screen.
"""

from dataclasses import dataclass, field
from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Grant, User
from articles import moves, writing
from articles.admin import editions
from articles.models import Edition, Version, WorkingCopy
from articles.models.copy import Why
from articles.workflow import MOVES, STEP
from record.models import Event
from tests.desk.pages import ADD, LIST, Page, change, opened
from tests.desk.racing import at_once
from tests.factories import AT, BODY, HOUR, MINUTE, bring_to, make_edition, make_photo, make_user

pytestmark = pytest.mark.django_db

REASON = "Số liệu ở đoạn hai chưa đúng với báo cáo của Sở."
ORDER = "Tổng Biên tập, công văn số 12"
PAST = "08:00, 03/05/2040"
LATER = "18:30, 05/05/2040"
KEPT = {
    "title": "Tiêu đề <b>của tôi</b>",
    "lead": "Sapo của tôi\nhai dòng",
    "body": "<p>Thân bài của tôi</p>",
    "byline": "N.V",
    "keywords": "y tế, giáo dục",
}


@dataclass(frozen=True)
class Scene:
    """A move that succeeds: from a state, by somebody, with what it asks for; and a state it does not start from."""

    start: str
    who: str
    wrong: str
    after: str
    given: dict = field(default_factory=dict)


SCENES = {
    "submit": Scene("draft", "phongvien", "in_review", "in_review"),
    "take_back": Scene("in_review", "phongvien", "draft", "draft"),
    "send_back": Scene("in_review", "bientapvien", "draft", "returned", {"note": REASON}),
    "pass_on": Scene("in_review", "bientapvien", "last_step", "in_review"),
    "approve": Scene("last_step", "tongbientap", "in_review", "approved"),
    "publish_again": Scene("again", "tongbientap", "last_step", "approved", {"note": REASON}),
    "publish_urgently": Scene("draft", "tongbientap", "live", "approved", {"note": REASON}),
    "reschedule": Scene("scheduled", "thukytoasoan", "live", "approved"),
    "recall": Scene("scheduled", "thukytoasoan", "live", "draft"),
    "set_expiry": Scene("live", "thukytoasoan", "scheduled", "approved", {"expires_at": "18:30, 06/05/2040"}),
    "withdraw": Scene("live", "thukytoasoan", "scheduled", "approved", {"note": REASON, "ordered_by": ORDER}),
}
NEEDS_REASON = ["send_back", "publish_again", "publish_urgently", "withdraw"]
NEEDS_ORDER = ["withdraw"]
TAKES_TIME = ["approve", "publish_again", "publish_urgently", "reschedule"]
# Those that stand under the form of whoever may change the words.
WITH_A_SAVE = ["submit", "send_back", "pass_on", "approve", "publish_again", "publish_urgently"]

# They have rights elsewhere, or none that has to do with others' articles.
STRANGERS = ["outsider", "congtacvien", "kiemduyet", "quantri"]

each_move = pytest.mark.parametrize("name", SCENES)


def at_state(state: str, *, by: User, section) -> Edition:
    if state != "again":
        return make_edition(state=state, by=by, section=section)
    withdrawn = make_edition(state="withdrawn", by=by, section=section)
    return bring_to("last_step", writing.open_next(withdrawn, by=by, at=AT + MINUTE), at=AT + MINUTE)


@pytest.fixture
def piece(cast, khoa_giao, clock):
    """`piece(state)`: the reporter's article in this state, a few minutes ago."""

    def of(state: str) -> Edition:
        edition = at_state(state, by=cast.phongvien, section=khoa_giao)
        clock.move_to(AT + 5 * MINUTE)
        return edition

    return of


def button(edition: Edition, name: str) -> str:
    return reverse("admin:edition-move", args=[edition.pk, name])


def press(client: Client, edition: Edition, name: str, **given):
    return client.post(button(edition, name), {"seen": edition.stamp, **SCENES[name].given, **given})


def rows(edition: Edition) -> tuple:
    """All that a refused move must leave as it was."""
    siblings = Edition.objects.filter(article=edition.article_id).order_by("pk")
    return list(siblings.values()), Event.objects.count(), Version.objects.count()


def kept_of(response, edition: Edition, person: User) -> WorkingCopy:
    """What became of a save that came too late: all of it is kept, as hers, and she is led to both side by side."""
    copy = WorkingCopy.objects.unsaved().get(person=person, edition=edition)
    beside = reverse("admin:copy-compare", args=[edition.pk, copy.key])
    assert (response.status_code, response["Location"]) == (302, beside)
    assert copy.why == Why.OVERTAKEN
    return copy


def led(client: Client, response) -> Page:
    """The page that an answer leads to."""
    there = client.get(response["Location"])
    assert there.status_code == 200
    return Page(there)


def an_onlooker(section, *, permission: str) -> User:
    """Somebody who sees what is written in the section, by one right alone."""
    group, _created = Group.objects.get_or_create(name=f"Chỉ {permission}")
    group.permissions.set(Permission.objects.filter(codename=permission))
    person = make_user(username="onlooker")
    Grant.objects.create(person=person, role=group, section=section)
    return person


# ── Standing alone ───────────────────────────────────────────────────────────
def test_every_move_of_the_table_has_a_scene():
    assert set(SCENES) == {name for name, move in MOVES.items() if not move.automatic}
    assert set(NEEDS_ORDER) == {name for name, move in MOVES.items() if move.needs_order}
    by_hand = {name: move for name, move in MOVES.items() if not move.automatic}
    assert set(NEEDS_REASON) == {name for name, move in by_hand.items() if move.needs_reason}
    assert set(TAKES_TIME) == {name for name, move in MOVES.items() if move.takes_time}


@each_move
def test_a_button_makes_its_move(as_, piece, cast, name):
    scene = SCENES[name]
    edition = piece(scene.start)
    response = press(as_(scene.who), edition, name)
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert Edition.objects.get(pk=edition.pk).state == scene.after
    event = Event.objects.about(edition).first()
    assert (event.kind, event.actor_id) == (MOVES[name].kind, getattr(cast, scene.who).pk)
    assert event.note == scene.given.get("note", "")
    assert event.ordered_by == scene.given.get("ordered_by", "")


@each_move
def test_the_button_stands_on_the_page_of_who_may_press_it(as_, piece, name):
    edition = piece(SCENES[name].start)
    assert name in Page(as_(SCENES[name].who).get(change(edition))).moves()
    assert Page(as_("congtacvien").get(change(edition))).moves() == set()


@each_move
def test_by_get_no_move_is_made(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    assert as_(SCENES[name].who).get(button(edition, name)).status_code == 405
    assert rows(edition) == before


@each_move
def test_an_anonymous_press_asks_for_the_login_and_keeps_what_was_given(client, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    response = press(client, edition, name)
    page = Page(response)
    assert response.status_code == 401
    [form] = page.all("form", id="login-again-form")
    assert form.attrs["action"] == button(edition, name)
    kept = {e.attrs["name"]: e.attrs["value"] for e in page.all("input", type="hidden") if e.within(form)}
    assert (
        kept
        == {"csrfmiddlewaretoken": kept["csrfmiddlewaretoken"], "seen": edition.stamp} | SCENES[name].given
    )
    assert rows(edition) == before


@each_move
def test_to_who_may_not_see_it_the_edition_does_not_exist(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    for who in STRANGERS:
        assert press(as_(who), edition, name).status_code == 404, who
    assert rows(edition) == before


@each_move
def test_who_sees_it_without_the_right_is_forbidden(client, piece, khoa_giao, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    other_right = "recall_edition" if name in ("withdraw", "set_expiry") else "withdraw_article"
    client.force_login(an_onlooker(khoa_giao, permission=other_right))
    assert press(client, edition, name).status_code == 403
    assert rows(edition) == before


@pytest.mark.parametrize("name", ["pass_on", "approve", "publish_again", "publish_urgently"])
def test_nobody_passes_or_publishes_her_own_text(as_, cast, khoa_giao, clock, name):
    own = at_state(SCENES[name].start, by=cast.tongbientap, section=khoa_giao)
    clock.move_to(AT + 5 * MINUTE)
    before = rows(own)
    assert press(as_("tongbientap"), own, name).status_code == 403
    assert rows(own) == before


@each_move
def test_from_another_state_a_move_is_refused_and_says_so(as_, piece, name):
    scene = SCENES[name]
    edition = piece(scene.wrong)
    before = rows(edition)
    client = as_("tongbientap" if name in ("pass_on", "approve") else scene.who)
    response = press(client, edition, name)
    page = Page(response)
    assert response.status_code == 409
    [message] = page.errors_above()
    assert str(MOVES[name].label) in message
    assert edition.state_label(timezone.now()) in message
    assert page.texts("h1", inside="reading") == [edition.title]
    assert page.beside_the_buttons()["seen"] == edition.stamp
    assert rows(edition) == before


@each_move
def test_a_move_on_another_version_than_was_seen_says_who_was_faster_and_when(as_, piece, cast, name):
    edition = piece(SCENES[name].start)
    before, last = rows(edition), Event.objects.about(*edition.article.editions.all()).first()
    client = as_(SCENES[name].who)
    # Who changes spans has to have seen the article too; for the others the edition is enough.
    of_the_article = [f"{edition.version}.0"] if MOVES[name].spans else []
    for stale in ("", "0.0", f"0.{edition.article.version}", "x", *of_the_article):
        response = press(client, edition, name, seen=stale)
        page = Page(response)
        assert response.status_code == 409
        [message] = page.errors_above()
        assert (last.actor_label in message) == (last.actor_label != SCENES[name].who.title())
        assert last.what in message
        assert f"{timezone.localtime(last.at):%H:%M:%S, %d/%m/%Y}" in message
        assert page.texts("h1", inside="reading") == [edition.title]
        assert page.beside_the_buttons()["seen"] == edition.stamp
    assert rows(edition) == before


@each_move
def test_the_next_press_is_bound_to_what_the_refusal_showed(as_, piece, name):
    """The page that says she was overtaken holds her words and the versions as they are: she may press again."""
    edition = piece(SCENES[name].start)
    client = as_(SCENES[name].who)
    given = {"live_from": LATER} if name in TAKES_TIME else {}
    again = Page(press(client, edition, name, seen="0.0", **given)).beside_the_buttons()
    typed = {field: text for field, text in again.items() if text and field != "csrfmiddlewaretoken"}
    assert typed == {"seen": edition.stamp, **SCENES[name].given, **given}
    assert client.post(button(edition, name), again)["Location"] == LIST
    assert Edition.objects.get(pk=edition.pk).state == SCENES[name].after


@each_move
def test_a_second_press_makes_no_second_move(as_, piece, name):
    edition = piece(SCENES[name].start)
    client = as_(SCENES[name].who)
    press(client, edition, name)
    after, last = rows(edition), Event.objects.about(edition).first()
    response = press(client, edition, name)
    assert response.status_code == 409
    [message] = Page(response).errors_above()
    [yourself, _rest] = _("You did “%(what)s” elsewhere at %(when)s. Look at it again.").split("%(what)s")
    assert yourself in message
    assert last.what in message
    assert rows(edition) == after


@pytest.mark.parametrize("name", NEEDS_REASON)
def test_without_its_reason_a_move_is_not_made(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    for empty in ("", "   ", "\n"):
        response = press(as_(SCENES[name].who), edition, name, note=empty, live_from=LATER)
        page = Page(response)
        assert response.status_code == 422
        assert page.errors_near("id_note") == [_("Write the reason.")]
    if name in TAKES_TIME:
        assert [e.attrs["value"] for e in page.all("input", name="live_from")] == [LATER]
    assert rows(edition) == before


@pytest.mark.parametrize("name", NEEDS_ORDER)
def test_without_who_ordered_it_a_move_is_not_made_and_the_reason_stays(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    for empty in ("", "   "):
        response = press(as_(SCENES[name].who), edition, name, ordered_by=empty)
        page = Page(response)
        assert response.status_code == 422
        assert page.errors_near("id_ordered_by") == [_("Write who ordered it.")]
        assert [e.text.strip() for e in page.all("textarea", name="note")] == [REASON]
    assert rows(edition) == before


@pytest.mark.parametrize("name", NEEDS_ORDER)
def test_who_ordered_it_stays_on_the_screen_when_the_reason_is_missing_or_it_is_too_long(as_, piece, name):
    edition = piece(SCENES[name].start)
    before, client = rows(edition), as_(SCENES[name].who)
    for wrong, place in (({"note": " "}, "note"), ({"ordered_by": "T" * 151}, "ordered_by")):
        response = press(client, edition, name, **wrong)
        page = Page(response)
        assert response.status_code == 422
        assert len(page.errors_near(f"id_{place}")) == 1
        [typed] = page.all("input", name="ordered_by")
        assert typed.attrs["value"] == wrong.get("ordered_by", ORDER)
    assert rows(edition) == before


@pytest.mark.parametrize("name", TAKES_TIME)
def test_with_a_wrong_time_a_move_is_not_made_and_what_was_typed_stays(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    for time in (PAST, "mai sáu giờ", "25:00, 05/05/2040", "18:30, 30/02/2041"):
        response = press(as_(SCENES[name].who), edition, name, live_from=time, note=REASON)
        page = Page(response)
        assert response.status_code == 422
        assert len(page.errors_near("id_live_from")) == 1
        assert [e.attrs["value"] for e in page.all("input", name="live_from")] == [time]
        if name in NEEDS_REASON:
            assert [e.text.strip() for e in page.all("textarea", name="note")] == [REASON]
    assert rows(edition) == before


@pytest.mark.parametrize("name", TAKES_TIME)
def test_a_time_ahead_schedules_to_the_minute_where_the_paper_is(as_, piece, name):
    edition = piece(SCENES[name].start)
    press(as_(SCENES[name].who), edition, name, live_from=LATER)
    edition.refresh_from_db()
    assert timezone.localtime(edition.live_from).isoformat() == "2040-05-05T18:30:00+07:00"
    assert not edition.is_live(timezone.now())


def test_what_would_expire_before_it_appears_is_not_published(as_, cast, khoa_giao, clock):
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao, expires_at=AT + HOUR)
    before = rows(edition)
    response = press(as_("tongbientap"), edition, "approve", live_from=LATER)
    page = Page(response)
    assert response.status_code == 422
    assert page.errors() == [_("It would expire before it is published. Choose a later time.")]
    assert rows(edition) == before


@pytest.mark.parametrize("name", ["publish", "delete", "__class__", "chuyen", "start_over"])
def test_an_unknown_move_does_not_exist(as_, piece, name):
    """And one that only follows from something else is as unknown to whoever could cause it."""
    edition = piece("last_step")
    before = rows(edition)
    for who in ("tongbientap", "bientapvien", "phongvien"):
        assert as_(who).post(button(edition, name), {"seen": edition.stamp}).status_code == 404
    assert rows(edition) == before


def test_a_reason_stays_on_the_screen_when_somebody_was_faster(as_, piece, cast):
    edition = piece("in_review")
    client = as_("bientapvien")
    given = {"seen": edition.stamp, "note": REASON}
    moves.make("pass_on", edition, by=cast.thukytoasoan, seen=edition.stamp, at=timezone.now())
    response = client.post(button(edition, "send_back"), given)
    assert response.status_code == 409
    assert REASON in response.content.decode()
    assert cast.thukytoasoan.display_name in " ".join(Page(response).errors_above())


# ── Together with a save ─────────────────────────────────────────────────────
def send(client: Client, edition: Edition, name: str, form: dict | None = None, **given):
    """Presses a move's button under the form, with a changed title."""
    form = form or opened(client, change(edition))
    return client.post(change(edition), form | {"title": "Tiêu đề đã sửa", "_move": name} | given)


@pytest.mark.parametrize("name", WITH_A_SAVE)
def test_save_and_move_are_one_act(as_, piece, cast, name):
    scene = SCENES[name]
    edition = piece(scene.start)
    response = send(as_(scene.who), edition, name, **scene.given)
    assert (response.status_code, response["Location"]) == (302, LIST)
    after = Edition.objects.get(pk=edition.pk)
    assert (after.title, after.state, after.version) == ("Tiêu đề đã sửa", scene.after, edition.version + 2)
    kinds = [event.kind for event in Event.objects.about(edition)[:2]]
    # Who may make a move of the step holds the step, and edits at it.
    assert kinds == [MOVES[name].kind, "edition.edit_at_step" if MOVES[name].who == STEP else "edition.edit"]


def test_a_new_article_may_be_written_and_submitted_at_once(as_, khoa_giao):
    client = as_("phongvien")
    words = {"title": "Tin mới", "body": BODY, "section": str(khoa_giao.pk)}
    form = opened(client) | words | {"_move": "submit"}
    assert client.post(ADD, form)["Location"] == LIST
    assert Edition.objects.get().state == "in_review"


def test_what_is_decided_on_is_what_was_saved_with_it(as_, piece):
    """The hash of the event is that of the words and pictures saved by the same click."""
    edition = piece("last_step")
    send(as_("tongbientap"), edition, "approve", **{"photos-0-caption": "Chú thích mới."})
    edition = Edition.objects.get(pk=edition.pk)
    assert edition.photos.get().caption == "Chú thích mới."
    assert Event.objects.about(edition).first().content_hash == edition.fingerprint()


@pytest.mark.parametrize("name", [name for name in WITH_A_SAVE if name in NEEDS_REASON])
def test_without_its_reason_nothing_is_saved_and_every_word_stays(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    response = send(as_(SCENES[name].who), edition, name, note=" ", lead="Sapo mới", live_from=LATER)
    page = Page(response)
    assert response.status_code == 200
    assert page.errors_near("id_note") == [_("Write the reason.")]
    assert (page.form()["title"], page.form()["lead"]) == ("Tiêu đề đã sửa", "Sapo mới")
    assert rows(edition) == before


@pytest.mark.parametrize("name", [name for name in TAKES_TIME if name in WITH_A_SAVE])
def test_with_a_past_time_nothing_is_saved_and_every_word_stays(as_, piece, name):
    edition = piece(SCENES[name].start)
    before = rows(edition)
    page = Page(send(as_(SCENES[name].who), edition, name, live_from=PAST, note=REASON))
    kept = page.form()
    assert len(page.errors_near("id_live_from")) == 1
    assert (kept["title"], kept["live_from"]) == ("Tiêu đề đã sửa", PAST)
    if name in NEEDS_REASON:
        assert kept["note"] == REASON
    assert rows(edition) == before


@pytest.mark.parametrize(("field", "typed"), [("live_from", LATER), ("note", REASON)])
def test_a_time_or_a_reason_typed_beside_another_button_is_kept_and_pointed_at(as_, piece, field, typed):
    edition = piece("last_step")
    before, client = rows(edition), as_("tongbientap")
    response = client.post(change(edition), opened(client, change(edition)) | {field: typed})
    assert (response.status_code, Page(response).form()[field]) == (200, typed)
    assert list(response.context["adminform"].form.errors) == [field]
    assert rows(edition) == before


# ── At once, or at a time ────────────────────────────────────────────────────
AT_ONCE_AND_A_TIME = "You chose to publish at once, and wrote a time. Empty this box, or choose “at a time”."


@pytest.mark.parametrize("name", ["approve", "publish_urgently"])
def test_at_once_is_chosen_where_publishing_is_offered(as_, piece, name):
    client, edition = as_("tongbientap"), piece(SCENES[name].start)
    form = opened(client, change(edition))
    assert (form["when"], form["live_from"]) == ("now", "")
    client.post(change(edition), form | {"_move": name, "note": REASON})
    assert Edition.objects.get().is_live(timezone.now())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"when": "now", "live_from": LATER}, AT_ONCE_AND_A_TIME),
        ({"when": "later"}, "Write the time, or choose to publish at once."),
    ],
)
def test_a_choice_that_the_time_contradicts_is_said_at_the_time_and_nothing_is_lost(
    as_, piece, given, message
):
    edition, client = piece("last_step"), as_("tongbientap")
    before = rows(edition)
    alone = Page(press(client, edition, "approve", **given))
    together = Page(send(client, edition, "approve", **given))
    for page in (alone, together):
        assert page.errors_near("id_live_from") == [_(message)]
    form = together.form()
    assert {name: form[name] for name in given} == given
    assert form["title"] == "Tiêu đề đã sửa"
    assert rows(edition) == before


def test_a_choice_nobody_offers_is_refused(as_, piece):
    edition = piece("last_step")
    assert press(as_("tongbientap"), edition, "approve", when="khi nào cũng được").status_code == 422


# ── Another time ─────────────────────────────────────────────────────────────
def of_the_buttons(client: Client, edition: Edition) -> dict[str, str]:
    return Page(client.get(change(edition))).beside_the_buttons()


def test_where_it_may_be_rescheduled_the_time_it_has_stands_in_the_box(as_, piece):
    form = of_the_buttons(as_("thukytoasoan"), piece("scheduled"))
    assert (form["when"], form["live_from"], form["expires_at"]) == ("later", "10:00, 04/05/2040", "")


def test_that_time_does_not_hold_a_recall(as_, piece):
    client, edition = as_("thukytoasoan"), piece("scheduled")
    client.post(button(edition, "recall"), of_the_buttons(client, edition))
    assert Edition.objects.get().state == "draft"


def test_at_once_publishes_now_in_spite_of_the_time_that_stood_there(as_, piece):
    client, edition = as_("thukytoasoan"), piece("scheduled")
    client.post(button(edition, "reschedule"), of_the_buttons(client, edition) | {"when": "now"})
    assert Edition.objects.get().is_live(timezone.now())


def test_both_times_are_changed_and_an_emptied_expiry_is_none(as_, piece):
    client, edition = as_("thukytoasoan"), piece("scheduled")
    for expires, kept in (("18:30, 06/05/2040", "2040-05-06T18:30:00+07:00"), ("", None)):
        times = {"live_from": LATER if expires else "19:30, 05/05/2040", "expires_at": expires}
        client.post(button(edition, "reschedule"), of_the_buttons(client, edition) | times)
        edition.refresh_from_db()
        stands = edition.live_until and timezone.localtime(edition.live_until).isoformat()
        assert (stands, edition.ended_by) == (kept, "expired" if kept else "")


def test_without_a_box_for_it_the_expiry_stays(as_, piece):
    client, edition = as_("thukytoasoan"), piece("live")
    press(client, edition, "set_expiry")
    edition = Edition.objects.select_related("article").get()
    assert press(client, edition, "withdraw", expires_at="").status_code == 302
    assert Edition.objects.get().expires_at is not None


@pytest.mark.parametrize("typed", ["08:00, 03/05/2040", "mai", "25:00, 05/05/2040"])
def test_a_wrong_expiry_changes_nothing_and_stays_typed(as_, piece, typed):
    edition = piece("live")
    before = rows(edition)
    response = press(as_("thukytoasoan"), edition, "set_expiry", expires_at=typed)
    page = Page(response)
    assert (response.status_code, len(page.errors_near("id_expires_at"))) == (422, 1)
    assert [e.attrs["value"] for e in page.all("input", name="expires_at")] == [typed]
    assert rows(edition) == before


EDITED, AT_STEP = ["edition.edit"], ["edition.edit_at_step"]
VOIDED = ["edition.start_over", "edition.edit"]


@pytest.mark.parametrize(
    ("name", "start", "who", "status", "saved_as"),
    [
        ("approve", "last_step", "bientapvien", 403, VOIDED),
        ("send_back", "last_step", "bientapvien", 403, VOIDED),
        # Her edit takes it back to a step that is hers: not the one on which she pressed.
        ("pass_on", "last_step", "bientapvien", 403, VOIDED),
        ("take_back", "in_review", "bientapvien", 403, AT_STEP),
        ("publish_urgently", "draft", "thukytoasoan", 403, EDITED),
        ("publish_urgently", "draft", "phongvien", 403, EDITED),
        ("approve", "in_review", "tongbientap", 409, AT_STEP),
        ("withdraw", "draft", "thukytoasoan", 409, EDITED),
    ],
)
def test_a_refused_move_saves_nothing_and_every_word_stays(as_, piece, name, start, who, status, saved_as):
    edition = piece(start)
    before = rows(edition)
    client = as_(who)
    form = opened(client, change(edition)) | KEPT | {"photos-0-caption": "Chú thích của tôi"}
    form |= {"note": REASON, "ordered_by": ORDER}
    response = client.post(change(edition), form | {"_move": name})
    page = Page(response)
    assert response.status_code == status
    [message] = page.errors_above()
    assert str(MOVES[name].label) in message
    shown = page.form()
    fields = set(form) & set(shown) - {"csrfmiddlewaretoken"}
    assert {field: shown[field] for field in fields} == {field: form[field] for field in fields}
    # A reason and an order have their places where a button asks for them.
    assert set(form) - set(shown) <= {"note", "ordered_by"}
    assert rows(edition) == before
    again = shown | {field: "" for field in ("note", "live_from") if field in shown}
    assert client.post(change(edition), again)["Location"] == change(edition)
    after = Edition.objects.get(pk=edition.pk)
    assert (after.title, after.state) == (KEPT["title"], edition.state)
    assert after.version == edition.version + len(saved_as)
    assert [event.kind for event in Event.objects.about(edition)[: len(saved_as)]] == saved_as
    assert Event.objects.count() == before[1] + len(saved_as)


@pytest.mark.parametrize(
    ("who", "state", "warned"),
    [
        ("bientapvien", "last_step", True),
        ("tongbientap", "last_step", False),
        ("bientapvien", "in_review", False),
    ],
)
def test_whose_edit_starts_the_review_over_is_told_before_and_by_whom_it_was_passed(
    as_, piece, cast, who, state, warned
):
    edition = piece("in_review")
    if state == "last_step":
        moves.make("pass_on", edition, by=cast.thukytoasoan, seen=edition.stamp, at=timezone.now())
    notes = Page(as_(who).get(change(edition))).texts("p", inside="returned")
    told = [note for note in notes if _("The article has passed:") in note]
    assert bool(told) == warned
    assert all("Thukytoasoan (09:05, 04/05/2040)" in note for note in told)


def test_a_change_of_the_pictures_alone_is_not_passed_on_by_who_does_not_hold_the_step(as_, piece):
    edition = piece("last_step")
    before, client = rows(edition), as_("bientapvien")
    form = opened(client, change(edition)) | {"photos-0-caption": "Chú thích của tôi", "_move": "pass_on"}
    response = client.post(change(edition), form)
    assert (response.status_code, Page(response).form()["photos-0-caption"]) == (403, "Chú thích của tôi")
    assert edition.photos.count() == 0
    assert rows(edition) == before


@pytest.mark.parametrize(("name", "status"), [("publish_urgently", 403), ("approve", 409)])
def test_a_refused_move_makes_no_new_article_and_every_word_stays(as_, khoa_giao, name, status):
    client = as_("phongvien")
    form = opened(client) | KEPT | {"section": str(khoa_giao.pk), "photos-0-caption": "Chú thích của tôi"}
    response = client.post(ADD, form | {"_move": name, "note": REASON})
    page = Page(response)
    assert response.status_code == status
    [message] = page.errors_above()
    assert str(MOVES[name].label) in message
    assert page.form() == form | {"csrfmiddlewaretoken": page.form()["csrfmiddlewaretoken"]}
    assert (Edition.objects.count(), Event.objects.count()) == (0, 0)
    client.post(ADD, page.form())
    assert Edition.objects.get().title == KEPT["title"]


@pytest.mark.parametrize("name", ["no_such_move", "start_over"])
def test_an_unknown_move_saves_nothing(as_, piece, khoa_giao, name):
    edition = piece("draft")
    before = rows(edition)
    client = as_("phongvien")
    assert send(client, edition, name, note=REASON).status_code == 404
    new = opened(client) | {"title": "Tin", "section": str(khoa_giao.pk), "_move": name}
    assert client.post(ADD, new).status_code == 404
    assert rows(edition) == before
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("name", ["", "pass_on"])
def test_words_on_a_stale_form_are_kept_and_not_saved(as_, piece, cast, name):
    edition = piece("in_review")
    client = as_("bientapvien")
    form = opened(client, change(edition))
    other = as_("thukytoasoan")
    other.post(change(edition), opened(other, change(edition)) | {"lead": "Sapo của thư ký"})
    before = rows(edition)
    response = send(client, edition, name, form, lead="Sapo của biên tập")
    after = Edition.objects.get(pk=edition.pk)
    copy = kept_of(response, edition, cast.bientapvien)
    assert (copy.fields["title"], copy.fields["lead"]) == ("Tiêu đề đã sửa", "Sapo của biên tập")
    page = led(client, response)
    [message] = page.messages()
    assert cast.thukytoasoan.display_name in message
    assert f"{timezone.localtime(after.updated_at):%H:%M:%S, %d/%m/%Y}" in message
    assert page.sides()[_("Title")] == (edition.title, "Tiêu đề đã sửa")
    assert page.sides()[_("Lead")] == ("Sapo của thư ký", "Sapo của biên tập")
    assert rows(edition) == before


def test_a_stale_form_stays_stale_however_often_it_is_sent(as_, piece, cast):
    edition = piece("draft")
    client = as_("phongvien")
    form = opened(client, change(edition))
    client.post(change(edition), opened(client, change(edition)) | {"title": "Ở tab khác"})
    for title in ("Ở tab này", "Ở tab này", "Ở tab này, viết thêm"):
        response = client.post(change(edition), form | {"title": title})
        assert kept_of(response, edition, cast.phongvien).fields["title"] == title
    assert Edition.objects.get().title == "Ở tab khác"


def test_whoever_goes_on_with_words_that_came_too_late_saves_them_upon_what_stands_now(as_, piece, cast):
    edition = piece("draft")
    client = as_("phongvien")
    form = opened(client, change(edition)) | {"title": "Ở tab này"}
    client.post(change(edition), opened(client, change(edition)) | {"title": "Ở tab khác"})
    page = led(client, client.post(change(edition), form))
    [onward] = [link.attrs["href"] for link in page.all("a") if "?ban=" in link.attrs.get("href", "")]
    mine = opened(client, onward)
    assert (mine["title"], mine["seen"]) == ("Ở tab này", Edition.objects.get().stamp)
    assert client.post(onward, mine)["Location"] == change(edition)
    assert Edition.objects.get().title == "Ở tab này"
    assert [version.fields["title"] for version in Version.objects.all()] == ["Ở tab khác", edition.title]
    assert not WorkingCopy.objects.unsaved().exists()


@pytest.mark.parametrize("seen", ["", "x", "1", ".1", "2.1", "1.1; --", "1" * 39])
def test_a_form_without_the_version_it_saw_saves_nothing(as_, piece, cast, seen):
    edition = piece("draft")
    client = as_("phongvien")
    response = client.post(change(edition), opened(client, change(edition)) | {"title": "Mới", "seen": seen})
    saved = Edition.objects.get().title == "Mới"
    # Words alone are bound to the edition's own version, the part before the dot.
    assert saved == (seen.split(".")[0] == "1")
    if saved:
        assert response["Location"] == change(edition)
    else:
        assert kept_of(response, edition, cast.phongvien).fields["title"] == "Mới"


def test_a_stale_form_names_who_moved_the_article_on(as_, piece, cast):
    edition = piece("in_review")
    client = as_("thukytoasoan")
    form = opened(client, change(edition))
    moves.make("pass_on", edition, by=cast.bientapvien, seen=edition.stamp, at=timezone.now())
    response = send(client, edition, "", form)
    assert kept_of(response, edition, cast.thukytoasoan).fields["title"] == "Tiêu đề đã sửa"
    [message] = led(client, response).messages()
    assert cast.bientapvien.display_name in message
    assert str(MOVES["pass_on"].label) in message
    assert cast.phongvien.display_name not in message


def test_a_draft_is_submitted_although_the_live_edition_was_withdrawn_meanwhile(as_, piece, cast):
    live = piece("live")
    draft = writing.open_next(live, by=cast.phongvien, at=timezone.now())
    client = as_("phongvien")
    form = opened(client, change(draft))
    moves.make("withdraw", live, by=None, seen=live.stamp, at=timezone.now(), note=REASON, ordered_by=ORDER)
    assert send(client, draft, "submit", form).status_code == 302


@pytest.mark.parametrize("on", ["submit", "publish"])
def test_when_the_article_went_on_meanwhile_every_word_is_kept(as_, piece, cast, on):
    edition = piece("draft")
    client = as_("phongvien")
    form = opened(client, change(edition)) | KEPT
    bring_to("in_review" if on == "submit" else "live", edition, at=timezone.now())
    before = rows(edition)
    for pressed in ({}, {"_move": "submit"}):
        response = client.post(change(edition), form | pressed)
        copy = kept_of(response, edition, cast.phongvien)
        assert {name: copy.fields[name] for name in KEPT} == KEPT
        page = led(client, response)
        assert [page.sides()[_(label)][1] for label in ("Title", "Lead", "Byline", "Tags")] == [
            KEPT[name] for name in ("title", "lead", "byline", "keywords")
        ]
        # She may look at it, and not write in it: it is not hers to change now.
        links = {link.attrs.get("href") for link in page.all("a")}
        assert (change(edition) in links, f"{change(edition)}?ban={copy.key}" in links) == (True, False)
    assert rows(edition) == before


BESIDE = {
    "date_line": "18:56, 15/09/2021",
    "expires_at": "mai sáu giờ",
    "photos-0-caption": "Toàn cảnh <i>Hội nghị</i>",
    "photos-0-credit": "CTV",
    "photos-0-alt": "Hội trường",
    "photos-1-caption": "Chú thích thứ hai",
}


def test_what_is_kept_is_what_was_typed_each_under_its_label(as_, piece, cast):
    """Pictures' words and times too, and nothing that was left empty."""
    edition = piece("draft")
    client = as_("phongvien")
    form = opened(client, change(edition)) | KEPT | BESIDE | {"photos-TOTAL_FORMS": "2"}
    bring_to("in_review", edition, at=timezone.now())
    response = client.post(change(edition), form)
    fields = kept_of(response, edition, cast.phongvien).fields
    assert {name: text for name, text in fields.items() if text} == KEPT | BESIDE | {
        "section": str(edition.section_id),
        "photos-0-order": form["photos-0-order"],
    }
    shown = {label: right for label, (_left, right) in led(client, response).sides().items()}
    words = ("Title", "Lead", "Body", "Byline", "Tags", "Date line", "Expires")
    labels = [_(word) for word in words]
    labels += [f"{_(word)} 1" for word in ("Caption", "Credit", "Alternative text")] + [f"{_('Caption')} 2"]
    body = {_("Body"): "Thân bài của tôi"}
    typed = dict(zip(labels, [*KEPT.values(), *BESIDE.values()], strict=True)) | body
    assert {label: shown[label] for label in labels} == typed
    assert set(shown) == {*labels, _("Section")}


def test_when_it_leaves_her_hands_in_the_very_moment_she_saves_every_word_is_kept(
    as_, piece, cast, monkeypatch
):
    """Between the look at whether she may change it and the save, her other tab submits it."""
    edition = piece("draft")
    client = as_("phongvien")
    form = opened(client, change(edition)) | KEPT
    look = editions._went_on

    def meanwhile(request, seen):
        went_on = look(request, seen)
        bring_to("in_review", edition, at=timezone.now())
        return went_on

    monkeypatch.setattr(editions, "_went_on", meanwhile)
    response = client.post(change(edition), form)
    copy = kept_of(response, edition, cast.phongvien)
    assert {name: copy.fields[name] for name in KEPT} == KEPT
    assert Edition.objects.get().title == edition.title


def test_a_new_article_with_a_forged_version_is_no_fault_of_the_server(as_, khoa_giao):
    client = as_("phongvien")
    words = {"title": "Tin", "body": BODY, "section": str(khoa_giao.pk)}
    form = opened(client) | words | {"_move": "submit", "seen": "1.9"}
    response = client.post(ADD, form)
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert Edition.objects.get().state == "in_review"


@pytest.mark.usefixtures("transactional_db")
def test_saving_while_somebody_passes_it_on_is_one_or_the_other(as_, cast, khoa_giao):
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    writer, passer = as_("thukytoasoan"), as_("bientapvien")
    form = opened(writer, change(edition)) | {"title": "Tiêu đề đã sửa"}
    saved, passed = at_once(
        [lambda: writer.post(change(edition), form), lambda: press(passer, edition, "pass_on")]
    )
    either = ("edition.edit_at_step", "edition.pass_on")
    done = [e.kind for e in Event.objects.about(edition) if e.kind in either]
    after = Edition.objects.get()
    assert len(done) == 1
    assert after.version == edition.version + 1
    assert (after.title == "Tiêu đề đã sửa") == (done == ["edition.edit_at_step"])
    if done == ["edition.pass_on"]:
        assert passed.status_code == 302
        assert kept_of(saved, edition, cast.thukytoasoan).fields["title"] == "Tiêu đề đã sửa"
    else:
        assert (saved["Location"], passed.status_code) == (change(edition), 409)


# ── The next edition ─────────────────────────────────────────────────────────
def next_of(edition: Edition) -> str:
    return reverse("admin:edition-open-next", args=[edition.pk])


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ("phongvien", "live"),
        ("phongvien", "withdrawn"),
        ("bientapvien", "live"),
        ("thukytoasoan", "scheduled"),
        ("tongbientap", "expired"),
    ],
)
def test_the_next_edition_begins_with_everything_the_last_one_holds(as_, cast, khoa_giao, clock, who, state):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, tags=("y tế",))
    edition.photos.create(photo=make_photo(), caption="Toàn cảnh Hội nghị.")
    edition = bring_to(state, edition)
    clock.move_to(AT + 5 * MINUTE)
    response = as_(who).post(next_of(edition))
    draft = Edition.objects.exclude(pk=edition.pk).get()
    assert (response.status_code, response["Location"]) == (302, change(draft))
    assert (draft.article, draft.number, draft.state) == (edition.article, 2, "draft")
    assert (draft.title, draft.lead, draft.body) == (edition.title, edition.lead, edition.body)
    assert draft.created_by == getattr(cast, who)
    assert [tag.name for tag in draft.tags.all()] == ["y tế"]
    assert [p.caption for p in draft.photos.all()] == ["Toàn cảnh Hội nghị."]
    assert edition.photos.count() == 1


def test_the_next_edition_is_opened_once_however_often_it_is_asked_for(as_, piece):
    edition = piece("live")
    client = as_("phongvien")
    answers = [client.post(next_of(edition)) for _ in range(3)]
    draft = Edition.objects.exclude(pk=edition.pk).get()
    assert [answer["Location"] for answer in answers] == [change(draft)] * 3
    assert [event.kind for event in Event.objects.about(draft)] == ["edition.open"]
    client.post(change(draft), opened(client, change(draft)) | {"title": "Đã sửa"})
    assert client.post(next_of(edition))["Location"] == change(draft)
    draft.refresh_from_db()
    assert draft.title == "Đã sửa"


def test_two_people_open_a_next_edition_each(as_, piece, cast):
    """Nobody is led into another's draft."""
    edition = piece("live")
    led = {who: as_(who).post(next_of(edition))["Location"] for who in ("phongvien", "bientapvien")}
    assert led == {
        who: change(Edition.objects.get(created_by=getattr(cast, who), number__gt=1)) for who in led
    }


@pytest.mark.usefixtures("transactional_db")
def test_eight_clicks_at_once_open_one_next_edition(as_, cast, khoa_giao, clock):
    edition = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    clock.move_to(AT + 5 * MINUTE)
    clients = [as_("phongvien") for _ in range(8)]
    answers = at_once([partial(client.post, next_of(edition)) for client in clients])
    draft = Edition.objects.exclude(pk=edition.pk).get()
    assert [(a.status_code, a["Location"]) for a in answers] == [(302, change(draft))] * 8
    assert (draft.number, draft.state) == (2, "draft")
    assert Event.objects.filter(kind="edition.open").count() == 1


def test_the_next_edition_of_what_she_may_not_see_does_not_exist(as_, piece):
    edition = piece("live")
    assert {as_(who).post(next_of(edition)).status_code for who in STRANGERS} == {404}
    assert Edition.objects.count() == 1


def test_the_next_edition_is_refused_to_who_only_sees(client, piece, khoa_giao):
    edition = piece("live")
    client.force_login(an_onlooker(khoa_giao, permission="withdraw_article"))
    assert client.get(change(edition)).status_code == 200
    assert client.post(next_of(edition)).status_code == 403
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "in_review", "returned"])
def test_what_is_not_approved_has_no_next_edition(as_, piece, state):
    edition = piece(state)
    assert as_("tongbientap").post(next_of(edition)).status_code == 403
    assert Edition.objects.count() == 1


def test_the_next_edition_opens_by_post_of_somebody_logged_in(client, as_, piece):
    edition = piece("live")
    assert as_("phongvien").get(next_of(edition)).status_code == 405
    asked = client.post(next_of(edition))
    [form] = Page(asked).all("form", id="login-again-form")
    assert (asked.status_code, form.attrs["action"]) == (401, next_of(edition))
    assert Edition.objects.count() == 1
