"""Measures what feeds and sitemaps cost among a thousand articles and among a hundred thousand: `make bench`.

CPU milliseconds of single requests, medians, with the bytes of the answer and its queries. What stays the same at a
hundred times the size stays so at a million.
"""

import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from tests import bench

SIZES, TIMES = (1_000, 100_000), 15
AT_ONCE = 10_000
PLACES = (
    "/sitemap.xml",
    "/sitemap-muc.xml",
    "/sitemap-bai-1.xml",
    "/sitemap-news.xml",
    "/rss/",
    "/rss/tin-moi.rss",
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="toasoan-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        bench.prepare()
        print(f"{'':>10}  {'':<20} {'CPU ms':>8} {'kB':>8} {'queries':>8}")
        have = 0
        for size in SIZES:
            fill(have, size)
            have = size
            for address in (*PLACES, "/rss/muc-3.rss", last_part()):
                report(size, address)


def fill(have: int, size: int) -> None:
    """Older ones each time, so that the newest are the same."""
    from django.utils import timezone

    from tests.factories import make_section
    from tests.many import publish_many

    sections = [make_section(slug=f"muc-{n}", name=f"Mục {n}", order=n) for n in range(15)]
    newest = timezone.now() - timedelta(hours=1)
    for begun in range(have, size, AT_ONCE):
        count = min(AT_ONCE, size - begun)
        publish_many(count, at=newest - timedelta(minutes=10 * begun), sections=sections)


def last_part() -> str:
    from articles.models import Article
    from articles.views.sitemaps import ARTICLES

    return f"/sitemap-bai-{(Article.objects.latest('pk').pk - 1) // ARTICLES + 1}.xml"


def report(size: int, address: str) -> None:
    from django.test import Client

    client = Client(SERVER_NAME="testserver")
    length = len(client.get(address).content)
    took = []
    for _ in range(TIMES):
        begun = time.process_time()
        client.get(address)
        took.append((time.process_time() - begun) * 1000)
    figures = f"{statistics.median(took):8.1f} {length / 1000:8.1f} {bench.queries(address):8d}"
    print(f"{size:>10}  {address:<20} {figures}", flush=True)


if __name__ == "__main__":
    main()
