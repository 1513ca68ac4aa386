"""`/healthz` and `/readyz`: a node that cannot serve readers rightly says so and leaves the pool.

The tests' clock runs in 2040; the database has its own. So readiness is asked at the real time, reached by
moving the tests' clock back to it.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from tests.cms.process import WITH_DJANGO, start


@pytest.fixture
def in_real_time(clock, db):
    """Calling it moves the process's clock to the real time, and as many seconds on."""

    def move(*, seconds: float = 0) -> None:
        now = time_machine.escape_hatch.datetime.datetime.now().astimezone()
        clock.move_to(now + timedelta(seconds=seconds))

    move()
    return move


def readiness(client) -> tuple[int, dict]:
    response = client.get("/readyz")
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.json()


def test_a_process_that_is_up_says_so_without_its_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content, response["Cache-Control"]) == (200, b"ok\n", "no-store")


def test_a_node_with_everything_is_ready(client, in_real_time):
    assert readiness(client) == (200, {"database": "ok", "cache": "ok", "storage": "ok"})


def test_a_clock_one_second_behind_is_still_right(client, in_real_time):
    in_real_time(seconds=-1)
    assert readiness(client)[0] == 200


@pytest.mark.parametrize("seconds", [4, -5, 3600, -86400])
def test_a_clock_that_is_off_takes_the_node_out(client, in_real_time, seconds):
    in_real_time(seconds=seconds)
    status, answers = readiness(client)
    assert status == 503
    assert answers.pop("database").startswith("clock ")
    assert answers == {"cache": "ok", "storage": "ok"}


def test_a_media_folder_that_cannot_be_takes_the_node_out(client, in_real_time, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = str(tmp_path / "file" / "media")
    assert readiness(client) == (503, {"database": "ok", "cache": "ok", "storage": "failed"})


def test_a_cache_that_keeps_nothing_takes_the_node_out(client, in_real_time, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert cache.get("readyz") is None
    assert readiness(client) == (503, {"database": "ok", "cache": "failed", "storage": "ok"})


ASKED = f"""{WITH_DJANGO}
answer = Client().get("/readyz", headers={{"host": "a.example"}})
print(answer.status_code, answer.json())
"""


def test_a_database_that_is_down_takes_the_node_out_and_shows_no_trace(tmp_path):
    done = start(ASKED, DATABASE_URL="postgres://toasoan@127.0.0.1:1/toasoan", MEDIA_ROOT=str(tmp_path))
    assert done.stdout == "503 {'database': 'failed', 'cache': 'ok', 'storage': 'ok'}\n"
