"""Measures the desk among ten thousand articles: first page, list, calendar, form, save, autosave, publishing move.

Part of `make bench`. Times are medians of single requests in one thread, each beside a bare view asked just before, so
that a machine that slows down slows both; the limits are the ones the desk is built for.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from tests import environment  # noqa: F401 - sets what the settings are read from
from tests.bench import prepare

ARTICLES, WAITING, IN_A_WEEK, ROUNDS = 10_000, 200, 500, 40
LIMITS = {"list": 50, "form": 60, "publishing": 40, "calendar": 60}
QUERIES_AT_MOST = 25


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="toasoan-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        prepare()
        client = fill()
        print(f"\nThe desk, {ARTICLES} published articles and {WAITING} in review")
        print(f"{'':>12} {'ms':>8} {'bare ms':>8} {'limit':>6} {'queries':>8}")
        for name, ask in asked(client).items():
            report(client, name, ask)


def fill():
    """The newsroom, and a board member's browser."""
    from django.test import Client
    from django.utils import timezone

    from tests.factories import make_edition, make_photo, make_section, make_user
    from tests.many import publish_many

    now = timezone.now()
    sections = [make_section(slug=f"muc-{n}", name=f"Mục {n}", order=n) for n in range(15)]
    publish_many(ARTICLES, at=now - timedelta(hours=1), sections=sections)
    board = make_user(username="ban-bien-tap", role="tongbientap", email="ban@bao-mau.example")
    writers = [
        make_user(username=f"pv-{n}", role="phongvien", email=f"pv{n}@bao-mau.example") for n in range(20)
    ]
    for n in range(WAITING):
        piece = make_edition(
            state="last_step", by=writers[n % 20], section=sections[n % 15], at=now, title=f"Tin chờ {n}"
        )
        piece.photos.create(photo=make_photo(at=now), caption="Các đại biểu dự Hội nghị.")
    schedule_many(IN_A_WEEK, sections=sections, now=now)
    client = Client(SERVER_NAME="testserver")
    client.force_login(board)
    return client


def schedule_many(count: int, *, sections: list, now) -> None:
    """So many pieces in the week of a month ahead, each with an hour of its own: the calendar's fullest page."""
    from datetime import datetime

    from django.utils import timezone

    from tests.factories import make_edition

    month = timezone.localdate(now) + timedelta(days=28)
    monday = timezone.make_aware(
        datetime.combine(month - timedelta(days=month.weekday()), datetime.min.time())
    )
    for n in range(count):
        starts = monday + n * timedelta(days=7) / count
        make_edition(
            state="scheduled", at=now, live_from=starts, section=sections[n % 15], title=f"Tin hẹn {n}"
        )


def asked(client) -> dict[str, Callable[[], object]]:
    from articles.models import Edition
    from tests.desk.pages import Page, change

    waiting: Iterator[Edition] = iter(
        Edition.objects.filter(step__isnull=False).select_related("article").order_by("pk")
    )
    first = next(waiting)
    page = Page(client.get(change(first))).form()
    numbers = iter(range(100_000))
    month = first.updated_at.date() + timedelta(days=28)

    def save() -> object:
        nonlocal page
        sent = page | {"lead": f"Sapo lần {next(numbers)}."}
        answer = client.post(change(first), sent)
        page = Page(client.get(change(first))).form()
        return answer

    def publish() -> object:
        piece = next(waiting)
        return client.post(
            f"/admin/articles/edition/{piece.pk}/chuyen/approve/", {"seen": piece.stamp, "_move": "approve"}
        )

    def autosave() -> object:
        sent = page | {"edition": first.pk, "typed": "1", "lead": f"Đang gõ {next(numbers)}."}
        return client.post("/admin/articles/edition/dang-go/", sent)

    return {
        "first page": lambda: client.get("/admin/"),
        "list": lambda: client.get("/admin/articles/edition/"),
        "list, live": lambda: client.get("/admin/articles/edition/?trang-thai=live"),
        "list, found": lambda: client.get("/admin/articles/edition/?trang-thai=all&q=hop+tac+xa"),
        "calendar": lambda: client.get(f"/admin/lich/?ngay={month}"),
        "form": lambda: client.get(change(first)),
        "autosave": autosave,
        "save + form": save,
        "publishing": publish,
    }


def report(client, name: str, ask: Callable[[], object]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = ask()
        count = len(queries)
    if answer.status_code not in (200, 302):
        raise RuntimeError(f"{name}: {answer.status_code}")
    times, bare = [], []
    for _round in range(ROUNDS):
        bare.append(timed(lambda: client.get("/healthz")))
        times.append(timed(ask))
    limit = LIMITS.get(name, "")
    figures = f"{statistics.median(times):8.1f} {statistics.median(bare):8.2f} {limit:>6} {count:8d}"
    print(f"{name:>12} {figures}", flush=True)
    if count > QUERIES_AT_MOST and name in LIMITS:
        raise RuntimeError(f"{name}: {count} queries")


def timed(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
