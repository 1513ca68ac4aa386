"""Measures the desk's list among a hundred thousand articles: each filter, common and rare words, both ends.

Part of `make bench`. Figures are CPU milliseconds, medians of single requests in one thread on SQLite, where nothing
else is waited for; the limit is what the list is built for. Who asks is a board member, who sees everything, and
reporters, who see their own: one with thousands of articles, one with three.
"""

import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests import environment  # noqa: F401 - sets what the settings are read from
from tests.bench import prepare

ARTICLES, AT_ONCE, ROUNDS = 100_000, 10_000, 15
LIMIT = 50
ALL = {"trang-thai": "all"}
LAST = {"cuoi": "1"}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="toasoan-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        prepare()
        start = time.perf_counter()
        people = fill()
        took = time.perf_counter() - start
        print(
            f"\nThe desk's list, {ARTICLES} published articles ({took:.0f} s to lay out), limit {LIMIT} ms of CPU"
        )
        print(f"{'':>24} {'board':>8} {'writer':>8} {'newcomer':>9} {'queries':>8} {'rows':>5}")
        slow = [name for name, asked in questions().items() if report(people, name, asked) > LIMIT]
        if slow:
            raise SystemExit(f"over {LIMIT} ms: {', '.join(slow)}")


def fill() -> dict:
    """The newsroom: browsers of a board member, of a writer of 5,000 articles and of one of three."""
    from django.test import Client
    from django.utils import timezone

    from tests.factories import make_edition, make_section, make_user
    from tests.many import publish_many

    now = timezone.now()
    sections = [make_section(slug=f"muc-{n}", name=f"Mục {n}", order=n) for n in range(15)]
    writers = tuple(
        make_user(username=f"pv-{n}", role="phongvien", email=f"pv{n}@bao-mau.example") for n in range(20)
    )
    for n in range(0, ARTICLES, AT_ONCE):
        publish_many(AT_ONCE, at=now - timedelta(minutes=10 * n), sections=sections, writers=writers)
    board = make_user(username="ban-bien-tap", role="tongbientap", email="ban@bao-mau.example")
    newcomer = make_user(username="pv-moi", role="phongvien", email="moi@bao-mau.example")
    for n in range(200):
        state = ("draft", "in_review", "last_step", "returned")[n % 4]
        words = {"title": f"Tin chờ {n}", "lead": "", "body": "<p>Tin.</p>"}
        make_edition(state=state, by=writers[n % 20], section=sections[n % 15], at=now, **words)
    for n in range(3):
        make_edition(state="draft", by=newcomer, section=sections[n], at=now, title=f"Tin đầu {n}")
    people = {"board": board, "writer": writers[3], "newcomer": newcomer}
    clients = {name: Client(SERVER_NAME="testserver") for name in people}
    for name, person in people.items():
        clients[name].force_login(person)
    return clients


def questions() -> dict[str, dict[str, str]]:
    from accounts.models import User

    writer = {"nguoi": str(User.objects.get(username="pv-3").pk)}
    return {
        "on the way": {},
        "all": ALL,
        "all, last page": ALL | LAST,
        "drafts": {"trang-thai": "draft"},
        "live": {"trang-thai": "live"},
        "scheduled (none)": {"trang-thai": "scheduled"},
        "a section": ALL | {"chuyen-muc": "muc-3"},
        "a section, last page": ALL | {"chuyen-muc": "muc-3"} | LAST,
        "a section, live": {"trang-thai": "live", "chuyen-muc": "muc-3"},
        "a writer": ALL | writer,
        "a writer, last page": ALL | writer | LAST,
        "days": ALL | {"tu": "01/01/2026", "den": "31/03/2026"},
        "common words": ALL | {"q": "hội nghị"},
        "common words, last page": ALL | {"q": "hội nghị"} | LAST,
        "a rare word": ALL | {"q": "Tin"},
        "no such word": ALL | {"q": "khongco"},
        "beginnings": ALL | {"q": "h* n* t*"},
        "five common words": ALL | {"q": "hội nghị nông thôn mới"},
        "words, drafts, section": {"q": "hội nghị", "trang-thai": "draft", "chuyen-muc": "muc-3"},
    }


def report(clients: dict, name: str, asked: dict[str, str]) -> float:
    """Prints a row; gives the slowest of its figures."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"/admin/articles/edition/?{urlencode(asked)}"
    times = []
    for client in clients.values():
        times.append(statistics.median(taken(client, address) for _round in range(ROUNDS)))
    with CaptureQueriesContext(connection) as queries:
        answer = clients["board"].get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code}")
    rows = len(answer.context_data["rows"])
    figures = f"{times[0]:8.1f} {times[1]:8.1f} {times[2]:9.1f} {len(queries):8d} {rows:5d}"
    print(f"{name:>24} {figures}", flush=True)
    return max(times)


def taken(client, address: str) -> float:
    start = time.process_time()
    client.get(address)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
