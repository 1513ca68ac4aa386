"""What a picture looks like, in 64 bits: copies that were compressed, resized, recoloured or trimmed differ in few.

The bits say which of the coarsest waves of its brightness are stronger than the middle one (a perceptual hash by
cosine transform). About half of them are set in any picture, so no value of sixteen of them is much more common
than another: that makes them an index. Of two pictures that differ in at most eleven bits, one of four bands of
sixteen differs in at most two: asking for each band's neighbours finds all of them, whatever the number of pictures.
"""

from collections.abc import Iterable
from functools import cache
from itertools import combinations
from math import cos, pi
from statistics import median

from django.db.models import Q, QuerySet
from PIL import Image

NEAR = 9
SIDE, WAVES = 32, 8
SHIFTS = (0, 16, 32, 48)
# From each band so many rows are looked at, at most: a library of look-alikes is no reason to read all of it.
MOST_OF_A_BAND = 2_000
_COLUMNS = ("likeness_a", "likeness_b", "likeness_c", "likeness_d")


def of(picture: Image.Image) -> int:
    """The 64 bits, as the database keeps them: signed."""
    grey = _on_white(picture).convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    pixels = list(grey.tobytes())
    rows = [_waves(pixels[start : start + SIDE]) for start in range(0, SIDE * SIDE, SIDE)]
    strengths = [value for column in zip(*rows, strict=True) for value in _waves(list(column))]
    # The first is the brightness of the whole: it would say nothing about what is where.
    middle = median(strengths[1:])
    bits = sum(1 << place for place, strength in enumerate(strengths) if strength > middle)
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white


def _waves(line: list[float]) -> list[float]:
    return [sum(value * wave for value, wave in zip(line, row, strict=True)) for row in _cosines()]


@cache
def _cosines() -> list[list[float]]:
    return [[cos(pi * wave * (2 * x + 1) / (2 * SIDE)) for x in range(SIDE)] for wave in range(WAVES)]


def distance(one: int, other: int) -> int:
    """In how many bits they differ: 0 to 64."""
    return ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()


def nearest(photos: QuerySet, likeness: int, *, within: int) -> list[int]:
    """The ids of those at most so many bits away, most alike first; of equally near ones the newest."""
    found: dict[int, int] = {}
    for column, shift in zip(_COLUMNS, SHIFTS, strict=True):
        band = photos.filter(Q(**{f"{column}__in": _neighbours((likeness >> shift) & 0xFFFF)}))
        rows = band.order_by().values_list("pk", "likeness")[:MOST_OF_A_BAND]
        found |= {pk: far for pk, other in rows if (far := distance(likeness, other)) <= within}
    return sorted(found, key=lambda pk: (found[pk], -pk))


def _neighbours(band: int) -> Iterable[int]:
    """The values that differ from it in at most two of sixteen bits: 137."""
    flips = [0, *(1 << one for one in range(16)), *(1 << a | 1 << b for a, b in combinations(range(16), 2))]
    return [band ^ flip for flip in flips]
