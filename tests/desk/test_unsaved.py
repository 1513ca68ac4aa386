"""Nothing typed is lost: what an open form keeps by itself, a save that comes too late, a mistake, a take-over."""

import json
import random
import unicodedata
import uuid
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from articles import moves
from articles.models import Edition, Notice, Version, WorkingCopy
from articles.models.copy import LONGEST, PRESENT_FOR, Why
from cms import html
from cms.text import nfc
from photos.models import Photo
from record.models import Event
from tests.desk.pages import ADD, Page, change, opened
from tests.desk.racing import at_once
from tests.factories import MINUTE, make_edition, make_picture, make_section, make_user

pytestmark = pytest.mark.django_db

TYPING = "/admin/articles/edition/dang-go/"
MANY, ROUNDS = 8, 3
TYPED = {
    "title": "Đang gõ dở",
    "lead": "Sapo chưa xong\nhai dòng",
    "body": "<p>Thân bài chưa xong</p>",
    "byline": "N.V",
    "keywords": "y tế, khoa giáo",
}
CAPTION = "Toàn cảnh Hội nghị."


class Desk:
    """Somebody before a form at her browser: she opens it, types, saves."""

    def __init__(self, person: User, address: str) -> None:
        self.person, self.address = person, address
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        self.form: dict[str, str] = {}

    def open(self, query: str = "") -> "Desk":
        self.form = opened(self.client, self.address + query)
        return self

    @property
    def key(self) -> str:
        return self.form["form_key"]

    def write(self, **words) -> None:
        self.form |= words

    def beat(self, **given) -> dict:
        """The form says that it is open."""
        response = self.client.post(TYPING, self.form | given, headers={"Accept": "application/json"})
        assert response.status_code == 200
        return response.json()

    def type(self, **words) -> dict:
        """And what stands in it."""
        self.write(**words)
        return self.beat(typed="1")

    def save(self, query: str = "", **words):
        self.write(**words)
        response = self.client.post(self.address + query, self.form)
        assert response.status_code < 500
        return response

    def copy(self) -> WorkingCopy:
        return WorkingCopy.objects.get(key=self.key)


@pytest.fixture
def piece(cast, khoa_giao) -> Edition:
    """The reporter's draft."""
    return make_edition(by=cast.phongvien, section=khoa_giao)


@pytest.fixture
def at_desk(cast, piece):
    def of(who: str, edition: Edition | None = None) -> Desk:
        return Desk(getattr(cast, who), change(edition or piece)).open()

    return of


@pytest.fixture
def hers(at_desk) -> Desk:
    return at_desk("phongvien")


@pytest.fixture
def editor(at_desk) -> Desk:
    return at_desk("bientapvien")


@pytest.fixture
def blank(cast) -> Desk:
    """A new article's form."""
    return Desk(cast.phongvien, ADD).open()


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def rows() -> tuple:
    """What typing must leave as it is."""
    return [list(model.objects.order_by("pk").values()) for model in (Edition, Version, Event, Notice)]


def everything_kept() -> str:
    """All words that stand in an edition, in an older version or in somebody's copy."""
    kept = list(Edition.objects.values_list("title", "lead", "body", "byline"))
    kept += [tuple(fields.values()) for fields in Version.objects.values_list("fields", flat=True)]
    kept += [tuple(fields.values()) for fields in WorkingCopy.objects.values_list("fields", flat=True)]
    return json.dumps(kept, ensure_ascii=False)


def page_of(response, desk: Desk) -> Page:
    assert response.status_code == 302
    return Page(desk.client.get(response["Location"]))


# ── Typing ───────────────────────────────────────────────────────────────────
def test_typing_changes_nothing_but_her_own_copy(hers):
    before = rows()
    for word in ("Một", "Một hai", "Một hai ba"):
        assert hers.type(title=word)["saved"] == f"{timezone.localtime():%H:%M:%S}"
    assert rows() == before
    assert (WorkingCopy.objects.count(), hers.copy().fields["title"]) == (1, "Một hai ba")


def test_what_is_kept_is_what_was_typed(hers, cast, piece):
    hers.type(**TYPED, date_line="mười tám giờ", expires_at="?", **{"photos-0-caption": CAPTION})
    copy = hers.copy()
    assert {name: copy.fields[name] for name in TYPED} == TYPED
    assert (copy.fields["date_line"], copy.fields["expires_at"]) == ("mười tám giờ", "?")
    assert (copy.fields["photos-0-caption"], copy.fields["section"]) == (CAPTION, hers.form["section"])
    assert (copy.person, copy.edition, copy.seen) == (cast.phongvien, piece, hers.form["seen"])
    assert (copy.why, copy.closed_at, copy.typed_at is not None) == (Why.TYPED, None, True)


