"""A reader writes to the newsroom: without cookie, token or script, and without losing a word."""

import logging
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from cms.text import one_line
from letters import models
from letters.forms import CONSENT_VERSION
from letters.models import BODY_LENGTH, SENDER_KEPT_FOR, TRACE_KEPT_FOR, Letter, Sender
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.desk.racing import at_once
from tests.factories import AT, DAY, HOUR, MINUTE, make_letter, make_pages
from tests.letters.readers import ADDRESS, FROM_HERE, WORDS, send, typed

pytestmark = pytest.mark.django_db


def refused(response, *fields: str) -> bool:
    """Whether exactly these fields are marked, every word is kept, and nothing was taken in."""
    errors = response.context["form"].errors
    return (response.status_code, sorted(errors), Letter.objects.count()) == (422, sorted(fields), 0)


# ── Sent ─────────────────────────────────────────────────────────────────────
def test_a_letter_is_kept_and_the_reader_is_told_its_reference():
    response = send()
    letter = Letter.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/gui-tin/da-gui/{letter.said_reference}/")
    assert "Set-Cookie" not in response.headers
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", letter.said_reference)
    assert (letter.kind, letter.subject, letter.body) == ("tip", WORDS["subject"], WORDS["body"])
    assert (letter.state, letter.version, letter.suspect, letter.consent) == (
        "new",
        1,
        False,
        CONSENT_VERSION,
    )
    assert AT <= letter.received_at < AT + MINUTE
    thanks = Client().get(response["Location"])
    assert (thanks.status_code, letter.said_reference in thanks.text) == (200, True)
    assert "no-store" in thanks["Cache-Control"]
    assert [word for word in ("Lò Văn Đọc", WORDS["subject"], "vi-du.example") if word in thanks.text] == []


def test_who_sent_it_stands_apart_from_the_words():
    response = Client(headers={"user-agent": "M" * 300}, REMOTE_ADDR="198.51.100.77").post(
        ADDRESS, WORDS | {"phone": "+84 912 345 678"}, headers=FROM_HERE
    )
    assert response.status_code == 303
    sender = Sender.objects.get()
    assert (sender.name, sender.email, sender.phone) == ("Lò Văn Đọc", WORDS["email"], "+84912345678")
    assert (sender.network, sender.user_agent) == ("198.51.100.0/24", "M" * 200)
    assert sender.expires_at == sender.letter.received_at + SENDER_KEPT_FOR
    kept = Letter.objects.values().get()
    assert [name for name, value in kept.items() if "Đọc" in str(value) or "vi-du" in str(value)] == []


def test_the_page_sets_no_cookie_carries_no_token_and_may_be_kept():
    page = Client().get(ADDRESS)
    assert (page.status_code, page.cookies, "csrf" in page.text.lower()) == (200, {}, False)
    assert ("ETag" in page, "public" in page["Cache-Control"]) == (True, True)
    form = Markup(page.text).one("form", "letter-form").attributes
    assert (form["method"], form["action"]) == ("post", ADDRESS)
    assert page.content == Client().get(ADDRESS).content


def test_no_box_is_ticked_beforehand():
    for page in (Client().get(ADDRESS), send(consent=None)):
        inputs = [box.attributes for box in Markup(page.text).all("input")]
        boxes = [box for box in inputs if box.get("type") == "checkbox"]
        assert sorted(box["name"] for box in boxes) == ["consent", "no_answer"]
        assert [box["name"] for box in boxes if "checked" in box] == []


@pytest.mark.parametrize(
    "reach", [{"email": "a@vi-du.example"}, {"phone": "0912 345 678"}, {"no_answer": "on"}]
)
def test_one_way_to_answer_is_enough_or_that_none_is_needed(reach):
    assert send(**{"email": "", "phone": "", **reach}).status_code == 303
    letter = Letter.objects.get()
    assert letter.wants_answer is ("no_answer" not in reach)


def test_words_are_kept_composed_and_without_controls():
    send(subject="Ca\u0302\u0300u\ttreo\x01", body="  Dòng một rất dài\r\n\r\nDòng hai\x00\x08  ")
    assert Letter.objects.values_list("subject", "body").get() == ("Cầu treo", "Dòng một rất dài\n\nDòng hai")


# ── Where it was sent from ───────────────────────────────────────────────────
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "null", "referer": "http://testserver/"},
        {"referer": "https://evil.example/"},
    ],
)
def test_a_letter_sent_from_elsewhere_is_forbidden(headers):
    assert (send(headers=headers).status_code, Letter.objects.count()) == (403, 0)


