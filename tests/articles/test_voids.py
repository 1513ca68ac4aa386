"""What a pass is bound to, and what an edit makes void: passes stand for the words that were seen."""

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from articles import moves, writing
from articles.models import Edition, Version
from record.models import Event
from tests.desk.pages import Page, change, opened
from tests.desk.test_moving import an_onlooker
from tests.factories import AT, MINUTE, make_edition, make_grant, make_section

pytestmark = pytest.mark.django_db

LATER = AT + 5 * MINUTE
TAKES_BACK = "Saving your changes takes it back to the first step, and those steps pass it anew."


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def kinds(edition: Edition) -> list[str]:
    """What was done since it was submitted, oldest first."""
    found = list(Event.objects.about(edition).order_by("pk").values_list("kind", flat=True))
    return [kind.removeprefix("edition.") for kind in found[found.index("edition.submit") + 1 :]]


def revised(edition: Edition, by, title: str = "Sửa lại") -> Edition:
    edition = fresh(edition)
    edition.title = title
    return writing.revise(edition, by=by, at=LATER)


@pytest.fixture
def piece(cast, khoa_giao):
    def at(state: str, *, by=None) -> Edition:
        return make_edition(state=state, by=by or cast.phongvien, section=khoa_giao)

    return at


@pytest.fixture
def desk(cast):
    def of(who: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, who))
        return client

    return of


# ── What a pass is bound to ──────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["submit", "pass_on", "approve", "send_back", "take_back"])
def test_a_move_is_recorded_with_the_fingerprint_of_what_was_seen(piece, name):
    start = {"submit": "draft", "pass_on": "in_review", "approve": "last_step"}.get(name, "in_review")
    edition = piece(start)
    seen = fresh(edition).fingerprint()
    moves.make(name, edition, by=None, seen=fresh(edition).stamp, at=LATER, note="Lý do.")
    assert Event.objects.about(edition).first().content_hash == seen


def test_each_pass_carries_the_words_of_its_own_moment(piece, cast, desk):
    edition = piece("in_review")
    first = fresh(edition).fingerprint()
    moves.make("pass_on", edition, by=cast.bientapvien, seen=fresh(edition).stamp, at=LATER)
    form = opened(desk("tongbientap"), change(edition))
    desk("tongbientap").post(
        change(edition), form | {"title": "Khác", "keywords": "y tế", "_move": "approve"}
    )
    now = fresh(edition)
    assert (now.state, now.title) == ("approved", "Khác")
    hashes = dict(Event.objects.about(edition).exclude(content_hash="").values_list("kind", "content_hash"))
    assert hashes["edition.pass_on"] == first
    assert hashes["edition.approve"] == now.fingerprint() == now.content_hash
    assert first != now.fingerprint()


def test_a_pass_of_words_that_were_changed_meanwhile_is_refused(piece, cast):
    edition = piece("in_review")
    seen = fresh(edition).stamp
    revised(edition, cast.tongbientap)
    with pytest.raises(moves.Overtaken):
        moves.make("pass_on", edition, by=cast.bientapvien, seen=seen, at=LATER)


# ── What an edit voids ───────────────────────────────────────────────────────
def test_an_edit_by_whoever_holds_the_step_keeps_what_was_passed(piece, cast):
    edition = piece("last_step")
    step = fresh(edition).step
    revised(edition, cast.tongbientap)
    assert (fresh(edition).step, kinds(edition)) == (step, ["pass_on", "edit_at_step"])
    event = Event.objects.about(edition).first()
    assert (event.actor_id, event.after) == (cast.tongbientap.pk, step.name)


def test_an_edit_by_somebody_who_does_not_hold_the_step_brings_it_back_to_the_first(piece, cast):
    edition = piece("last_step")
    last = fresh(edition).step
    done = revised(edition, cast.bientapvien)
    now = fresh(edition)
    assert (now.step, now.title, now.state) == (last.chain()[0], "Sửa lại", "in_review")
    assert (done.version, done.step, now.state_since) == (now.version, now.step, LATER)
    assert kinds(edition) == ["pass_on", "edit", "start_over"]
    over = Event.objects.about(edition).first()
    assert (over.actor_id, over.after) == (cast.bientapvien.pk, now.step.waiting_label)
    assert over.content_hash == now.fingerprint()


@pytest.mark.parametrize("who", ["bientapvien", "thukytoasoan", "tongbientap"])
def test_at_the_first_step_nothing_is_voided(piece, cast, who):
    edition = piece("in_review")
    step = fresh(edition).step
    revised(edition, getattr(cast, who))
    assert fresh(edition).step == step
    assert "start_over" not in kinds(edition)


def test_at_the_first_step_an_edit_by_one_who_edits_but_does_not_pass_voids_nothing(piece, khoa_giao):
    editor = an_onlooker(khoa_giao, permission="edit_edition")
    edition = piece("in_review")
    revised(edition, editor)
    assert kinds(edition) == ["edit"]


def test_she_may_not_edit_and_pass_the_step_her_edit_brings_it_back_from(piece, desk):
    edition = piece("last_step")
    client = desk("bientapvien")
    form = opened(client, change(edition)) | {"title": "Sửa lại", "_move": "pass_on"}
    assert client.post(change(edition), form).status_code in (403, 409)
    assert (fresh(edition).title, kinds(edition)) == ("Trao quà cho học sinh", ["pass_on"])