def test_a_reason_an_order_and_a_time_are_words_too_and_what_else_a_form_carries_is_not_kept(hers):
    of_a_move = {"note": "Thiếu nguồn tin.", "live_from": "ngày kia", "ordered_by": "Tổng Biên tập"}
    hers.type(**of_a_move, state="approved", created_by="1", csrfmiddlewaretoken="x")
    fields = hers.copy().fields
    assert {name: fields.get(name) for name in of_a_move} == of_a_move
    assert {"state", "created_by", "csrfmiddlewaretoken", "form_key", "seen", "edition"} & set(
        fields
    ) == set()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(), lead=st.text(), body=st.text(), caption=st.text(), section=st.text(max_size=9))
def test_any_text_at_all_is_kept_as_it_was_typed(hers, title, lead, body, caption, section):
    def sent(text: str) -> str:
        """What arrives of it: a lone half of a pair is no character, and no browser can send it."""
        return text.encode(errors="replace").decode()

    words = {"title": title, "lead": lead, "photos-0-caption": caption, "section": section}
    words = {name: sent(text) for name, text in words.items()}
    assert hers.type(**words, body=sent(body))["saved"]
    kept = hers.copy().fields
    assert {name: kept[name] for name in words} == {name: nfc(text) for name, text in words.items()}
    assert all(unicodedata.is_normalized("NFC", text) for text in kept.values())
    assert kept["body"] == html.clean(sent(body))


def test_the_body_is_cleaned_by_the_gate_before_it_is_kept(hers):
    hers.type(body='<p onclick="alert(1)">Chào<script>alert(1)</script></p>')
    assert hers.copy().fields["body"] == "<p>Chào</p>"


def test_somebody_elses_opening_does_not_exist(hers, editor):
    hers.type(title="Của tôi")
    before = list(WorkingCopy.objects.values())
    for said in ({}, {"typed": "1"}):
        response = editor.client.post(TYPING, editor.form | {"form_key": hers.key, "title": "Khác"} | said)
        assert response.status_code == 404
    editor.client.post(TYPING, editor.form | {"form_key": hers.key, "leaving": "1"})
    assert list(WorkingCopy.objects.values()) == before


@pytest.mark.parametrize("key", ["", "x", "0", "\x00", "9" * 40])
def test_an_opening_without_a_key_is_not_found(hers, key):
    assert hers.client.post(TYPING, hers.form | {"form_key": key, "typed": "1"}).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "congtacvien", "kiemduyet", "quantri"])
def test_words_of_an_edition_that_is_not_hers_to_see_are_not_found(cast, piece, hers, who):
    client = Client(raise_request_exception=False)
    client.force_login(getattr(cast, who))
    form = hers.form | {"form_key": str(uuid.uuid4())}
    for said in ({}, {"typed": "1"}, {"leaving": "1"}):
        assert client.post(TYPING, form | said).status_code == 404
    assert WorkingCopy.objects.count() == 0


@pytest.mark.parametrize("edition", ["0", "-1", "x", "9" * 18, "9" * 30, "\x00", "²"])
def test_an_edition_that_is_not_there_is_not_found(hers, edition):
    assert hers.client.post(TYPING, hers.form | {"edition": edition, "typed": "1"}).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("phongvien", 200), ("kiemduyet", 404), ("quantri", 404)])
def test_only_who_writes_keeps_words_of_a_new_article(cast, who, status):
    client = Client(raise_request_exception=False)
    client.force_login(getattr(cast, who))
    sent = TYPED | {"form_key": str(uuid.uuid4()), "edition": "", "typed": "1"}
    assert client.post(TYPING, sent).status_code == status
    assert WorkingCopy.objects.count() == (status == 200)