def test_a_letter_that_does_not_say_where_from_is_marked():
    assert send(headers={}).status_code == 303
    assert Letter.objects.get().suspect is True


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_but_a_post_sends_one(method):
    response = getattr(Client(), method)(ADDRESS, WORDS, headers=FROM_HERE)
    assert (response.status_code, Letter.objects.count()) == (405, 0)
    assert Client().get(ADDRESS, WORDS).status_code == 200
    assert Letter.objects.count() == 0


# ── Not sent, and nothing lost ───────────────────────────────────────────────
WRONG = {
    "kind": ["", None, "khac"],
    "subject": ["", " ", None, "x" * 151, "\u200b"],
    "body": ["", "ngắn", " \n ", None, "x" * (BODY_LENGTH + 1), "\u200b" * 20],
    "name": ["", None, "x" * 61, "\u2060"],
    "email": ["khong-phai", "a@b", "x" * 150 + "@vi-du.example", ""],
    "phone": ["gọi tôi nhé", "123", "0" * 40, "001234567890"],
    "consent": ["", None, "false"],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in WRONG.items() for v in values])
def test_what_is_missing_or_wrong_is_marked_and_nothing_is_lost(field, value):
    response = send(**{field: value})
    assert refused(response, field)
    assert response["Cache-Control"] == "no-store"
    kept = typed(response)
    others = {
        name: words for name, words in WORDS.items() if name not in (field, "kind", "consent", "website")
    }
    assert {name: kept[name].replace("\r\n", "\n") for name in others} == others


