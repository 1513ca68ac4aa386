"""Readers' letters at the desk: what is listed, what a page shows of a reader, and that nothing typed is lost."""

import pytest
from django.utils.translation import gettext as _

from articles.models import Edition
from cms.text import one_line
from letters.handling import erase, handle
from letters.models import Letter, Note, Sender
from letters.steps import REASONS
from mail.models import Mail
from tests.cms.markup import shape
from tests.cms.payloads import EVERY
from tests.desk.pages import Page
from tests.factories import AT, MINUTE, make_letter

pytestmark = pytest.mark.django_db

LIST = "/admin/thu/"
HANDLERS = ["bientapvien", "thukytoasoan", "tongbientap"]
OTHERS = ["phongvien", "congtacvien", "kiemduyet", "quantri"]


@pytest.fixture
def as_(cast, client):
    def at_the_desk(who: str):
        client.force_login(getattr(cast, who))
        return client

    return at_the_desk


def way(letter: Letter, below: str = "") -> str:
    return f"{LIST}{letter.pk}/{below}"


def listed(client, query: str = "") -> list[str]:
    return Page(client.get(LIST + query)).texts("a", css="letters__subject")


def sent(client, letter: Letter, form: str, below: str, **given):
    fields = Page(client.get(way(letter))).form(form)
    return client.post(way(letter, below), fields | given)


# ── Who ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", OTHERS)
def test_who_handles_no_letters_comes_nowhere(as_, who):
    letter, client = make_letter(), as_(who)
    assert [client.get(address).status_code for address in (LIST, way(letter))] == [403, 403]
    acts = ("xu-ly/take/", "ghi-chu/", "xoa-du-lieu/", "viet-bai/")
    assert [client.post(way(letter, act), {"version": 1}).status_code for act in acts] == [403] * 4
    first = client.get("/admin/").text
    assert (LIST in first, _("Letters waiting") in first) == (False, False)


@pytest.mark.parametrize("who", HANDLERS)
def test_who_handles_letters_is_led_there_and_told_how_many_wait(as_, who):
    make_letter(), make_letter(subject="Khác")
    page = Page(as_(who).get("/admin/"))
    [head] = [text for text in page.texts("h2", inside="panel") if text.startswith(_("Letters waiting"))]
    assert head.endswith(" 2")
    assert LIST in {a.attrs["href"] for a in page.all("a", inside="desk-nav")}


def test_how_many_wait_is_counted_no_further_than_anybody_reads(as_, monkeypatch):
    from letters.views import desk, panels

    monkeypatch.setattr(panels, "MOST", 2)
    monkeypatch.setattr(desk, "COUNTED", 2)
    for number in range(3):
        make_letter(subject=f"Thư {number}")
    client = as_("bientapvien")
    assert f"{_('Letters waiting')} 2+" in Page(client.get("/admin/")).texts("h2")
    assert "2+" in Page(client.get(LIST)).texts("span", css="count")


# ── The list ─────────────────────────────────────────────────────────────────
def test_each_tab_holds_its_state_the_newest_first(as_, cast):
    for number, state in enumerate(("new", "taken", "answered", "closed", "spam")):
        for which in (1, 2):
            make_letter(
                subject=f"{state} {which}",
                state=state,
                by=cast.bientapvien,
                at=AT + (number + which) * MINUTE,
            )
    client = as_("bientapvien")
    assert listed(client) == ["new 2", "new 1"]
    for state in ("new", "taken", "answered", "closed", "spam"):
        assert listed(client, f"?trang-thai={state}") == [f"{state} 2", f"{state} 1"]


@pytest.mark.parametrize("query", ["?trang-thai=khac", "?trang-thai=%00", "?truoc=abc", "?sau=1"])
def test_what_cannot_be_read_breaks_nothing(as_, query):
    make_letter()
    assert as_("bientapvien").get(LIST + query).status_code == 200


def test_no_list_shows_how_a_reader_can_be_reached(as_):
    make_letter(phone="0912345678")
    for address in (LIST, f"{LIST}?q=lo.van.doc@vi-du.example", "/admin/"):
        text = as_("bientapvien").get(address).text.replace('value="lo.van.doc@vi-du.example"', "")
        text = text.replace("q=lo.van.doc", "")
        assert [w for w in ("lo.van.doc", "0912345678") if w in text.replace("lo.van.doc%40", "")] == [], (
            address
        )