def test_typing_is_posted_by_somebody_who_is_logged_in(hers, client):
    assert hers.client.get(TYPING).status_code == 405
    response = client.post(TYPING, hers.form | {"typed": "1"}, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert WorkingCopy.objects.count() == 0


def test_a_text_too_long_to_be_kept_is_refused_in_words_and_what_was_kept_stays(hers):
    hers.type(title="Ngắn")
    response = hers.client.post(TYPING, hers.form | {"lead": "a" * LONGEST, "typed": "1"})
    assert (response.status_code, bool(response.json()["error"])) == (413, True)
    assert hers.copy().fields["title"] == "Ngắn"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seen", "\x00"),
        ("seen", "1." * 40),
        ("continues", "x"),
        ("continues", str(uuid.uuid4())),
        ("photos-٣-caption", "x"),
        ("photos--caption", "x"),
        ("photos-999999999-caption", "x"),
        ("title", "\x00\ud83d".encode(errors="replace").decode()),
    ],
    ids=lambda value: value[:12].replace("\x00", "NUL"),
)
def test_odd_fields_are_taken_or_left_and_are_no_fault(hers, name, value):
    assert hers.client.post(TYPING, hers.form | {name: value, "typed": "1"}).status_code == 200
    assert "photos-999999999-caption" not in hers.copy().fields


