"""Who is told of a move, at the desk and by mail: never she who made it, nobody without the right, nobody who left."""

from datetime import datetime
from functools import partial

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from articles import moves, notices, permissions, writing
from articles.models import Edition, Notice
from articles.workflow import MOVES
from mail.models import Mail
from tests.factories import AT, HOUR, MINUTE, bring_to, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

LATER = AT + 5 * MINUTE
# A submission at the gate, with the notices and mails of everybody it waits for.
SUBMITTING = 16
ALL_MAIL = {f"mail_{name}": True for name in ("waiting", "returned", "approved", "withdrawn")}
NO_MAIL = dict.fromkeys(ALL_MAIL, False)


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def make(name: str, edition: Edition, *, by: User | None = None, at: datetime = LATER, **given) -> Edition:
    if name == "set_expiry":
        given["expires_at"] = at + HOUR
    return moves.make(name, edition, by=by, seen=fresh(edition).stamp, at=at, **given)


def unread(edition: Edition) -> set[tuple[str, str]]:
    found = Notice.objects.unread().filter(edition=edition)
    assert found.count() == found.values("person", "kind").distinct().count()
    return set(found.values_list("person__username", "subject"))


def waiting_for(*people: str) -> set[tuple[str, str]]:
    return {(name, "waiting") for name in people}


@pytest.fixture
def piece(cast, khoa_giao):
    def of(state: str, *, by: User | None = None) -> Edition:
        return make_edition(state=state, by=by or cast.phongvien, section=khoa_giao)

    return of


# ── Who ──────────────────────────────────────────────────────────────────────
def test_submitting_tells_those_who_may_pass_the_first_step_there(piece, cast):
    edition = piece("draft")
    make("submit", edition, by=cast.phongvien)
    assert unread(edition) == waiting_for("bientapvien", "thukytoasoan", "tongbientap")


def test_passing_on_tells_those_of_the_next_step_and_settles_the_calls_of_the_last(piece, cast):
    edition = piece("in_review")
    make("pass_on", edition, by=cast.bientapvien)
    assert unread(edition) == waiting_for("tongbientap")
    settled = Notice.objects.exclude(read_at=None)
    assert set(settled.values_list("read_at", flat=True)) == {LATER}
    assert settled.count() == 3


def test_she_who_did_it_is_not_told(piece, cast):
    edition = piece("in_review")
    make("pass_on", edition, by=cast.tongbientap)
    assert unread(edition) == set()


def test_the_author_is_not_told_that_her_own_text_waits(piece, cast):
    edition = piece("draft", by=cast.bientapvien)
    make("submit", edition)
    assert unread(edition) == waiting_for("thukytoasoan", "tongbientap")


@override_settings(SITE_OWN_TEXT_APPROVAL=True)
def test_where_people_pass_their_own_the_author_is_told(piece, cast):
    edition = piece("draft", by=cast.bientapvien)
    make("submit", edition)
    assert unread(edition) == waiting_for("bientapvien", "thukytoasoan", "tongbientap")


@pytest.mark.parametrize(
    "name",
    [
        *("send_back", "approve", "publish_again", "publish_urgently"),
        *("reschedule", "recall", "set_expiry", "withdraw"),
    ],
)
def test_the_writer_is_told_what_became_of_her_text_and_why(piece, cast, name):
    start = {"send_back": "in_review", "approve": "last_step", "withdraw": "live", "set_expiry": "live"}
    start |= dict.fromkeys(("reschedule", "recall"), "scheduled")
    if name == "publish_again":
        before = piece("withdrawn")
        draft = writing.open_next(before, by=cast.phongvien, at=AT + MINUTE)
        edition = bring_to("last_step", draft, at=AT + MINUTE)
    else:
        edition = piece(start.get(name, "draft"))
    Notice.objects.all().delete()
    make(name, edition, by=cast.tongbientap, note=" Sai số liệu. ", ordered_by="Ban Biên tập")
    subject = {
        "send_back": "returned",
        "reschedule": "rescheduled",
        "recall": "recalled",
        "set_expiry": "expiry",
        "withdraw": "withdrawn",
    }.get(name, "approved")
    [notice] = Notice.objects.filter(subject=subject)
    assert (notice.person, notice.kind, notice.note) == (cast.phongvien, MOVES[name].kind, "Sai số liệu.")
    assert (notice.by, notice.at, notice.read_at) == (str(cast.tongbientap), LATER, None)
    assert set(Notice.objects.values_list("person", flat=True)) == {cast.phongvien.pk}


def test_who_began_the_article_and_who_began_the_edition_are_both_told(piece, cast):
    first = piece("live")
    draft = writing.open_next(first, by=cast.bientapvien, at=AT + MINUTE)
    bring_to("last_step", draft, at=AT + MINUTE)
    make("approve", draft, by=cast.tongbientap)
    assert unread(draft) >= {("phongvien", "approved"), ("bientapvien", "approved")}
    assert {who for who, subject in unread(draft) if subject == "approved"} == {"phongvien", "bientapvien"}