def test_a_letter_just_as_long_as_allowed_is_taken_whatever_its_line_ends():
    assert send(body="a\r\n" * (BODY_LENGTH // 2 - 1) + "ab").status_code == 303
    assert len(Letter.objects.get().body) == BODY_LENGTH


def test_extra_fields_change_nothing(cast):
    forged = {
        "state": "closed",
        "version": 9,
        "taken_by": cast.phongvien.pk,
        "reference": "AAAAAAAA",
        "id": 7,
    }
    forged |= {
        "suspect": "on",
        "received_at": "2000-01-01",
        "network": "198.51.100.0/24",
        "erased_at": "2000-01-01",
    }
    assert send(**forged).status_code == 303
    letter = Letter.objects.select_related("sender").get()
    assert (letter.state, letter.version, letter.taken_by, letter.suspect, letter.erased_at) == (
        *("new", 1, None, False, None),
    )
    assert letter.reference != "AAAAAAAA"
    assert letter.sender.network == "127.0.0.0/24"


def test_no_words_change_the_shape_of_the_form():
    plain = shape(send(consent=None).text)
    for payload in EVERY:
        words = f"x{one_line(payload)}"[:60]
        page = send(consent=None, subject=words, name=words, body=f"mười chữ {payload}"[:5000]).text
        assert (shape(page), dangers(page)) == (plain, []), payload


# ── Programs and floods ──────────────────────────────────────────────────────
def test_what_fills_the_trap_is_kept_as_spam_and_told_nothing():
    response = send(website="https://spam.example")
    assert response.status_code == 303
    assert Letter.objects.get().state == "spam"
    assert Client().get(response["Location"]).status_code == 200


def test_so_many_from_one_network_and_then_no_more_for_an_hour(clock):
    for number in range(models.FROM_ONE_NETWORK):
        assert send(subject=f"Thư {number}").status_code == 303
    late = send(subject="Thư sau")
    assert (late.status_code, typed(late)["subject"]) == (429, "Thư sau")
    elsewhere = Client(REMOTE_ADDR="203.0.113.9").post(ADDRESS, WORDS, headers=FROM_HERE)
    assert elsewhere.status_code == 303
    clock.shift(HOUR + MINUTE)
    assert send(subject="Thư sau").status_code == 303


def test_a_flood_from_everywhere_is_bounded(monkeypatch):
    monkeypatch.setattr(models, "FROM_ALL", 3)
    answers = [
        Client(REMOTE_ADDR=f"203.0.{number}.9")
        .post(ADDRESS, WORDS | {"subject": f"Thư {number}"}, headers=FROM_HERE)
        .status_code
        for number in range(5)
    ]
    assert answers == [303, 303, 303, 429, 429]


# ── Sent twice ───────────────────────────────────────────────────────────────
def test_a_second_click_finds_the_first_ones_letter():
    assert send()["Location"] == send()["Location"] == send(body=WORDS["body"] + "  ")["Location"]
    assert Letter.objects.count() == 1
    assert send(email="khac@vi-du.example")["Location"] != send()["Location"]
    assert Letter.objects.count() == 2


def test_once_it_is_done_with_the_same_words_are_another_letter(cast):
    first = make_letter()
    again = make_letter()
    assert first == again
    done = make_letter(state="closed", by=cast.bientapvien)
    assert (done, Letter.objects.count()) == (first, 1)
    assert make_letter() != first


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_make_one_letter():
    answers = at_once([lambda: send()["Location"]] * 8)
    assert (len(set(answers)), Letter.objects.count(), Sender.objects.count()) == (1, 1, 1)


# ── What is not kept ─────────────────────────────────────────────────────────
def test_numbers_of_identity_papers_are_masked_before_they_are_kept():
    send(
        subject="Căn cước 001099012345 bị lộ",
        body="Tôi tên Mẫu, CCCD 001 099 012 345, CMND cũ: 123456789, hộ chiếu B1234567. Nợ 250000000 đồng.",
        name="Mẫu 001099012345",
    )
    letter = Letter.objects.select_related("sender").get()
    assert letter.subject == "Căn cước •••••••••••• bị lộ"
    assert letter.body == (
        "Tôi tên Mẫu, CCCD ••• ••• ••• •••, CMND cũ: •••••••••, hộ chiếu ••••••••. Nợ 250000000 đồng."
    )
    assert letter.sender.name == "Mẫu ••••••••••••"
    assert "001099012345" not in letter.search_text


def test_what_is_known_of_a_reader_is_forgotten_in_time_and_the_words_stay():
    letter = make_letter()
    trace = Sender.objects.values_list("network", "user_agent", "name")
    for passed, expected in (
        (TRACE_KEPT_FOR - MINUTE, [("192.0.2.0/24", "thử", "Lò Văn Đọc")]),
        (TRACE_KEPT_FOR, [("", "", "Lò Văn Đọc")]),
        (SENDER_KEPT_FOR - MINUTE, [("", "", "Lò Văn Đọc")]),
        (SENDER_KEPT_FOR, []),
    ):
        Sender.objects.forget(at=letter.received_at + passed)
        assert list(trace.all()) == expected
    assert Letter.objects.get().body == WORDS["body"]


def test_the_daily_command_forgets_senders_too(clock, capsys):
    make_letter()
    clock.shift(SENDER_KEPT_FOR + DAY)
    call_command("forget_readers")
    assert (capsys.readouterr().out, Sender.objects.count(), Letter.objects.count()) == ("1\n", 0, 1)


def test_the_page_on_privacy_says_how_long():
    make_pages()
    said = Markup(Client().get("/thong-tin/bao-mat/").text).one("article").text
    from comments.models import SOURCE_KEPT_FOR
    from mail.management.commands.forget_mails import KEPT

    for kept in (SENDER_KEPT_FOR, TRACE_KEPT_FOR, SOURCE_KEPT_FOR, KEPT):
        assert f"{kept.days} ngày" in said
    assert "180" in Client().get(ADDRESS).text


def test_no_log_line_names_a_reader(caplog):
    caplog.set_level(logging.DEBUG)
    send(), send(email="sai"), send(headers={"origin": "null"})
    assert [word for word in ("lo.van.doc", "Lò Văn", "ván cầu") if word in caplog.text] == []


# ── The page of thanks ───────────────────────────────────────────────────────
@pytest.mark.parametrize("reference", ["AAAA-AAAA", "x", "2" * 300, "AAAAAAAAA", "---------"])
def test_a_reference_that_was_never_given_has_no_page(reference):
    assert Client().get(f"/gui-tin/da-gui/{reference}/").status_code == 404


def test_the_way_to_it_stands_on_every_page():
    for address in ("/", "/tim-kiem/", "/khong-co-trang-nay/", ADDRESS):
        links = [a.attributes["href"] for a in Markup(Client().get(address).text).all("a")]
        assert ADDRESS in links
    assert resolve(ADDRESS).url_name == "letter"


def test_the_form_costs_its_readers_no_query(furnished, django_assert_num_queries):
    furnished()
    with django_assert_num_queries(0):
        Client().get(ADDRESS)
