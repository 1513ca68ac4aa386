"""What she is told on the desk's first page: her notices, and what changed since she last looked."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from articles import moves, notices, taking
from articles.models import Edition, Notice
from tests.desk.pages import Page, change
from tests.desk.test_panels import box, panel
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

NEWS, CHANGES = "desk/articles/panel_news.html", "desk/articles/panel_changes.html"
READ_ALL, LOOKED = "/admin/thong-bao/da-xem/", "/admin/da-xem/"
one_and_three = pytest.mark.parametrize("pieces", [1, 3])


def told(client: Client) -> list[str]:
    return [notice.edition.title for notice, _subject, _what in panel(client, NEWS)["notices"]]


def changes(client: Client) -> list[tuple[str, str]]:
    return [(event.label, event.kind) for event in panel(client, CHANGES)["events"]]


def tell(person: User, edition: Edition, *, by: User | None = None, note: str = "", at=AT) -> Notice:
    notices.tell([person], notices.Subject.APPROVED, edition, kind="edition.approve", by=by, at=at, note=note)
    return Notice.objects.filter(person=person).latest("pk")


def sent(page: Page, address: str) -> dict[str, str]:
    """What a browser would send with the form of this address."""
    [form] = page.all("form", action=address)
    return {e.attrs["name"]: e.attrs["value"] for e in page.all("input") if e.within(form)}


@pytest.fixture
def piece(cast, khoa_giao) -> Edition:
    return make_edition(title="Tin", by=cast.phongvien, section=khoa_giao, at=AT - 2 * DAY)


# ── News ─────────────────────────────────────────────────────────────────────
@one_and_three
def test_her_news_say_who_did_what_to_which_piece_and_why(as_, cast, khoa_giao, pieces):
    for number in range(pieces):
        edition = make_edition(title=f"Tin {number}", state="in_review", by=cast.phongvien, section=khoa_giao)
        moves.make(
            "send_back", edition, by=cast.bientapvien, seen=edition.stamp, at=AT, note=f"Lý do {number}."
        )
    client = as_("phongvien")
    page = box(client, NEWS)
    assert page.texts("button", css="as-link") == [f"Tin {number}" for number in reversed(range(pieces))]
    assert page.texts("q") == [f"Lý do {number}." for number in reversed(range(pieces))]
    assert f"{cast.bientapvien}: Trả lại" in page.texts("p", inside="pieces")[0]
    assert "09:00, 04/05/2040" in page.texts("time")
    assert panel(client, NEWS)["count"] == pieces
    assert told(as_("congtacvien")) == []


def test_the_way_from_her_news_to_a_decision_is_three_clicks(as_, cast, khoa_giao):
    edition = make_edition(title="Tin", state="last_step", by=cast.phongvien, section=khoa_giao)
    client = as_("tongbientap")
    [form] = [e for e in box(client, NEWS).all("form") if e.attrs["action"] != READ_ALL]
    response = client.post(form.attrs["action"])
    assert (response.status_code, response["Location"]) == (303, change(edition))
    page = Page(client.get(response["Location"]))
    assert "approve" in page.moves()
    client.post(reverse("admin:edition-move", args=[edition.pk, "approve"]), {"seen": edition.stamp})
    assert Edition.objects.get(pk=edition.pk).state == "approved"


def test_opening_a_notice_makes_that_one_read_and_no_other(as_, cast, piece):
    first, second = tell(cast.phongvien, piece, at=AT - HOUR), tell(cast.phongvien, piece)
    client = as_("phongvien")
    client.post(reverse("admin:notice-open", args=[first.pk]))
    assert [notice for notice, *_said in panel(client, NEWS)["notices"]] == [second]
    first.refresh_from_db()
    assert first.read_at is not None


def test_opening_it_twice_leads_there_twice_and_keeps_when_it_was_read(as_, cast, piece, clock):
    notice, client = tell(cast.phongvien, piece), as_("phongvien")
    client.post(reverse("admin:notice-open", args=[notice.pk]))
    before = Notice.objects.get(pk=notice.pk).read_at
    clock.move_to(AT + HOUR)
    response = client.post(reverse("admin:notice-open", args=[notice.pk]))
    assert (response.status_code, response["Location"]) == (303, change(piece))
    assert Notice.objects.get(pk=notice.pk).read_at == before


def test_the_news_of_pieces_she_may_no_longer_know_of_are_not_shown(as_, cast, piece):
    notice = tell(cast.bientapvien, piece)
    client = as_("bientapvien")
    assert told(client) == ["Tin"]
    cast.bientapvien.grants.all().delete()
    make_grant(person=cast.bientapvien, role="bientapvien", section=make_section(slug="xa-hoi"))
    assert told(client) == []
    assert client.post(reverse("admin:notice-open", args=[notice.pk])).status_code == 404
    assert Notice.objects.unread().filter(pk=notice.pk).exists()


def test_all_her_news_are_seen_at_once_and_nobody_elses(as_, cast, piece):
    hers = [tell(cast.phongvien, piece) for _ in range(12)]
    anothers = tell(cast.bientapvien, piece)
    client = as_("phongvien")
    assert (panel(client, NEWS)["count"], len(told(client))) == (12, 10)
    response = client.post(READ_ALL, sent(box(client, NEWS), READ_ALL))
    assert (response.status_code, response["Location"]) == (303, reverse("admin:index"))
    assert told(client) == []
    assert [notice.pk for notice in Notice.objects.unread()] == [anothers.pk]
    assert len(hers) == Notice.objects.exclude(read_at=None).count()


def test_what_came_after_the_page_was_shown_stays_unread(as_, cast, piece):
    tell(cast.phongvien, piece)
    client = as_("phongvien")
    form = sent(box(client, NEWS), READ_ALL)
    late = tell(cast.phongvien, piece)
    client.post(READ_ALL, form)
    assert [notice.pk for notice in Notice.objects.unread()] == [late.pk]


@pytest.mark.parametrize("newest", ["", "x", "-1", "9" * 40, "١"])
def test_marking_all_without_a_sensible_newest_marks_all_or_fewer_but_never_fails(as_, cast, piece, newest):
    tell(cast.phongvien, piece)
    anothers = tell(cast.bientapvien, piece)
    assert as_("phongvien").post(READ_ALL, {"newest": newest}).status_code == 303
    assert Notice.objects.unread().filter(pk=anothers.pk).exists()


def test_news_are_counted_up_to_ninety_nine(as_, cast, piece):
    Notice.objects.bulk_create(
        Notice(
            person=cast.phongvien, edition=piece, subject="approved", kind="edition.approve", by="X", at=AT
        )
        for _ in range(105)
    )
    client = as_("phongvien")
    assert box(client, NEWS).texts("span", css="count") == ["99+"]
    assert len(told(client)) == 10


# ── What changed ─────────────────────────────────────────────────────────────
@one_and_three
def test_what_others_did_is_told_newest_first_without_what_she_did_herself(as_, cast, khoa_giao, pieces):
    for number in range(pieces):
        make_edition(
            title=f"Tin {number}", by=cast.phongvien, section=khoa_giao, at=AT - (9 - number) * MINUTE
        )
    make_edition(title="Của tôi", by=cast.bientapvien, section=khoa_giao)
    make_edition(title="Chuyện khác", by=cast.outsider, section=make_section(slug="xa-hoi"))
    make_edition(title="Hôm kia", by=cast.phongvien, section=khoa_giao, at=AT - 2 * DAY)
    assert changes(as_("bientapvien")) == [
        (f"Tin {number}", "edition.begin") for number in reversed(range(pieces))
    ]
    assert panel(as_("bientapvien"), CHANGES)["count"] == pieces
    assert changes(as_("congtacvien")) == []
    assert changes(as_("outsider")) == []


def test_a_reporter_is_told_of_her_own_pieces_only(as_, cast, khoa_giao, piece):
    bring_to("in_review", piece, at=AT - HOUR)
    make_edition(title="Của cộng tác viên", state="in_review", by=cast.congtacvien, section=khoa_giao)
    assert changes(as_("phongvien")) == [("Tin", "edition.submit")]


def test_what_the_system_did_counts_as_done_by_others(as_, cast, piece):
    bring_to("in_review", piece, at=AT - MINUTE)
    [row] = box(as_("phongvien"), CHANGES).texts("p", inside="pieces")
    assert row.startswith("Hệ thống: Gửi duyệt")


def test_having_looked_she_is_told_of_what_came_after(as_, cast, piece, clock):
    bring_to("in_review", piece, at=AT - HOUR)
    client = as_("bientapvien")
    response = client.post(LOOKED, sent(box(client, CHANGES), LOOKED))
    assert (response.status_code, response["Location"]) == (303, reverse("admin:index"))
    assert changes(client) == []
    clock.move_to(AT + 2 * HOUR)
    current = Edition.objects.get(pk=piece.pk)
    taking.take(current, by=cast.thukytoasoan, seen=None, at=AT + HOUR)
    assert changes(client) == [("Tin", "edition.take")]


def test_what_happened_while_she_looked_is_told_the_next_time(as_, cast, piece, clock):
    bring_to("in_review", piece, at=AT - HOUR)
    client = as_("bientapvien")
    form = sent(box(client, CHANGES), LOOKED)
    taking.take(Edition.objects.get(pk=piece.pk), by=cast.thukytoasoan, seen=None, at=AT + MINUTE)
    clock.move_to(AT + 2 * MINUTE)
    client.post(LOOKED, form)
    assert changes(client) == [("Tin", "edition.take")]


@pytest.mark.parametrize(
    "seen", ["", "hôm qua", "2039-01-01T00:00:00+07:00", "2041-01-01T00:00:00+07:00", "2040-05-04"]
)
def test_a_time_she_cannot_have_seen_counts_as_now(as_, cast, seen):
    as_("phongvien").post(LOOKED, {"seen": seen})
    looked_at = User.objects.get(pk=cast.phongvien.pk).looked_at
    assert AT <= looked_at < AT + MINUTE


def test_changes_are_counted_up_to_ninety_nine(as_, cast, piece):
    edition = bring_to("in_review", piece, at=AT - HOUR)
    for _ in range(53):
        taking.take(edition, by=cast.thukytoasoan, seen=None, at=AT - MINUTE)
        edition.refresh_from_db()
        taking.put_back(edition, by=cast.thukytoasoan, at=AT - MINUTE)
    client = as_("bientapvien")
    assert box(client, CHANGES).texts("span", css="count") == ["99+"]
    assert len(changes(client)) == 10


# ── Refusals ─────────────────────────────────────────────────────────────────
@pytest.fixture
def addresses(cast, piece) -> list[str]:
    return [reverse("admin:notice-open", args=[tell(cast.phongvien, piece).pk]), READ_ALL, LOOKED]


def unchanged(cast) -> bool:
    return Notice.objects.unread().count() == 1 and User.objects.get(pk=cast.phongvien.pk).looked_at is None


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_they_take_what_a_form_sends_and_nothing_else(as_, cast, addresses, method):
    answers = [getattr(as_("phongvien"), method)(address).status_code for address in addresses]
    assert (answers, unchanged(cast)) == ([405, 405, 405], True)


def test_looking_at_the_first_page_changes_nothing(as_, cast, addresses):
    as_("phongvien").get(reverse("admin:index"))
    assert unchanged(cast)


def test_strangers_are_asked_to_log_in_and_change_nothing(client, cast, addresses):
    answers = [client.post(address).status_code for address in addresses]
    assert (answers, unchanged(cast)) == ([401, 401, 401], True)


def test_a_form_without_its_token_is_refused(cast, addresses):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.phongvien)
    answers = [client.post(address).status_code for address in addresses]
    assert (answers, unchanged(cast)) == ([403, 403, 403], True)


def test_who_is_no_longer_on_the_staff_changes_nothing(client, cast, addresses):
    client.force_login(cast.phongvien)
    User.objects.filter(pk=cast.phongvien.pk).update(is_staff=False)
    assert all(client.post(address).status_code != 303 for address in addresses)
    assert unchanged(cast)


@pytest.mark.parametrize("who", ["bientapvien", "tongbientap", "quantri", "outsider"])
def test_somebody_elses_notice_is_not_there(as_, cast, addresses, who):
    client = as_(who)
    assert client.post(addresses[0]).status_code == 404
    client.post(READ_ALL, {"person": cast.phongvien.pk})
    client.post(LOOKED, {"person": cast.phongvien.pk, "user": cast.phongvien.pk})
    assert unchanged(cast)


def test_a_notice_that_never_was_is_not_there(as_, cast):
    assert as_("phongvien").post(reverse("admin:notice-open", args=[999])).status_code == 404


def test_further_fields_lead_nowhere_else(as_, cast, piece):
    notice = tell(cast.phongvien, piece)
    extra = {"next": "https://example.org/", "edition": "1", "read_at": ""}
    client = as_("phongvien")
    assert client.post(reverse("admin:notice-open", args=[notice.pk]), extra)["Location"] == change(piece)
    assert client.post(READ_ALL, extra)["Location"] == reverse("admin:index")
    assert client.post(LOOKED, extra)["Location"] == reverse("admin:index")


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_has_nothing_to_do_with_articles_is_told_nothing(as_, cast, piece, who):
    tell(getattr(cast, who), piece)
    assert (panel(as_(who), NEWS), panel(as_(who), CHANGES)) == (None, None)


def test_every_member_of_the_staff_may_say_she_looked(client, khoa_giao):
    person = make_user(username="khong-quyen")
    client.force_login(person)
    assert [client.post(address).status_code for address in (READ_ALL, LOOKED)] == [303, 303]
    assert User.objects.get(pk=person.pk).looked_at is not None