def test_taking_back_tells_nobody_and_settles_the_calls(piece, cast):
    edition = piece("in_review")
    assert unread(edition) == waiting_for("bientapvien", "thukytoasoan", "tongbientap")
    make("take_back", edition, by=cast.phongvien)
    assert unread(edition) == set()


@pytest.mark.parametrize("name", ["send_back", "publish_urgently"])
def test_calls_are_settled_whoever_moved_the_piece(piece, cast, name):
    edition = piece("in_review")
    make(name, edition, by=cast.tongbientap, note="Gấp.")
    assert {subject for _who, subject in unread(edition)} == {
        "returned" if name == "send_back" else "approved"
    }


def test_an_edit_that_voids_calls_those_of_the_first_step_again(piece, cast):
    edition = fresh(piece("last_step"))
    edition.title = "Sửa lại"
    writing.revise(edition, by=cast.bientapvien, at=LATER)
    assert unread(edition) == waiting_for("thukytoasoan", "tongbientap")


def test_what_she_was_told_of_her_own_text_stays_unread_when_it_moves_on(piece, cast):
    edition = piece("returned")
    make("submit", edition, by=cast.phongvien)
    assert ("phongvien", "returned") in unread(edition)


def test_the_calls_of_other_pieces_are_not_settled(piece, cast):
    one, other = piece("in_review"), piece("in_review")
    make("send_back", one, by=cast.bientapvien, note="Thiếu ảnh.")
    assert unread(other) == waiting_for("bientapvien", "thukytoasoan", "tongbientap")


def test_nobody_of_another_section_and_nobody_who_left_is_told(piece, cast, khoa_giao):
    elsewhere = make_section(slug="xa-hoi")
    make_user(username="noi-khac", role="tongbientap", section=elsewhere)
    make_user(username="ben-duoi", role="tongbientap", section=make_section(slug="duoi", parent=khoa_giao))
    make_user(username="nghi-viec", role="tongbientap", section=khoa_giao, is_active=False)
    edition = piece("draft")
    make("submit", edition)
    assert unread(edition) == waiting_for("bientapvien", "thukytoasoan", "tongbientap")


def test_those_of_the_section_above_and_of_all_sections_are_told_once(khoa_giao, cast):
    everywhere = make_user(username="khap-noi", role="tongbientap")
    make_grant(person=everywhere, role="bientapvien", section=khoa_giao)
    edition = make_edition(section=make_section(slug="duoi", parent=khoa_giao), by=cast.phongvien)
    make("submit", edition)
    assert unread(edition) == waiting_for("bientapvien", "thukytoasoan", "tongbientap", "khap-noi")


def test_a_writer_who_left_is_not_told(piece, cast):
    edition = piece("in_review")
    User.objects.filter(pk=cast.phongvien.pk).update(is_active=False)
    make("send_back", edition, by=cast.bientapvien, note="Thiếu ảnh.")
    assert unread(edition) == set()


def test_the_writer_of_a_scheduled_edition_that_a_withdrawal_brings_back_is_told(piece, cast):
    live = piece("live")
    draft = writing.open_next(live, by=cast.congtacvien, at=AT + MINUTE)
    scheduled = bring_to("scheduled", draft, at=AT + MINUTE, live_from=AT + HOUR)
    make("withdraw", live, by=cast.thukytoasoan, note="Sai số liệu.", ordered_by="Ban Biên tập")
    assert fresh(scheduled).state == "draft"
    assert ("congtacvien", "recalled") in unread(scheduled)


@pytest.mark.parametrize("state", ["in_review", "last_step"])
def test_who_may_pass_agrees_with_may_pass_for_everybody(piece, cast, khoa_giao, state):
    make_user(username="khap-noi", role="tongbientap")
    make_user(username="ben-duoi", role="tongbientap", section=make_section(slug="duoi", parent=khoa_giao))
    make_user(username="nghi-viec", role="tongbientap", section=khoa_giao, is_active=False)
    for author in cast:
        edition = fresh(piece(state, by=author))
        asked = {person for person in User.objects.all() if permissions.may_pass(person, edition)}
        assert set(permissions.who_may_pass(edition, at=AT)) == asked


# ── By mail ──────────────────────────────────────────────────────────────────
def wants(person: User, *, email: str = "", **preferences) -> User:
    User.objects.filter(pk=person.pk).update(email=email, **preferences)
    person.refresh_from_db()
    return person


def mailed() -> set[str]:
    return set(Mail.objects.values_list("to", flat=True))


CASES = [
    ("submit", "draft", "bientapvien", "mail_waiting"),
    ("send_back", "in_review", "phongvien", "mail_returned"),
    ("approve", "last_step", "phongvien", "mail_approved"),
    ("publish_urgently", "draft", "phongvien", "mail_approved"),
    ("withdraw", "live", "phongvien", "mail_withdrawn"),
    ("recall", "scheduled", "phongvien", "mail_withdrawn"),
    ("reschedule", "scheduled", "phongvien", "mail_approved"),
    ("set_expiry", "live", "phongvien", "mail_withdrawn"),
]


