"""The worker's loop: it reads when there is nothing to do, and takes up what a dead worker left."""

import pytest
from django_tasks_db.models import DBTaskResult

from mail.models import Mail
from mail.outbox import post
from mail.tasks import send_mail
from mail.worker import LOST_AFTER, look, new_worker, take_up
from tests.factories import AT, HOUR, MINUTE

pytestmark = pytest.mark.usefixtures("transactional_db")


def post_one() -> None:
    post(to="a@x.example", subject="s", text="t", key="k", at=AT)


def test_looking_when_there_is_nothing_to_do_is_one_read(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        look(new_worker())
    assert asked[0]["sql"].startswith("SELECT")


def test_a_worker_sends_what_was_posted(mail_server):
    post_one()
    look(new_worker())
    assert mail_server.recipients == ["a@x.example"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_part_that_was_full_asks_for_the_next(mail_server):
    for n in range(201):
        post(to=f"a{n}@x.example", subject="s", text="t", key=f"k{n}", at=AT)
    DBTaskResult.objects.all().delete()
    send_mail.enqueue()
    look(new_worker())
    assert (len(mail_server.received), DBTaskResult.objects.count()) == (201, 3)


def test_mail_that_is_due_has_a_task_again_and_mail_that_waits_has_none():
    post_one()
    DBTaskResult.objects.all().delete()
    Mail.objects.update(due_at=AT + MINUTE)
    take_up(at=AT)
    assert DBTaskResult.objects.count() == 0
    take_up(at=AT + MINUTE)
    assert DBTaskResult.objects.count() == 1


def test_a_task_that_a_dead_worker_left_is_run_again_after_an_hour():
    post_one()
    task = DBTaskResult.objects.get()
    task.claim("dead")
    started = task.started_at
    Mail.objects.update(due_at=AT + 9 * HOUR)
    take_up(at=started + LOST_AFTER)
    assert DBTaskResult.objects.get().status == "RUNNING"
    take_up(at=started + LOST_AFTER + MINUTE)
    assert DBTaskResult.objects.get().status == "READY"