def test_letters_are_found_by_their_words_their_reference_and_their_sender(as_, cast):
    bridge = make_letter(phone="0912 345 678".replace(" ", ""))
    make_letter(subject="Chợ phiên Nà Hin", body="Chợ họp lại từ tháng sau.", email="khac@vi-du.example")
    client = as_("bientapvien")
    for words in ("cau treo", "VAN cầu", "loi suo*", bridge.said_reference, bridge.reference.lower()):
        assert listed(client, f"?q={words}") == ["Cầu treo bản Mẫu hỏng"], words
    for words in ("LO.VAN.DOC@vi-du.example", "0912 345 678"):
        assert listed(client, f"?q={words}") == ["Cầu treo bản Mẫu hỏng"], words
    assert listed(client, "?q=Bien-Lai") == []
    assert listed(client, "?q=cau+treo&trang-thai=closed") == []
    assert client.get(f"{LIST}?q=...").status_code == 200


def test_further_pages_hold_every_letter_exactly_once(as_):
    for number in range(65):
        letter = Letter(
            kind="tip", subject=f"Thư {number}", body="Lời thư.", received_at=AT + number * MINUTE
        )
        letter.reference = f"AAAA{number:04}"
        letter.save()
    client, seen, query = as_("bientapvien"), [], ""
    for _turn in range(3):
        page = Page(client.get(LIST + query))
        seen += page.texts("a", css="letters__subject")
        older = [a.attrs["href"] for a in page.all("a", inside="find__ways") if "truoc=" in a.attrs["href"]]
        query = older[0] if older else ""
    assert (query, seen) == ("", [f"Thư {number}" for number in range(64, -1, -1)])


@pytest.mark.parametrize("many", [3, 28])
def test_pages_cost_the_same_however_much_there_is(as_, cast, many, django_assert_num_queries):
    first = make_letter(subject="Đầu tiên", state="answered", by=cast.bientapvien)
    for number in range(many):
        make_letter(subject=f"Thư {number}", state="taken", by=cast.thukytoasoan, network="")
        Note.objects.create(letter=first, by=cast.bientapvien, at=AT, text="x")
    client = as_("tongbientap")
    for address, cost in ((f"{LIST}?trang-thai=taken", 7), (way(first), 8)):
        with django_assert_num_queries(cost, info=address):
            assert client.get(address).status_code == 200


# ── One letter ───────────────────────────────────────────────────────────────
def test_a_letter_shows_its_reader_to_who_handles_it(as_):
    letter = make_letter(phone="0912345678")
    said = Page(as_("bientapvien").get(way(letter))).texts("dd")
    assert said == ["Lò Văn Đọc", "lo.van.doc@vi-du.example", "0912345678"]
    Sender.objects.all().delete()
    page = as_("bientapvien").get(way(letter)).text
    assert (_("What was known of the reader is deleted.") in page, "act-answer" in page) == (True, False)


def test_an_act_is_done_by_its_button(as_, cast):
    letter, client = make_letter(), as_("bientapvien")
    assert sent(client, letter, "act-take", "xu-ly/take/")["Location"] == way(letter)
    letter.refresh_from_db()
    assert (letter.state, letter.taken_by) == ("taken", cast.bientapvien)
    assert sent(client, letter, "act-close", "xu-ly/close/", reason=str(REASONS[0])).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.reason) == ("closed", str(REASONS[0]))


def test_an_answer_goes_out_and_stands_on_the_page(as_):
    letter, client = make_letter(), as_("bientapvien")
    sent(client, letter, "act-answer", "xu-ly/answer/", answer="Kính bác,\r\ntòa soạn đã nhận.")
    assert Mail.objects.get().to == "lo.van.doc@vi-du.example"
    assert (
        "tòa soạn đã nhận." in Page(client.get(way(letter))).texts("section", css="letter__said--answer")[0]
    )


@pytest.mark.parametrize(
    "given", [{"answer": " "}, {"answer": "x" * 10_001}, {"version": "abc", "answer": "Đã gõ."}]
)
def test_an_answer_that_was_not_sent_is_still_there(as_, given):
    letter, client = make_letter(), as_("bientapvien")
    response = sent(client, letter, "act-answer", "xu-ly/answer/", **given)
    assert response.status_code == 422
    assert Page(response).form("act-answer")["answer"] == given["answer"]
    assert (Letter.objects.get().state, Mail.objects.count()) == ("new", 0)