def test_a_picture_at_a_place_beyond_all_numbers_is_left(hers):
    sent = urlencode(hers.form | {f"photos-{'1' * 5000}-caption": "x", "typed": "1"})
    response = hers.client.post(TYPING, sent, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert not [name for name in hers.copy().fields if len(name) > 40]


def test_a_save_that_carries_an_odd_stamp_is_kept(hers):
    response = hers.save(**TYPED, seen="\x00")
    assert page_of(response, hers).texts("h1")
    assert hers.copy().fields["title"] == TYPED["title"]


# ── An opening that is over ──────────────────────────────────────────────────
def test_a_late_autosave_does_not_open_again_what_was_saved(hers):
    hers.type(**TYPED)
    hers.save(title="Đã lưu")
    closed = hers.copy()
    assert closed.closed_at is not None
    assert hers.type(title="Muộn")["saved"] == ""
    now = hers.copy()
    assert (now.closed_at, now.fields) == (closed.closed_at, closed.fields)
    assert list(WorkingCopy.objects.unsaved()) == []


def test_a_first_autosave_that_arrives_after_the_save_opens_nothing(hers):
    hers.save(**TYPED)
    assert hers.beat(typed="1")["saved"] == ""
    assert list(WorkingCopy.objects.unsaved()) == []


def test_a_first_autosave_that_arrives_after_a_new_article_was_saved_opens_nothing(blank, khoa_giao):
    blank.save(**TYPED, section=str(khoa_giao.pk))
    assert blank.beat(typed="1")["saved"] == ""
    assert list(WorkingCopy.objects.unsaved()) == []


def test_a_late_autosave_does_not_open_again_what_was_put_away(hers):
    hers.type(**TYPED)
    hers.client.post(reverse("admin:copy-discard", args=[hers.key]))
    assert hers.type(title="Muộn")["saved"] == ""
    assert hers.copy().fields["title"] == TYPED["title"]


# ── Who sits before it ───────────────────────────────────────────────────────
def names(answer: dict) -> list[str]:
    return [other["name"] for other in answer["others"]]


def test_the_others_are_colleagues_who_have_it_open_and_not_oneself(hers, editor, at_desk, cast):
    assert names(hers.beat()) == []
    assert names(editor.beat()) == [str(cast.phongvien)]
    assert names(hers.beat()) == [str(cast.bientapvien)]
    at_desk("phongvien").beat()
    assert names(editor.beat()) == [str(cast.phongvien)]
    assert names(hers.beat()) == [str(cast.bientapvien)]


def test_who_sits_before_another_text_is_not_among_them(hers, at_desk, cast, khoa_giao):
    other = make_edition(by=cast.phongvien, section=khoa_giao)
    at_desk("bientapvien", other).beat()
    assert names(hers.beat()) == []


@pytest.mark.parametrize(("seconds", "there"), [(-1, True), (0, False), (1, False)])
def test_who_said_nothing_for_a_while_is_gone(hers, editor, clock, cast, seconds, there):
    # The clock of the tests goes on by itself: the beat is laid where it is needed.
    editor.beat()
    moment = timezone.now().replace(microsecond=0)
    WorkingCopy.objects.update(here_at=moment - PRESENT_FOR - timedelta(seconds=seconds))
    found = WorkingCopy.objects.present(moment)
    assert found.exists() is there
    clock.move_to(moment + PRESENT_FOR + MINUTE)
    assert names(hers.beat()) == []


@pytest.mark.parametrize("with_words", [False, True])
def test_who_leaves_is_gone_at_once_and_her_words_are_kept(hers, editor, with_words):
    editor.type(title="Của biên tập")
    given = {"leaving": "1", "title": "Chữ cuối"} | ({"typed": "1"} if with_words else {})
    editor.beat(**given)
    assert names(hers.beat()) == []
    assert editor.copy().fields["title"] == ("Chữ cuối" if with_words else "Của biên tập")
    assert editor.copy().closed_at is None


def test_who_saved_is_not_there_any_more(hers, editor):
    editor.type(title="Của biên tập")
    editor.save()
    assert names(hers.beat()) == []


def test_being_there_is_no_word(hers):
    assert hers.beat()["saved"] == ""
    assert (hers.copy().typed_at, list(WorkingCopy.objects.unsaved())) == (None, [])


def test_the_form_says_who_was_faster(hers, editor, cast):
    assert hers.beat()["stale"] == ""
    editor.save(title="Của biên tập")
    assert str(cast.bientapvien) in hers.beat()["stale"]


def test_colleagues_are_named_on_the_page_too(hers, editor, cast):
    editor.beat()
    response = hers.client.get(hers.address)
    assert [copy.person for copy in response.context["others"]] == [cast.bientapvien]


# ── Taking over ──────────────────────────────────────────────────────────────
def take_over(desk: Desk, edition: Edition, **headers):
    return desk.client.post(reverse("admin:edition-take-over", args=[edition.pk]), headers=headers)


def test_whoever_is_taken_over_is_told_in_her_form_and_by_a_notice(hers, editor, piece, cast):
    hers.type(**TYPED)
    editor.beat()
    assert take_over(editor, piece, accept="application/json").json() == {"told": 1}
    assert str(cast.bientapvien) in hers.beat()["taken_over"]
    assert editor.beat()["taken_over"] == ""
    [notice] = Notice.objects.all()
    assert (notice.person, notice.subject, notice.by) == (cast.phongvien, "taken_over", str(cast.bientapvien))
    event = Event.objects.about(piece).first()
    assert (event.kind, event.actor_id) == ("edition.take_over", cast.bientapvien.pk)


def test_what_she_saves_afterwards_is_kept_as_hers_and_changes_nothing(hers, editor, piece):
    hers.type(**TYPED)
    take_over(editor, piece)
    before = list(Edition.objects.values()), Version.objects.count()
    page = page_of(hers.save(title="Vẫn lưu"), hers)
    assert "Vẫn lưu" in " ".join(page.texts("ins") + page.texts("div"))
    assert (list(Edition.objects.values()), Version.objects.count()) == before
    assert (hers.copy().fields["title"], hers.copy().closed_at) == ("Vẫn lưu", None)
    assert editor.save(title="Của biên tập")["Location"] == change(piece)
    assert fresh(piece).title == "Của biên tập"


def test_what_she_types_afterwards_is_kept_as_hers(hers, editor, piece):
    hers.beat()
    take_over(editor, piece)
    assert hers.type(**TYPED)["saved"]
    assert hers.copy().fields["title"] == TYPED["title"]


def test_taking_over_where_nobody_is_tells_nobody_and_writes_nothing(hers, editor, piece):
    before = rows()
    assert take_over(editor, piece, accept="application/json").json() == {"told": 0}
    assert rows() == before


def test_taking_over_twice_tells_once(hers, editor, piece):
    hers.beat()
    take_over(editor, piece)
    take_over(editor, piece)
    assert Notice.objects.count() == Event.objects.filter(kind="edition.take_over").count() == 1


def test_she_who_opens_it_anew_writes_again(hers, editor, piece):
    hers.beat()
    take_over(editor, piece)
    again = hers.open()
    assert again.beat()["taken_over"] == ""
    assert again.save(title="Lại là tôi")["Location"] == change(piece)
    assert fresh(piece).title == "Lại là tôi"


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("congtacvien", "draft", 404),
        ("outsider", "draft", 404),
        ("kiemduyet", "draft", 404),
        ("phongvien", "in_review", 403),
        ("tongbientap", "live", 403),
    ],
)
def test_who_may_not_change_it_takes_nothing_over(cast, khoa_giao, who, state, status):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    client = Client(raise_request_exception=False)
    client.force_login(getattr(cast, who))
    address = reverse("admin:edition-take-over", args=[edition.pk])
    before = rows()
    assert (client.get(address).status_code, client.post(address).status_code) == (405, status)
    assert rows() == before


