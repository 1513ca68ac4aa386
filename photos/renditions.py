"""Which renditions a picture has: widths, crops and formats, reckoned from its size alone.

Pure: what is made of it stands in `photos.making`, what a page says of it in `photos.pictures`. Widths are those
the templates ask for at once, twice and three times the density; none is wider than the master.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

AVIF, WEBP, JPEG = "avif", "webp", "jpeg"
EXTENSIONS = {AVIF: "avif", WEBP: "webp", JPEG: "jpg"}
RATIOS = {"5:3": (5, 3), "16:9": (16, 9), "1:1": (1, 1)}
WHOLE = ""
# Crop → format → widths. The JPEGs are for browsers of before 2020, beside the master and the small one.
_WIDTHS: dict[str, dict[str, tuple[int, ...]]] = {
    WHOLE: {AVIF: (320, 480, 640, 800, 1200, 1600), WEBP: (320, 480, 640, 800, 1200, 1600), JPEG: (1200,)},
    "5:3": {AVIF: (160, 320, 480, 800, 1280), WEBP: (160, 320, 480, 800, 1280), JPEG: (320, 800)},
    "16:9": {AVIF: (480, 800, 1280), WEBP: (480, 800, 1280), JPEG: (800,)},
    "1:1": {AVIF: (160, 320, 640), WEBP: (160, 320, 640), JPEG: (320,)},
}
# Chosen beside each other on photographs: no difference is seen at the size at which they are shown.
SAVE: dict[str, dict[str, Any]] = {
    AVIF: {"format": "AVIF", "quality": 50, "speed": 7, "max_threads": 1},
    WEBP: {"format": "WEBP", "quality": 74, "method": 4},
    JPEG: {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
}

Box = tuple[int, int, int, int]


class Made(TypedDict):
    """A rendition as it stands on the row."""

    crop: str
    format: str
    width: int
    height: int
    name: str
    bytes: int


@dataclass(frozen=True)
class Planned:
    crop: str
    format: str
    width: int
    height: int

    def file_name(self, focal: tuple[int, int]) -> str:
        """Of what it shows: made twice it is the same file, and a rendition of another focal point is another."""
        shape = self.crop.replace(":", "x") or "all"
        point = "_{}_{}".format(*focal) if self.crop else ""
        return f"{self.width}_{shape}{point}.{EXTENSIONS[self.format]}"


def plan(width: int, height: int, *, transparent: bool = False) -> list[Planned]:
    """What is made of a master of this size, each crop from the widest down.

    A picture one can see through has no JPEG: its master is WebP, which every browser in use knows.
    """
    planned = []
    for crop, formats in _WIDTHS.items():
        left, top, right, bottom = crop_box(width, height, crop, (50, 50))
        whole = right - left, bottom - top
        for format_, widths in formats.items():
            if transparent and format_ == JPEG:
                continue
            planned += [
                Planned(crop, format_, wide, max(1, round(wide * whole[1] / whole[0])))
                for wide in _no_wider(widths, whole[0])
            ]
    return planned


def _no_wider(widths: tuple[int, ...], most: int) -> Iterator[int]:
    """Those it has pixels for; where it has none for the narrowest, the picture as it is."""
    yield from (wide for wide in reversed(widths) if wide <= most)
    if most < widths[0]:
        yield most


def crop_box(width: int, height: int, crop: str, focal: tuple[int, int]) -> Box:
    """The largest part of this shape, its middle as near to the focal point (hundredths) as the edges let it be."""
    if crop == WHOLE:
        return 0, 0, width, height
    across, down = RATIOS[crop]
    wide = min(width, max(1, round(height * across / down)))
    high = min(height, max(1, round(width * down / across)))
    left = min(max(round(width * focal[0] / 100 - wide / 2), 0), width - wide)
    top = min(max(round(height * focal[1] / 100 - high / 2), 0), height - high)
    return left, top, left + wide, top + high


def is_current(made: list[Made], planned: list[Planned], focal: tuple[int, int]) -> bool:
    """Whether what was made is what is planned, around this focal point."""
    have = {(m["crop"], m["format"], m["width"], m["height"], m["name"].rpartition("/")[2]) for m in made}
    return have == {(p.crop, p.format, p.width, p.height, p.file_name(focal)) for p in planned}