def test_who_is_too_late_keeps_her_words(as_, cast):
    letter, client = make_letter(), as_("bientapvien")
    fields = Page(client.get(way(letter))).form("act-answer") | {"answer": "Gõ rất lâu."}
    handle("answer", letter, by=cast.thukytoasoan, seen=1, at=AT, answer="Nhanh hơn.")
    late = client.post(way(letter, "xu-ly/answer/"), fields)
    assert (late.status_code, "Thukytoasoan" in late.text) == (409, True)
    assert Page(late).form("act-answer") == Page(late).form("act-answer") | {
        "answer": "Gõ rất lâu.",
        "version": "2",
    }
    assert Mail.objects.count() == 1


def test_words_for_somebody_who_was_erased_meanwhile_are_still_there(as_, cast):
    letter, client = make_letter(), as_("bientapvien")
    fields = Page(client.get(way(letter))).form("act-answer") | {"answer": "Gõ rất lâu."}
    erase(letter, by=cast.thukytoasoan, seen=1, at=AT)
    late = client.post(way(letter, "xu-ly/answer/"), fields)
    assert (late.status_code, Page(late).texts("pre")) == (409, ["Gõ rất lâu."])


@pytest.mark.parametrize("name", ["delete", "erase", "TAKE"])
def test_an_act_that_does_not_exist_is_not_found(as_, name):
    assert as_("bientapvien").post(way(make_letter(), f"xu-ly/{name}/"), {"version": 1}).status_code == 404


def test_a_letter_that_was_never_there_is_not_found(as_):
    client = as_("bientapvien")
    assert client.get(f"{LIST}999999999/").status_code == 404
    assert client.post(f"{LIST}999999999/xu-ly/take/", {"version": 1}).status_code == 404


def test_a_note_is_for_colleagues(as_, cast):
    letter, client = make_letter(), as_("bientapvien")
    sent(client, letter, "note", "ghi-chu/", text="Đã gọi xã.")
    assert Note.objects.values_list("by", "text").get() == (cast.bientapvien.pk, "Đã gọi xã.")
    empty = sent(client, letter, "note", "ghi-chu/", text=" ")
    assert (empty.status_code, Note.objects.count()) == (422, 1)
    long = sent(client, letter, "note", "ghi-chu/", text="x" * 2001)
    assert (long.status_code, Page(long).form("note")["text"]) == (422, "x" * 2001)


def test_erasing_asks_twice_and_leaves_the_reference(as_):
    letter, client = make_letter(), as_("thukytoasoan")
    unsure = sent(client, letter, "erase", "xoa-du-lieu/")
    assert (unsure.status_code, Letter.objects.get().erased_at) == (422, None)
    assert sent(client, letter, "erase", "xoa-du-lieu/", sure="on").status_code == 302
    page = client.get(way(letter)).text
    assert (letter.said_reference in page, "ván cầu" in page, "lo.van.doc" in page) == (True, False, False)
    assert Page(client.get(f"{LIST}?trang-thai=closed")).texts("a", css="letters__subject") == [_("(erased)")]


def test_an_article_is_begun_by_who_may_write(as_, cast, khoa_giao):
    letter, client = make_letter(), as_("bientapvien")
    response = sent(client, letter, "to-article", "viet-bai/", section=khoa_giao.pk)
    draft = Edition.objects.get()
    assert response["Location"] == f"/admin/articles/edition/{draft.pk}/change/"
    assert (
        client.post(way(letter, "viet-bai/"), {"section": khoa_giao.pk})["Location"] == response["Location"]
    )
    assert Edition.objects.count() == 1
    page = Page(client.get(way(letter)))
    assert f"/admin/articles/edition/{draft.pk}/change/" in {a.attrs["href"] for a in page.all("a")}
    other = make_letter(subject="Khác")
    for section in ("", "999999999", cast.outsider.grants.get().section_id):
        assert client.post(way(other, "viet-bai/"), {"section": section}).status_code == 422
    assert Edition.objects.count() == 1


# ── Words are words ──────────────────────────────────────────────────────────
def test_no_word_of_a_reader_changes_the_shape_of_a_page(as_, cast):
    letter, client = make_letter(state="taken", by=cast.bientapvien), as_("bientapvien")
    Note.objects.create(letter=letter, by=cast.bientapvien, at=AT, text="x")
    Letter.objects.update(body="x")
    addresses = (f"{LIST}?trang-thai=taken", way(letter))
    plain = [shape(client.get(address).text) for address in addresses]
    for payload in EVERY:
        words = f"x{one_line(payload)}"
        Letter.objects.update(subject=words[:150], body=words)
        Sender.objects.update(name=words[:60], phone=words[:20])
        Note.objects.update(text=words)
        assert [shape(client.get(address).text) for address in addresses] == plain, payload
