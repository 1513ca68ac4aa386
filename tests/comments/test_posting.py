"""A reader sends a comment: without cookie, token or script, and without losing a word."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from articles.models import Article
from cms.text import one_line
from comments.forms import CONSENT_VERSION
from comments.models import BODY_LENGTH, DUPLICATE_WITHIN, SOURCE_KEPT_FOR, Comment, CommentSource
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.comments.readers import BODY, FROM_HERE, NAME, discussion, make_shown, send, typed
from tests.factories import AT, DAY, HOUR, MINUTE, make_comment, make_edition, make_section


@pytest.fixture
def edition(db):
    return make_edition(state="live")


def kept() -> list[tuple[str, str]]:
    return list(Comment.objects.order_by("pk").values_list("name", "body"))


def refused(response, *fields: str) -> bool:
    """Whether exactly these fields are marked, and nothing was kept."""
    errors = response.context["form"].errors
    return (response.status_code, sorted(errors), Comment.objects.count()) == (422, sorted(fields), 0)


# ── Sent ─────────────────────────────────────────────────────────────────────
def test_a_comment_is_held_and_the_reader_is_thanked(edition):
    response = send(edition, email="ban.doc@vi-du.example")
    assert (response.status_code, response["Location"]) == (303, f"/y-kien/{edition.article_id}/da-gui/")
    assert "Set-Cookie" not in response.headers
    comment = Comment.objects.get()
    assert (comment.name, comment.body, comment.state, comment.suspect) == (NAME, BODY, "held", False)
    assert (comment.article, comment.section, comment.parent) == (edition.article, edition.section, None)
    assert (comment.version, comment.reason, comment.decided_by, comment.consent) == (
        1,
        "",
        None,
        CONSENT_VERSION,
    )
    assert AT <= comment.posted_at < AT + MINUTE


def test_the_form_on_a_page_sends_what_the_address_takes(edition):
    form = Markup(Client().get(edition.article.get_absolute_url()).text).one("form", "comment-form")
    assert (form.attributes["method"], form.attributes["action"]) == (
        "post",
        f"/y-kien/{edition.article_id}/",
    )


def test_the_box_of_consent_is_never_ticked_beforehand(edition):
    boxes = [
        box.attributes
        for response in (Client().get(edition.article.get_absolute_url()), send(edition, consent=None))
        for box in Markup(response.text).all("input")
        if box.attributes.get("type") == "checkbox"
    ]
    assert [(box["name"], "checked" in box) for box in boxes] == [("consent", False)] * 2


def test_a_held_comment_is_not_shown(edition):
    send(edition)
    assert discussion(edition).comments == []
    assert NAME not in Client().get(edition.article.get_absolute_url()).text


def test_a_reply_stands_under_the_comment_it_answers(edition):
    answered = make_comment(edition=edition, state="shown")
    send(edition, parent=answered.pk, body="Tôi cũng nghĩ vậy.")
    assert Comment.objects.get(body="Tôi cũng nghĩ vậy.").parent == answered


def test_words_are_kept_composed_and_without_controls(edition):
    send(edition, name="Lo\u0300 Va\u0306n\tĐo\u0323c\x01", body="  Ba\u0300i hay\r\n\r\ncảm ơn\x00\x08  ")
    assert kept() == [("Lò Văn Đọc", "Bài hay\n\ncảm ơn")]


def test_the_section_is_the_one_in_which_it_was_written(edition):
    send(edition, section=make_section(slug="y-te").pk)
    assert Comment.objects.get().section == edition.section


# ── Where it was sent from ───────────────────────────────────────────────────
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "null", "referer": "http://testserver/"},
        {"origin": "http://testserver.evil.example"},
        {"referer": "https://evil.example/"},
        {"origin": "http://["},
    ],
)
def test_a_comment_sent_from_elsewhere_is_forbidden(edition, headers):
    assert send(edition, headers=headers).status_code == 403
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("headers", [FROM_HERE, {"referer": "http://testserver/khoa-giao/204005/bai-1.html"}])
def test_a_comment_sent_from_our_page_is_held_without_suspicion(edition, headers):
    assert send(edition, headers=headers).status_code == 303
    assert Comment.objects.get().suspect is False


def test_a_comment_that_does_not_say_where_from_is_held_as_suspect(edition):
    assert send(edition, headers={}).status_code == 303
    comment = Comment.objects.get()
    assert (comment.state, comment.suspect) == ("held", True)


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_nothing_but_a_post_sends_a_comment(edition, method):
    query = f"?name={NAME}&body=Bài hay&consent=on"
    response = getattr(Client(), method)(f"/y-kien/{edition.article_id}/{query}", headers=FROM_HERE)
    assert (response.status_code, response["Allow"], Comment.objects.count()) == (405, "POST", 0)


# ── Not sent, and nothing lost ───────────────────────────────────────────────
WRONG = {
    "name": ["", " ", "x" * 61, None, "\x01"],
    "body": ["", "a", " \n ", "x" * 3001, None, "\x01\x02"],
    "email": ["khong-phai", "a@b", "x" * 150 + "@vi-du.example"],
    "consent": ["", None, "false"],
    "parent": ["999999", "abc", "-1", "1.5", "9" * 30, "1" * 5000],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in WRONG.items() for v in values])
def test_what_is_missing_or_wrong_is_marked_and_nothing_is_kept(edition, field, value):
    response = send(edition, **{field: value})
    assert refused(response, field)
    assert response["Cache-Control"] == "no-store"


def test_what_was_typed_stays_in_the_form(edition):
    words = {"name": "Lò “Văn” <Đọc>", "email": "sai", "body": 'Một dòng\nhai dòng & "ba"'}
    response = send(edition, consent=None, **words)
    assert {field: typed(response)[field].replace("\r\n", "\n") for field in words} == words


def test_a_body_just_as_long_as_allowed_is_taken_whatever_its_line_ends(edition):
    assert send(edition, body="a\r\n" * 1499 + "ab").status_code == 303
    assert len(Comment.objects.get().body) == BODY_LENGTH


def make_unanswerable(edition) -> dict[str, Comment]:
    """Comments that a reply must not hang on."""
    shown = make_comment(edition=edition, state="shown", body="Đã đăng.")
    parent = make_comment(edition=edition, state="rejected", body="Bị từ chối.")
    return {
        "of another article": make_comment(edition=make_edition(state="live"), state="shown"),
        "held": make_comment(edition=edition, body="Chờ duyệt."),
        "rejected": parent,
        "spam": make_comment(edition=edition, state="spam", body="Thư rác."),
        "itself a reply": make_comment(edition=edition, state="shown", parent=shown, body="Trả lời."),
    }


def test_a_reply_to_what_cannot_be_answered_is_refused_and_keeps_its_words(edition):
    for comment in make_unanswerable(edition).values():
        before = Comment.objects.count()
        response = send(edition, parent=comment.pk, body="Xin trả lời.")
        assert (response.status_code, Comment.objects.count()) == (422, before)
        assert list(response.context["form"].errors) == ["parent"]
        assert typed(response)["body"] == "Xin trả lời."


def test_the_page_of_a_reply_is_only_there_for_what_can_be_answered(edition):
    for comment in make_unanswerable(edition).values():
        assert Client().get(f"/y-kien/{edition.article_id}/tra-loi/{comment.pk}/").status_code == 404


def test_a_reader_whose_comment_lost_its_parent_can_send_it_all_the_same(edition):
    gone = make_comment(edition=edition, state="rejected")
    form = typed(send(edition, parent=gone.pk, body="Xin trả lời."))
    assert send(edition, **form | {"consent": "on"}).status_code == 303


@pytest.mark.parametrize("given", [{}, {"consent": None}, {"parent": "abc"}])
def test_closed_comments_take_nothing_and_give_the_words_back(edition, given):
    Article.objects.filter(pk=edition.article_id).update(comments_open=False)
    response = send(edition, body="Đã gõ rất lâu.", **given)
    assert (response.status_code, Comment.objects.count()) == (422, 0)
    assert Markup(response.text).one("pre", "kept").text == "Đã gõ rất lâu."
    assert Markup(response.text).all("textarea") == []


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "last_step", "returned", "scheduled", "withdrawn", "expired"]
)
def test_an_article_that_is_not_live_takes_no_comment(state, db):
    edition = make_edition(state=state, at=AT - DAY, live_from=AT + HOUR if state == "scheduled" else None)
    address = f"/y-kien/{edition.article_id}/"
    answers = [send(edition), Client().get(f"{address}da-gui/"), Client().get(f"{address}tra-loi/1/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 30, "9" * 5000])
def test_an_article_that_never_was_takes_no_comment(db, number):
    answers = [
        Client().post(f"/y-kien/{number}/", headers=FROM_HERE),
        Client().get(f"/y-kien/{number}/da-gui/"),
        Client().get(f"/y-kien/{number}/tra-loi/{number}/"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("number", ["9" * 18, "9" * 30])
def test_a_comment_that_never_was_has_no_page_to_answer_it(edition, number):
    assert Client().get(f"/y-kien/{edition.article_id}/tra-loi/{number}/").status_code == 404


@pytest.mark.parametrize("hidden", ["\u200b\u200b", "\u2060\ufeff", "\u00ad\u200d\u200e"])
@pytest.mark.parametrize("field", ["name", "body"])
def test_words_that_nobody_can_see_are_no_words(edition, field, hidden):
    assert refused(send(edition, **{field: hidden}), field)


# ── Fields that are not the reader's ─────────────────────────────────────────
def test_extra_fields_change_nothing(edition, cast):
    forged = {
        "state": "shown",
        "version": "9",
        "decided_by": cast.kiemduyet.pk,
        "decided_at": "2040-05-04",
        "section": make_section(slug="y-te").pk,
        "article": make_edition(state="live").article_id,
        "suspect": "on",
        "posted_at": "2000-01-01",
        "reason": "x",
        "id": "77",
        "network": "198.51.100.0/24",
        "expires_at": "2999-01-01",
    }
    assert send(edition, **forged).status_code == 303
    rows = list(
        Comment.objects.values("article", "section", "state", "version", "decided_by", "suspect", "reason")
    )
    assert rows == [
        {
            "article": edition.article_id,
            "section": edition.section_id,
            "state": "held",
            "version": 1,
            "decided_by": None,
            "suspect": False,
            "reason": "",
        }
    ]
    assert Comment.objects.get().posted_at >= AT
    assert CommentSource.objects.get().network == "127.0.0.0/24"


# ── Comments are text ────────────────────────────────────────────────────────
def test_markup_and_addresses_in_comments_are_shown_as_typed(edition):
    words = [
        "<script>alert(1)</script>Bài hay",
        "Xem https://vi-du.example/a và www.vi-du.example",
        "<a href='/x'>a</a> &lt;",
    ]
    for number, body in enumerate(words):
        make_comment(edition=edition, state="shown", name=f"<b onclick=x>{number}</b>", body=body)
    page = Client().get(edition.article.get_absolute_url()).text
    assert [node.text.strip() for node in Markup(page).all("div", "comment__text")] == words[::-1]
    assert next(node.text for node in Markup(page).all("p", "comment__who")).startswith("<b onclick=x>2</b>")
    assert dangers(page) == []
    assert [a for a in Markup(page).all("a") if "vi-du.example" in a.attributes.get("href", "")] == []


@pytest.mark.parametrize("payloads", [EVERY[:90], EVERY[90:]], ids=["first half", "second half"])
def test_no_payload_in_a_comment_changes_the_shape_of_a_page(edition, payloads):
    make_shown(edition, len(payloads))
    path = edition.article.get_absolute_url()
    plain = shape(Client().get(path).text)
    for comment, payload in zip(Comment.objects.all(), payloads, strict=True):
        line = one_line(payload)
        Comment.objects.filter(pk=comment.pk).update(name=line[:60], body=line)
    page = Client().get(path).text
    assert shape(page) == plain
    assert dangers(page) == []


def test_no_payload_changes_the_shape_of_the_form_that_comes_back(edition):
    everything = " ".join(EVERY)
    plain, hostile = (
        send(edition, name=words, email=words, body=words, consent=None).text
        for words in ("x " * 5000, everything)
    )
    assert shape(hostile) == shape(plain)
    assert dangers(hostile) == []


# ── Twice ────────────────────────────────────────────────────────────────────
def counted(edition) -> tuple[int, int]:
    edition.article.refresh_from_db()
    return edition.article.comments_posted, Comment.objects.filter(article=edition.article).count()


def test_a_second_click_makes_no_second_comment(edition):
    first, second = send(edition), send(edition)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert counted(edition) == (1, 1)


@pytest.mark.parametrize(
    ("again", "many"),
    [
        ({"body": BODY + "  "}, 1),
        ({"body": BODY.replace("ả", "a\u0309")}, 1),
        ({"body": BODY.replace("òa", "oà")}, 1),
        ({"body": BODY[:5] + "\u200b" + BODY[5:]}, 1),
        ({"body": BODY.upper()}, 1),
        ({"email": "khac@vi-du.example"}, 1),
        ({"body": BODY + " Thêm."}, 2),
        ({"name": "Người khác"}, 2),
    ],
)
def test_the_same_words_by_the_same_name_are_one_comment(edition, again, many):
    send(edition)
    send(edition, **again)
    assert Comment.objects.count() == many


@pytest.mark.parametrize(("wait", "many"), [(DUPLICATE_WITHIN - MINUTE, 1), (DUPLICATE_WITHIN + MINUTE, 2)])
def test_after_ten_minutes_the_same_words_are_a_comment_of_their_own(edition, clock, wait, many):
    send(edition)
    clock.shift(wait)
    send(edition)
    assert Comment.objects.count() == many
    assert timedelta(minutes=10) == DUPLICATE_WITHIN


def test_the_same_words_under_another_article_are_a_comment_of_their_own(edition):
    send(edition)
    send(make_edition(state="live"))
    assert Comment.objects.count() == 2


def test_the_same_words_in_answer_to_two_comments_are_two(edition):
    one, two = (make_comment(edition=edition, state="shown", body=body) for body in ("Một.", "Hai."))
    for answered in (one, two):
        send(edition, parent=answered.pk, body="Tôi đồng ý.")
    assert list(Comment.objects.filter(body="Tôi đồng ý.").values_list("parent", flat=True)) == [
        one.pk,
        two.pk,
    ]


@pytest.mark.usefixtures("transactional_db")
def test_eight_clicks_at_once_make_one_comment():
    edition, together, answers = make_edition(state="live"), Barrier(8), []

    def click() -> None:
        together.wait(timeout=20)
        answers.append(send(edition).status_code)
        connection.close()

    clicks = [Thread(target=click) for _number in range(8)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert answers == [303] * 8
    assert counted(edition) == (1, 1)
    assert CommentSource.objects.count() == 1


# ── Personal data ────────────────────────────────────────────────────────────
def test_personal_data_stand_apart_and_have_an_end(edition, settings):
    settings.TRUSTED_PROXIES = 1
    headers = FROM_HERE | {"x-forwarded-for": "203.0.113.9, 198.51.100.77", "user-agent": "Trình duyệt " * 40}
    send(edition, headers=headers, email="ban.doc@vi-du.example")
    source = CommentSource.objects.get()
    assert (source.comment, source.email, source.network) == (
        Comment.objects.get(),
        "ban.doc@vi-du.example",
        "198.51.100.0/24",
    )
    assert len(source.user_agent) == 200
    assert source.expires_at - source.comment.posted_at == SOURCE_KEPT_FOR


def test_no_whole_address_is_kept_anywhere(edition):
    send(edition, email="ban.doc@vi-du.example")
    row = {**Comment.objects.values()[0], **CommentSource.objects.values()[0]}
    assert [name for name, value in row.items() if "127.0.0.1" in str(value)] == []
    assert [name for name, value in Comment.objects.values()[0].items() if "@" in str(value)] == []


def test_an_e_mail_address_is_never_shown(edition, client, cast):
    make = make_comment(edition=edition, state="shown")
    CommentSource.objects.filter(comment=make).update(email="ban.doc@vi-du.example")
    client.force_login(cast.kiemduyet)
    pages = [
        edition.article.get_absolute_url(),
        "/admin/y-kien/?state=shown",
        f"/y-kien/{edition.article_id}/da-gui/",
    ]
    assert [page for page in pages if "ban.doc" in client.get(page).text] == []


def test_readers_are_forgotten_when_their_time_is_over_and_their_words_stay(edition, clock, capsys):
    send(edition, email="ban.doc@vi-du.example")
    clock.shift(SOURCE_KEPT_FOR - MINUTE)
    call_command("forget_readers")
    assert (Comment.objects.count(), CommentSource.objects.count()) == (1, 1)
    clock.shift(2 * MINUTE)
    call_command("forget_readers")
    assert (Comment.objects.count(), CommentSource.objects.count()) == (1, 0)
    assert capsys.readouterr().out == "0\n1\n"