# ── Going on with what was kept ──────────────────────────────────────────────
def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("hoi-nghi.jpg", make_picture(), "image/jpeg")


def test_the_kept_words_come_back_into_the_form(hers, khoa_giao):
    under = make_section(slug="tuyen-sinh", parent=khoa_giao)
    times = {"date_line": "18:56, 15/09/2021", "expires_at": "ngày kia", "section": str(under.pk)}
    pictures = {"photos-0-caption": CAPTION, "photos-0-credit": "CTV", "photos-0-alt": "Hội trường"}
    hers.type(**TYPED, **times, **pictures)
    form = opened(hers.client, f"{hers.address}?ban={hers.key}")
    expected = TYPED | times | pictures
    assert {name: form[name] for name in expected} == expected
    assert form["continues"] == hers.key != form["form_key"]


def test_the_kept_words_of_a_new_article_come_back_and_saving_closes_them(blank, khoa_giao):
    blank.type(**TYPED, section=str(khoa_giao.pk), **{"photos-0-caption": CAPTION})
    first = blank.key
    blank.open(f"?ban={first}")
    assert {name: blank.form[name] for name in TYPED} == TYPED
    assert blank.form["photos-0-caption"] == CAPTION
    assert blank.save(f"?ban={first}").status_code == 302
    edition = Edition.objects.get()
    assert (edition.title, edition.photos.get().caption) == (TYPED["title"], CAPTION)
    assert list(WorkingCopy.objects.open()) == []


def test_saving_what_was_gone_on_with_closes_the_old_copy_and_the_new(hers, piece):
    hers.type(**TYPED)
    first = hers.key
    hers.open(f"?ban={first}").type(title="Viết tiếp")
    assert hers.save(f"?ban={first}")["Location"] == change(piece)
    assert fresh(piece).title == "Viết tiếp"
    assert list(WorkingCopy.objects.open()) == []


def test_pictures_of_a_save_that_came_too_late_come_back_too(hers, editor, piece):
    editor.save(title="Nhanh hơn")
    hers.form |= {"photos-0-upload": picture(), "photos-0-caption": CAPTION}
    hers.save(**TYPED)
    first = hers.key
    assert Photo.objects.count() == 1
    hers.open(f"?ban={first}")
    assert hers.form["photos-0-caption"] == CAPTION
    hers.save(f"?ban={first}")
    place = fresh(piece).photos.get()
    assert (place.caption, place.photo) == (CAPTION, Photo.objects.get())
    assert Version.objects.order_by("number").last().fields["title"] == "Nhanh hơn"


def test_a_caption_goes_on_under_the_picture_it_was_typed_for(cast, piece, at_desk):
    one, two = (piece.photos.create(caption=caption, order=n) for n, caption in enumerate(["Một", "Hai"]))
    slow, fast = at_desk("phongvien"), at_desk("bientapvien")
    fast.save(**{"photos-0-DELETE": "on"})
    slow.save(**{"photos-1-caption": "Hai, sửa lại"})
    slow.open(f"?ban={slow.key}").save()
    assert [p.caption for p in piece.photos.filter(pk=two.pk)] == ["Hai, sửa lại"]
    assert not piece.photos.filter(pk=one.pk).exists()


def test_a_picture_she_meant_to_take_out_stays_marked_so(hers, piece, at_desk):
    piece.photos.create(caption="Bỏ ảnh này")
    hers.open().type(**{"photos-0-DELETE": "on"})
    form = opened(hers.client, f"{hers.address}?ban={hers.key}")
    assert form.get("photos-0-DELETE") == "on"


@pytest.mark.parametrize("who", ["bientapvien", "tongbientap"])
def test_somebody_elses_words_do_not_exist(hers, at_desk, piece, who):
    hers.type(**TYPED)
    client = at_desk(who).client
    assert client.get(f"{change(piece)}?ban={hers.key}").status_code == 404
    assert client.get(f"{ADD}?ban={hers.key}").status_code == 404
    assert client.get(reverse("admin:copy-compare", args=[piece.pk, hers.key])).status_code == 404
    assert client.post(reverse("admin:copy-discard", args=[hers.key])).status_code == 404
    assert hers.copy().closed_at is None
    page = client.get(change(piece))
    assert TYPED["title"] not in page.content.decode()


