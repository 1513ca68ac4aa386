"""Posting: a mail is part of the act that causes it, is there once, and is one mail to one address."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from mail.models import ATTEMPTS, Mail
from mail.outbox import Letter, post, post_many
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


def post_one(**given) -> None:
    letter = {"to": "a@bao.example", "subject": "Bài đã duyệt", "text": "Chào chị.", "key": "k1"}
    post(**letter | given, at=AT)


def letters(count: int) -> list[Letter]:
    return [Letter(to=f"a{n}@bao.example", subject="s", text="t", key=f"k{n}") for n in range(count)]


def test_posting_leaves_the_mail_and_a_task_to_send_it(mailoutbox):
    post_one()
    assert list(Mail.objects.values_list("to", "subject", "text", "created_at", "sent_at", "attempts")) == [
        ("a@bao.example", "Bài đã duyệt", "Chào chị.", AT, None, 0)
    ]
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["mail.tasks.send_mail"]
    assert mailoutbox == []


def test_an_act_that_is_rolled_back_leaves_neither():
    with transaction.atomic():
        post_one()
        transaction.set_rollback(True)
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_the_same_key_twice_is_one_mail_as_it_was_first():
    post_one()
    post_one(subject="Khác")
    post_many([*letters(2), *letters(3)], at=AT)
    assert sorted(Mail.objects.values_list("key", "subject")) == [
        ("k0", "s"),
        ("k1", "Bài đã duyệt"),
        ("k2", "s"),
    ]


@pytest.mark.parametrize("to", ["", " ", "\n"])
def test_without_an_address_there_is_no_mail(to):
    post_one(to=to)
    post_many([], at=AT)
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 100])
def test_posting_costs_two_queries_however_many_mails(count, django_assert_num_queries):
    with django_assert_num_queries(2):
        post_many(letters(count), at=AT)
    assert Mail.objects.count() == count


@pytest.mark.parametrize("breaking", ["\r\n", "\n", "\r", "\u2028"])
def test_a_line_break_begins_no_header(breaking):
    post_one(to=f"a@bao.example{breaking}Bcc: b@x.example", subject=f"Bài{breaking}Bcc: b@x.example")
    assert Mail.objects.values_list("to", "subject").get() == (
        "a@bao.example Bcc: b@x.example",
        "Bài Bcc: b@x.example",
    )


def test_a_title_of_any_length_makes_a_subject():
    post_one(subject="x" * 300)
    assert Mail.objects.get().subject == "x" * 200


def test_old_mails_are_forgotten_when_they_were_sent_or_given_up(capsys, clock):
    old, new = AT - 90 * DAY, AT - 89 * DAY
    rows = {
        "sent": {"sent_at": old},
        "given up": {"attempts": ATTEMPTS},
        "waits": {"attempts": 1},
        "sent lately": {"sent_at": new},
        "given up lately": {"attempts": ATTEMPTS, "created_at": new},
    }
    for key, row in rows.items():
        Mail.objects.create(**{"key": key, "created_at": old, "due_at": old, **row})
    call_command("forget_mails")
    assert set(Mail.objects.values_list("key", flat=True)) == {"waits", "sent lately", "given up lately"}
    assert capsys.readouterr().out == "2\n"
