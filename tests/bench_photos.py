"""Measures what a picture costs: one of 12 megapixels from the upload to its last rendition, and near copies.

Part of `make bench`. The photograph is a made one, as hard to keep as one of leaves and gravel. Figures are CPU seconds
of one core and the most memory the process ever held; the limits are what the library is built for.
"""

import io
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests import environment  # noqa: F401 - sets what the settings are read from
from tests.bench import prepare

PIXELS = (4000, 3000)
SECONDS, MEGABYTES = 8, 300
LIBRARY, ROUNDS, NEAR_LIMIT = 100_000, 15, 50
DRAW = "--draw"


def main() -> None:
    if sys.argv[1:2] == [DRAW]:
        draw(sys.argv[2])
        return
    with tempfile.TemporaryDirectory(prefix="toasoan-bench-") as folder:
        # Another process draws it: what that takes is not the picture's cost.
        file = f"{folder}/twelve.jpg"
        os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "tests.bench_photos", DRAW, file])
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["MEDIA_ROOT"] = f"{folder}/media"
        prepare()
        over = one_picture(Path(file).read_bytes()) + near_copies()
        if over:
            raise SystemExit(f"over the limit: {', '.join(over)}")


def draw(file: str) -> None:
    from tests.photos.photographs import photo_like

    photo_like(PIXELS, seed=12).save(file, quality=93)


def one_picture(raw: bytes) -> list[str]:
    from photos.making import make
    from photos.models import Photo
    from tests.factories import AT

    megabytes = len(raw) / 1_000_000
    print(
        f"\nA picture of 12 megapixels ({megabytes:.1f} MB), limit {SECONDS} s of one core and {MEGABYTES} MB"
    )
    before = most_memory()
    start = time.process_time()
    photo = Photo.objects.take_in(io.BytesIO(raw), name="a.jpg", by=None, at=AT)
    taken = time.process_time() - start
    make(photo.pk)
    all_ = time.process_time() - start
    photo.refresh_from_db()
    kept = sum(one["bytes"] for one in photo.renditions) / 1_000_000
    print(f"{'in the request':>24} {taken:8.2f} s")
    print(f"{'with all renditions':>24} {all_:8.2f} s")
    print(f"{'memory':>24} {most_memory():8.0f} MB ({before:.0f} before)")
    print(f"{'renditions':>24} {len(photo.renditions):8} ({kept:.1f} MB)")
    return ["seconds"] * (all_ > SECONDS) + ["memory"] * (most_memory() > MEGABYTES)


def near_copies() -> list[str]:
    """Asked among pictures whose likenesses are as far apart as chance has them, and a hundred copies."""
    from photos.models import Photo
    from tests.factories import AT

    rng = Random(5)
    mine = Photo.objects.get()
    likenesses = [rng.getrandbits(64) - (1 << 63) for _ in range(LIBRARY)]
    likenesses[:100] = [mine.likeness ^ (1 << n % 60) for n in range(100)]
    sizes = {"width": 9, "height": 9, "small_width": 9, "small_height": 9}
    rows = [
        Photo(likeness=one, added_at=AT, file=f"{n}.jpg", small=f"{n}_s.jpg", **sizes)
        for n, one in enumerate(likenesses)
    ]
    Photo.objects.bulk_create(rows, batch_size=500)
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        found = Photo.objects.near(mine)
        took.append((time.process_time() - start) * 1000)
    middle = statistics.median(took)
    print(f"\nNear copies among {LIBRARY} pictures, limit {NEAR_LIMIT} ms of CPU")
    print(f"{'found':>24} {len(found):8}")
    print(f"{'asked in':>24} {middle:8.1f} ms")
    return ["near copies"] * (middle > NEAR_LIMIT)


def most_memory() -> float:
    """In megabytes, of this process since it began."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
