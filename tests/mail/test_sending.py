"""Sending, over a real socket: in order, once, later again when it failed, and visibly never after many failures."""

import logging
from datetime import timedelta

import pytest

from mail.models import ATTEMPTS, LEASE, Mail
from mail.outbox import post
from mail.sending import message_id, send_due
from tests.factories import AT, HOUR, MINUTE
from tests.mail.server import listening

pytestmark = pytest.mark.django_db


def post_to(*recipients: str) -> None:
    for to in recipients:
        post(to=to, subject=f"Gửi {to}", text="Chào chị,\nbài đã duyệt.", key=to, at=AT)


def send(*, at=AT) -> bool:
    return send_due(clock=lambda: at)


def state_of(to: str) -> tuple:
    return Mail.objects.values_list("attempts", "due_at", "sent_at").get(to=to)


def test_what_arrives_is_what_was_posted(mail_server, settings):
    settings.SITE_URL = "https://bao.example:8443"
    post_to("a@x.example")
    send()
    (mail,) = mail_server.received
    assert (mail["To"], mail["Subject"], mail["From"]) == (
        "a@x.example",
        "Gửi a@x.example",
        settings.SITE_EMAIL,
    )
    assert mail.get_content().splitlines() == ["Chào chị,", "bài đã duyệt."]
    assert (mail["Auto-Submitted"], mail["Message-ID"][-13:]) == ("auto-generated", "@bao.example>")


def test_the_oldest_is_sent_first_and_none_twice(mail_server):
    post_to("c@x.example", "a@x.example", "b@x.example")
    send()
    send(at=AT + HOUR)
    assert mail_server.recipients == ["c@x.example", "a@x.example", "b@x.example"]


def test_a_mail_that_was_sent_keeps_its_text_no_longer(mail_server):
    post_to("a@x.example")
    send()
    assert Mail.objects.values_list("text", "sent_at", "attempts").get() == ("", AT, 1)


def test_an_address_that_is_refused_holds_nobody_up_and_is_tried_again(mail_server):
    post_to("a@x.example", "refused@x.example", "b@x.example")
    send()
    assert mail_server.recipients == ["a@x.example", "b@x.example"]
    assert state_of("refused@x.example") == (1, AT + MINUTE, None)
    assert "no such mailbox" in Mail.objects.get(to="refused@x.example").last_error
    send(at=AT + MINUTE - timedelta(microseconds=1))
    assert state_of("refused@x.example") == (1, AT + MINUTE, None)
    send(at=AT + MINUTE)
    assert state_of("refused@x.example") == (2, AT + 3 * MINUTE, None)


def test_after_eight_attempts_a_mail_is_given_up_and_the_log_says_so_without_its_address(mail_server, caplog):
    post_to("refused@x.example")
    for _attempt in range(ATTEMPTS + 2):
        send(at=Mail.objects.get().due_at)
    assert state_of("refused@x.example") == (8, AT + 255 * MINUTE, None)
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 7 + [logging.ERROR]
    assert "refused@x.example" not in caplog.text


def test_an_address_that_is_none_is_given_up_like_any_other(mail_server):
    post_to("a@x.example\nBcc: b@x.example", "c@x.example")
    send()
    assert mail_server.recipients == ["c@x.example"]
    assert state_of("a@x.example Bcc: b@x.example") == (1, AT + MINUTE, None)


def test_while_the_server_is_away_mails_wait_and_no_attempt_is_counted(settings, caplog):
    with listening() as gone:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    post_to("a@x.example", "b@x.example")
    for _minute in range(20):
        assert send() is False
    assert [state_of(to) for to in ("a@x.example", "b@x.example")] == [(0, AT, None)] * 2
    assert set(Mail.objects.values_list("last_error", flat=True)) == {
        "ConnectionRefusedError: [Errno 111] Connection refused"
    }
    assert "ConnectionRefusedError" in caplog.text


def test_what_piled_up_is_sent_in_order_in_parts(mail_server):
    people = [f"a{n}@x.example" for n in range(101)]
    post_to(*people)
    assert (send(at=AT + HOUR), send(at=AT + HOUR)) == (True, False)
    assert mail_server.recipients == people


def test_a_mail_that_somebody_took_is_left_to_him_for_ten_minutes(mail_server):
    post_to("a@x.example")
    assert Mail.objects.get().take(at=AT)
    send(at=AT + LEASE - timedelta(microseconds=1))
    assert mail_server.received == []
    send(at=AT + LEASE)
    assert mail_server.recipients == ["a@x.example"]


def test_a_mail_bears_one_message_id_for_ever_and_no_other_mail_bears_it():
    post_to("a@x.example", "b@x.example")
    first, second = Mail.objects.all()
    before = message_id(first)
    first.take(at=AT)
    first.mark_sent(at=AT)
    assert before == message_id(Mail.objects.get(pk=first.pk)) != message_id(second)