@pytest.mark.parametrize("key", ["x", str(uuid.UUID(int=1)), "\x00"])
def test_words_that_are_not_there_are_not_found(hers, key):
    assert hers.client.get(hers.address, {"ban": key}).status_code == 404


def test_words_of_another_article_are_not_found_by_this_ones_address(hers, cast, khoa_giao, blank):
    hers.type(**TYPED)
    blank.type(**TYPED)
    other = make_edition(by=cast.phongvien, section=khoa_giao)
    assert hers.client.get(f"{change(other)}?ban={hers.key}").status_code == 404
    assert hers.client.get(f"{ADD}?ban={hers.key}").status_code == 404
    assert hers.client.get(f"{hers.address}?ban={blank.key}").status_code == 404


def test_unsaved_words_are_offered_to_her_alone_until_she_saves_or_puts_them_away(hers, piece, at_desk):
    hers.type(**TYPED)

    def offered(desk: Desk) -> list[str]:
        return [str(copy.key) for copy in desk.client.get(change(piece)).context["unsaved"]]

    assert (offered(hers), offered(at_desk("bientapvien"))) == ([hers.key], [])
    response = hers.client.post(reverse("admin:copy-discard", args=[hers.key]))
    assert response["Location"] == change(piece)
    assert offered(hers) == []
    assert hers.copy().fields["title"] == TYPED["title"]
    assert hers.client.post(reverse("admin:copy-discard", args=[hers.key])).status_code == 404
    assert hers.client.get(reverse("admin:copy-discard", args=[hers.key])).status_code == 405


# ── Somebody was faster ──────────────────────────────────────────────────────
line = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(title=line, lead=line, body=line, caption=line, fast=line)
def test_the_slower_save_loses_no_character(cast, khoa_giao, title, lead, body, caption, fast):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    slow = Desk(cast.phongvien, change(edition)).open()
    quick = Desk(cast.bientapvien, change(edition)).open()
    assert quick.save(title=f"Nhanh {fast}", lead="Sapo nhanh").status_code == 302
    stood = fresh(edition)
    escaped = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    words = {"title": title, "lead": lead, "body": f"<p>x{escaped}</p>", "photos-0-caption": caption}
    response = slow.save(**words)
    assert response["Location"] == reverse("admin:copy-compare", args=[edition.pk, slow.key])
    copy = slow.copy()
    assert {name: copy.fields[name] for name in words} == {
        name: html.clean(text) if name == "body" else nfc(text) for name, text in words.items()
    }
    assert (copy.why, copy.closed_at) == (Why.OVERTAKEN, None)
    page = slow.client.get(response["Location"])
    shown = "".join(e.text for e in Page(page).all("div", css="sides__text"))
    for text in (title, lead, caption):
        assert nfc(text).strip() in shown
    assert [fresh(edition).title, fresh(edition).lead] == [stood.title, stood.lead]
    kept_of_hers = slow.key
    slow.open(f"?ban={kept_of_hers}")
    assert [slow.form[n] for n in ("title", "lead", "photos-0-caption")] == [
        nfc(t) for t in (title, lead, caption)
    ]
    if slow.save(f"?ban={kept_of_hers}").status_code == 302:
        assert Version.objects.filter(edition=edition, fields__title=stood.title).exists()
        assert WorkingCopy.objects.get(key=kept_of_hers).closed_at is not None


def test_a_late_press_of_who_typed_nothing_keeps_nothing_and_shows_what_is_new(cast, khoa_giao, at_desk):
    """Nobody is led to put an old text over a new one by a button that she pressed on what she had read."""
    piece = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    chief, colleague = at_desk("tongbientap", piece), at_desk("thukytoasoan", piece)
    colleague.save(lead="Sapo có thêm một câu.")
    response = chief.save(_move="approve")
    assert (response.status_code, response["Location"]) == (302, change(piece))
    assert not WorkingCopy.objects.unsaved().filter(person=cast.tongbientap).exists()
    assert str(cast.thukytoasoan) in page_of(response, chief).messages()[0]
    assert fresh(piece).lead == "Sapo có thêm một câu."


def test_going_on_with_hers_takes_what_she_changed_and_leaves_the_rest_as_it_is_now(hers, editor, piece):
    editor.save(title="Tít của biên tập")
    hers.save(lead="Sapo của tôi.")
    hers.open(f"?ban={hers.key}")
    assert (hers.form["title"], hers.form["lead"]) == ("Tít của biên tập", "Sapo của tôi.")
    assert hers.save(f"?ban={hers.key}").status_code == 302
    assert (fresh(piece).title, fresh(piece).lead) == ("Tít của biên tập", "Sapo của tôi.")


