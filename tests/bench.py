"""Measures what pages cost: `make bench`.

Each page is measured beside a bare view (`/healthz`: the same middleware, no database, no template), by turns
A B A B, so that a machine that slows down slows both. Requests enter at the WSGI callable: what a server in front
adds is the same for all. Figures are medians of the rounds, for one thread of one core.
"""

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests import environment  # noqa: F401 - sets what the settings are read from

ROUNDS, SECONDS = 5, 1.0
SIZES = (24, 5_000)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="toasoan-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        prepare()
        print(f"{'':>10}  {'page':<10} {'req/s':>8} {'bare':>8} {'ratio':>6} {'CPU ms':>8} {'queries':>8}")
        have = 0
        for size in SIZES:
            pages = fill(size - have)
            have = size
            for name, address in pages.items():
                report(size, name, address)


def prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    django.setup()
    call_command("migrate", verbosity=0)


def fill(count: int) -> dict[str, str]:
    """Adds `count` articles in fifteen sections; returns the addresses to measure."""
    from django.utils import timezone

    from tests.factories import make_comment, make_edition, make_photo, make_section
    from tests.many import publish_many

    now = timezone.now()
    sections = [make_section(slug=f"muc-{n}", name=f"Mục {n}", order=n) for n in range(15)]
    publish_many(count - 1, at=now - timedelta(hours=1), sections=sections)
    edition = make_edition(section=sections[0], tags=("chè", "nông thôn mới"), at=now)
    edition.photos.create(photo=make_photo(at=now), caption="Các đại biểu dự Hội nghị.")
    from tests.factories import bring_to

    edition = bring_to("live", edition, at=now)
    for number in range(10):
        make_comment(edition=edition, state="shown", body=f"Ý kiến số {number}.", at=now)
    return {"article": edition.article.get_absolute_url(), "section": "/muc-0/", "front page": "/"}


def report(size: int, name: str, address: str) -> None:
    bare, page = [], []
    for _round in range(ROUNDS):
        bare.append(measure("/healthz"))
        page.append(measure(address))
    page_rate, bare_rate = (statistics.median(rate for rate, _ in runs) for runs in (page, bare))
    cpu = statistics.median(cpu for _, cpu in page)
    figures = (
        f"{page_rate:8.0f} {bare_rate:8.0f} {page_rate / bare_rate:6.3f} {cpu:8.2f} {queries(address):8d}"
    )
    print(f"{size:>10}  {name:<10} {figures}", flush=True)


def measure(address: str) -> tuple[float, float]:
    """Requests a second, and CPU milliseconds a request."""
    ask = asker(address)
    for _ in range(20):
        ask()
    count, wall, cpu = 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - wall < SECONDS:
        ask()
        count += 1
    return count / (time.perf_counter() - wall), (time.process_time() - cpu) / count * 1000


def asker(address: str) -> Callable[[], None]:
    from cms.wsgi import application

    def ask() -> None:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            "REMOTE_ADDR": "192.0.2.1",
        }
        statuses: list[str] = []
        response = application(environ, lambda status, headers, info=None: statuses.append(status))
        body = b"".join(response)
        response.close()
        if not statuses[0].startswith("200") or not body:
            raise RuntimeError(f"{address}: {statuses[0]}")

    return ask


def queries(address: str) -> int:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    with CaptureQueriesContext(connection) as asked:
        # The end of a request would close the connection that is being listened to.
        from django.test import Client

        Client(SERVER_NAME="testserver").get(address)
    return len(asked)


if __name__ == "__main__":
    main()