@pytest.mark.parametrize(("name", "start", "who", "preference"), CASES, ids=[case[0] for case in CASES])
def test_a_mail_goes_to_who_has_an_address_and_wants_it(piece, cast, name, start, who, preference):
    edition, person = piece(start), getattr(cast, who)
    act = partial(make, name, by=cast.tongbientap, note="Lý do.", ordered_by="Ban Biên tập")
    wants(person, email="nguoi@bao.example", **{**NO_MAIL, preference: True})
    act(edition)
    assert mailed() == {"nguoi@bao.example"}


@pytest.mark.parametrize(("name", "start", "who", "preference"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("lacks", ["address", "wish"])
def test_no_mail_goes_to_who_lacks_an_address_or_the_wish(piece, cast, name, start, who, preference, lacks):
    edition, person = piece(start), getattr(cast, who)
    email = "" if lacks == "address" else "nguoi@bao.example"
    wants(person, email=email, **{**ALL_MAIL, preference: lacks == "address"})
    make(name, edition, by=cast.tongbientap, note="Lý do.", ordered_by="Ban Biên tập")
    assert mailed() == set()
    assert Notice.objects.filter(person=person).exists()


def test_she_who_did_it_gets_no_mail_of_it(piece, cast):
    edition = piece("in_review")
    wants(cast.tongbientap, email="tbt@bao.example", **ALL_MAIL)
    make("pass_on", edition, by=cast.tongbientap)
    assert mailed() == set()


@override_settings(SITE_URL="https://bao-mau.example", SITE_NAME="Báo Mẫu")
def test_a_mail_leads_to_the_piece_and_to_her_choices_by_the_papers_own_address(piece, cast):
    edition = piece("in_review")
    wants(cast.phongvien, email="pv@bao.example", **ALL_MAIL)
    make("send_back", edition, by=cast.bientapvien, note="Thiếu\nảnh.")
    [mail] = Mail.objects.all()
    assert f"https://bao-mau.example/admin/articles/edition/{edition.pk}/change/" in mail.text
    assert mail.text.count("https://bao-mau.example/") == mail.text.count("://") == 2
    assert all(words in mail.text for words in (edition.title, str(cast.bientapvien), "Thiếu\nảnh."))
    assert mail.subject.startswith("[Báo Mẫu] ")
    assert edition.title in mail.subject


def test_a_title_never_makes_a_second_header_of_a_mails_subject(piece, cast, khoa_giao):
    edition = make_edition(
        state="in_review", title="Một\r\nBcc: ai@x.example", by=cast.phongvien, section=khoa_giao
    )
    wants(cast.phongvien, email="pv@bao.example", **ALL_MAIL)
    make("send_back", edition, by=cast.bientapvien, note="Thiếu ảnh.")
    assert len(Mail.objects.get().subject.splitlines()) == 1


def test_each_notice_is_one_mail(piece, cast):
    wants(cast.phongvien, email="pv@bao.example", **ALL_MAIL)
    edition = piece("in_review")
    for _again in range(2):
        make("send_back", edition, by=cast.bientapvien, note="Thiếu ảnh.")
        bring_to("in_review", fresh(edition), at=LATER)
    keys = [f"notice-{pk}" for pk in Notice.objects.filter(subject="returned").values_list("pk", flat=True)]
    assert (len(keys), set(Mail.objects.values_list("key", flat=True))) == (2, set(keys))


# ── One transaction ──────────────────────────────────────────────────────────
def test_a_move_that_is_rolled_back_leaves_neither_notice_nor_mail(piece, cast):
    edition = piece("draft")
    wants(cast.bientapvien, email="btv@bao.example", **ALL_MAIL)
    with transaction.atomic():
        make("submit", edition, by=cast.phongvien)
        assert (Notice.objects.count(), Mail.objects.count()) == (3, 1)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Mail.objects.count()) == (0, 0)


def test_a_refused_move_tells_nobody_and_settles_nothing(piece, cast):
    edition = piece("in_review")
    before = list(Notice.objects.values())
    with pytest.raises(moves.Refused):
        make("send_back", edition, by=cast.bientapvien, note=" ")
    with pytest.raises(moves.Refused):
        make("approve", edition, by=cast.bientapvien)
    assert list(Notice.objects.values()) == before


@pytest.mark.parametrize("people", [3, 30])
def test_telling_thirty_asks_as_often_as_telling_three(khoa_giao, cast, people, django_assert_num_queries):
    for number in range(people):
        email = f"btv{number}@bao.example"
        make_user(username=f"btv{number}", role="bientapvien", section=khoa_giao, email=email, **ALL_MAIL)
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    ContentType.objects.clear_cache()
    seen = fresh(edition).stamp
    with django_assert_num_queries(SUBMITTING):
        moves.make("submit", edition, by=None, seen=seen, at=LATER)
    assert (Notice.objects.count(), Mail.objects.count()) == (people + 3, people)


def test_telling_nobody_writes_nothing(piece, cast, django_assert_num_queries):
    edition = fresh(piece("draft"))
    with django_assert_num_queries(0):
        notices.tell(
            [cast.phongvien], notices.Subject.APPROVED, edition, kind="x", by=cast.phongvien, at=LATER
        )