def test_a_save_of_a_piece_that_left_her_hands_is_kept(hers, piece, cast):
    moves.make("submit", piece, by=cast.phongvien, seen=fresh(piece).stamp, at=timezone.now())
    page = page_of(hers.save(**TYPED), hers)
    assert page.texts("p", css="returned") == [
        _("The article has gone on and can't be changed here now. Yours stays kept, to copy from.")
    ]
    assert hers.copy().fields["lead"] == TYPED["lead"]


def test_a_save_without_the_key_of_an_opening_is_kept_all_the_same(hers, editor):
    editor.save(title="Nhanh hơn")
    hers.save(**TYPED, form_key="")
    assert WorkingCopy.objects.unsaved().get().fields["title"] == TYPED["title"]


def test_a_save_under_somebody_elses_key_is_kept_under_one_of_its_own(hers, editor):
    editor.type(title="Của biên tập")
    theirs = editor.key
    editor.save(title="Nhanh hơn")
    hers.save(**TYPED, form_key=theirs)
    copies = WorkingCopy.objects.unsaved()
    assert copies.get().fields["title"] == TYPED["title"]
    assert str(copies.get().key) != theirs


def test_both_sides_name_their_sections(hers, editor, khoa_giao, piece):
    under = make_section(slug="tuyen-sinh", name="Tuyển sinh", parent=khoa_giao)
    editor.save(title="Nhanh hơn")
    page = page_of(hers.save(section=str(under.pk)), hers)
    assert {"Khoa giáo", "Tuyển sinh"} <= {text.strip() for text in page.texts("del") + page.texts("ins")}


# ── A save with a mistake ────────────────────────────────────────────────────
def test_a_save_with_a_mistake_is_kept_and_shown_again(hers):
    response = hers.save(**TYPED | {"title": ""}, date_line="mười tám giờ")
    assert response.status_code == 200
    page = Page(response)
    assert (page.form()["lead"], page.form()["date_line"]) == (TYPED["lead"], "mười tám giờ")
    copy = hers.copy()
    assert (copy.why, copy.fields["lead"], copy.fields["title"]) == (Why.INVALID, TYPED["lead"], "")
    form = opened(hers.client, f"{hers.address}?ban={hers.key}")
    assert (form["lead"], form["date_line"]) == (TYPED["lead"], "mười tám giờ")


def test_mended_and_saved_nothing_is_left_unsaved(hers, piece):
    page = Page(hers.save(**TYPED | {"title": ""}))
    hers.form = page.form()
    assert hers.save(title="Có tiêu đề").status_code == 302
    assert fresh(piece).title == "Có tiêu đề"
    assert list(WorkingCopy.objects.unsaved()) == []


def test_a_picture_sent_with_a_mistake_is_kept_with_the_words(blank, khoa_giao):
    blank.form |= {"photos-0-upload": picture(), "photos-0-caption": CAPTION}
    blank.save(**TYPED | {"title": ""}, section=str(khoa_giao.pk))
    del blank.form["photos-0-upload"]
    blank.open(f"?ban={blank.key}")
    blank.save(title="Có tiêu đề")
    place = Edition.objects.get().photos.get()
    assert (place.caption, place.photo) == (CAPTION, Photo.objects.get())


def test_words_of_a_save_whose_move_was_refused_are_kept(cast, khoa_giao, at_desk):
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    editor = at_desk("bientapvien", edition)
    assert editor.save(**TYPED, _move="approve").status_code == 403
    assert fresh(edition).title != TYPED["title"]
    assert editor.copy().fields["title"] == TYPED["title"]