# ── At the desk ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("who", "state", "voids"),
    [
        ("bientapvien", "last_step", True),
        ("thukytoasoan", "last_step", True),
        ("tongbientap", "last_step", False),
        ("bientapvien", "in_review", False),
        ("tongbientap", "in_review", False),
    ],
)
def test_what_saving_would_void_is_said_before_and_is_so(desk, piece, who, state, voids):
    edition, client = piece(state), desk(who)
    response = client.get(change(edition))
    assert response.context["voids"] is voids
    assert (_(TAKES_BACK) in response.content.decode()) is voids
    form = Page(response).form()
    assert client.post(change(edition), form | {"title": "Sửa lại"}).status_code == 302
    assert ("start_over" in kinds(edition)) is voids


def test_who_passed_it_is_named_before_it_is_voided(desk, piece, cast):
    edition = piece("in_review")
    moves.make("pass_on", edition, by=cast.thukytoasoan, seen=fresh(edition).stamp, at=LATER)
    response = desk("bientapvien").get(change(edition))
    assert [event.actor_label for event in response.context["passed"]] == [str(cast.thukytoasoan)]


def test_a_pass_that_was_voided_is_not_named_again(desk, piece, cast):
    edition = piece("in_review")
    moves.make("pass_on", edition, by=cast.thukytoasoan, seen=fresh(edition).stamp, at=LATER)
    revised(edition, cast.bientapvien)
    moves.make("pass_on", edition, by=cast.tongbientap, seen=fresh(edition).stamp, at=LATER)
    response = desk("bientapvien").get(change(edition))
    assert [event.actor_label for event in response.context["passed"]] == [str(cast.tongbientap)]


def test_a_pass_is_named_however_much_was_done_since(desk, piece, cast):
    edition = piece("in_review")
    moves.make("pass_on", edition, by=cast.thukytoasoan, seen=fresh(edition).stamp, at=LATER)
    for number in range(31):
        revised(edition, cast.tongbientap, f"Lần {number}")
    response = desk("bientapvien").get(change(edition))
    assert [event.actor_label for event in response.context["passed"]] == [str(cast.thukytoasoan)]


@pytest.mark.parametrize("who", ["bientapvien", "tongbientap"])
def test_a_save_of_unchanged_words_voids_nothing_and_writes_nothing(desk, cast, khoa_giao, who):
    edition = make_edition(
        by=cast.phongvien,
        section=khoa_giao,
        lead="Dòng một\nDòng hai",
        tags=("y tế", "khoa giáo"),
        date_line=AT,
    )
    edition.photos.create(caption="Ảnh minh họa.", order=1)
    for name in ("submit", "pass_on"):
        moves.make(name, edition, by=None, seen=fresh(edition).stamp, at=AT)
    before = list(Edition.objects.values())
    client = desk(who)
    form = opened(client, change(edition))
    crlf = {name: value.replace("\n", "\r\n") for name, value in form.items()}
    assert client.post(change(edition), crlf).status_code == 302
    assert list(Edition.objects.values()) == before
    assert (kinds(edition), Version.objects.count()) == (["pass_on"], 0)


@pytest.mark.parametrize("which", ["keywords", "photos-0-caption", "section"])
def test_tags_pictures_and_the_section_are_words_too(desk, piece, khoa_giao, cast, which):
    edition = piece("last_step")
    under = make_section(slug="tuyen-sinh", parent=khoa_giao)
    client = desk("bientapvien")
    given = str(under.pk) if which == "section" else "Ảnh minh họa."
    assert client.post(change(edition), opened(client, change(edition)) | {which: given}).status_code == 302
    assert kinds(edition) == ["pass_on", "edit", "start_over"]


def test_whose_step_it_is_is_asked_where_the_piece_was_and_not_where_she_puts_it(desk, piece, cast):
    """Who may pass elsewhere does not make her edit here a holder's by taking the piece along."""
    elsewhere = make_section(slug="van-hoa")
    make_grant(person=cast.bientapvien, role="tongbientap", section=elsewhere)
    edition, client = piece("last_step"), desk("bientapvien")
    response = client.get(change(edition))
    assert response.context["voids"] is True
    moved = Page(response).form() | {"section": str(elsewhere.pk), "title": "Sửa lại"}
    assert client.post(change(edition), moved).status_code == 302
    assert kinds(edition) == ["pass_on", "edit", "start_over"]


def test_a_holder_who_puts_it_elsewhere_voids_nothing_that_she_was_not_told_of(desk, piece, cast):
    elsewhere = make_section(slug="van-hoa")
    make_grant(person=cast.tongbientap, role="bientapvien", section=elsewhere)
    edition, client = piece("last_step"), desk("tongbientap")
    response = client.get(change(edition))
    assert response.context["voids"] is False
    assert (
        client.post(change(edition), Page(response).form() | {"section": str(elsewhere.pk)}).status_code
        == 302
    )
    assert kinds(edition) == ["pass_on", "edit_at_step"]