# ── In any order ─────────────────────────────────────────────────────────────
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**9))
def test_whatever_was_answered_with_saved_stands_somewhere(cast, khoa_giao, seed):
    chance = random.Random(seed)
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    desks = [Desk(person, change(edition)).open() for person in (cast.phongvien, cast.bientapvien)]
    confirmed: list[str] = []
    typing: dict[str, str] = {}
    for place in range(chance.randrange(3, 14)):
        desk, word = chance.choice(desks), f"Bản{place}của{seed}"
        act = chance.choice(["type", "type", "save", "save", "over", "open", "ban", "move"])
        if act == "type" and desk.type(lead=word)["saved"]:
            typing[desk.key] = word
        elif act == "save" and "seen" in desk.form:
            # What she typed before in the same opening she has written over herself.
            typing.pop(desk.key, None)
            saved = desk.save(lead=word)
            confirmed += [word] if saved.status_code == 302 else []
            desk.open()
        elif act == "over":
            take_over(desk, edition)
        elif act == "open":
            desk.open()
        elif act == "ban":
            mine = WorkingCopy.objects.unsaved().filter(person=desk.person, edition=edition).first()
            desk.open(f"?ban={mine.key}" if mine else "")
        elif act == "move":
            now = fresh(edition)
            for name in ("submit", "send_back"):
                now = moves.make(name, now, by=None, seen=now.stamp, at=timezone.now(), note="Lý do.")
    kept = everything_kept()
    assert [word for word in [*confirmed, *typing.values()] if word not in kept] == []


# ── At the same time ─────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed_before", [False, True])
def test_of_eight_who_save_one_text_at_once_one_does_and_seven_are_kept_whole(transactional_db, typed_before):
    section = make_section(name="Khoa giáo")
    people = [make_user(username=f"tbt{n}", role="tongbientap", section=section) for n in range(MANY)]
    for _round in range(ROUNDS):
        edition = make_edition(section=section)
        desks = [Desk(person, change(edition)).open() for person in people]
        for number, desk in enumerate(desks):
            desk.write(title=f"Của {number}", lead=f"Sapo của {number}", keywords=f"từ {number}")
            if typed_before:
                desk.beat(typed="1")
        responses = at_once([desk.save for desk in desks])
        assert [response.status_code for response in responses] == [302] * MANY
        saved = [place for place, r in enumerate(responses) if r["Location"] == change(edition)]
        assert len(saved) == 1
        now = fresh(edition)
        assert (now.title, now.lead, now.version) == (f"Của {saved[0]}", f"Sapo của {saved[0]}", 2)
        for number, desk in enumerate(desks):
            if number == saved[0]:
                continue
            fields = WorkingCopy.objects.unsaved().get(key=desk.key).fields
            assert [fields[name] for name in ("title", "lead", "keywords")] == [
                f"Của {number}",
                f"Sapo của {number}",
                f"từ {number}",
            ]
        assert Version.objects.filter(edition=edition).count() == 1
        assert [event.kind for event in Event.objects.about(edition)] == ["edition.edit", "edition.begin"]


@pytest.mark.django_db(transaction=True)
def test_an_autosave_while_saving_leaves_no_words_behind_and_opens_nothing_again(transactional_db):
    section = make_section(name="Khoa giáo")
    writer = make_user(username="pv", role="phongvien", section=section)
    for number in range(ROUNDS):
        edition = make_edition(section=section, by=writer)
        desk = Desk(writer, change(edition)).open()
        desk.type(title="Trước")
        desk.write(title=f"Lần {number}")
        acts = [desk.save, *[partial(desk.beat, typed="1") for _again in range(3)]]
        saved, *_beats = at_once(acts)
        assert saved["Location"] == change(edition)
        assert fresh(edition).title == f"Lần {number}"
        assert list(WorkingCopy.objects.unsaved()) == []


@pytest.mark.django_db(transaction=True)
def test_eight_beats_of_one_opening_at_once_make_one_copy(transactional_db):
    section = make_section(name="Khoa giáo")
    writer = make_user(username="pv", role="phongvien", section=section)
    edition = make_edition(section=section, by=writer)
    for _round in range(ROUNDS):
        desk = Desk(writer, change(edition)).open()
        answers = at_once([partial(desk.beat, typed="1", title=f"Lần {n}") for n in range(MANY)])
        assert all(answer["saved"] for answer in answers)
        assert WorkingCopy.objects.filter(key=desk.key).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_take_over_while_the_other_saves_loses_nothing(transactional_db):
    section = make_section(name="Khoa giáo")
    people = [make_user(username=f"tbt{n}", role="tongbientap", section=section) for n in range(2)]
    for number in range(ROUNDS):
        edition = make_edition(section=section)
        slow, taker = (Desk(person, change(edition)).open() for person in people)
        slow.beat()
        saved, _told = at_once(
            [partial(slow.save, title=f"Chậm {number}"), partial(take_over, taker, edition)]
        )
        assert saved.status_code == 302
        assert f"Chậm {number}" in everything_kept()
        if saved["Location"] == change(edition):
            assert fresh(edition).title == f"Chậm {number}"
