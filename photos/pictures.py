"""A picture as a page shows it: what stands on its row, and nothing that would have to be asked for.

Until a rendition exists the master and the small one are shown, so a picture is never broken.
"""

from typing import Any

from photos.models import Photo
from photos.renditions import AVIF, JPEG, RATIOS, WEBP, WHOLE, Made, crop_box

_TYPES = {AVIF: "image/avif", WEBP: "image/webp"}


def picture_context(
    photo: Photo, *, alt: str, sizes: str, crop: str = WHOLE, eager: bool = False
) -> dict[str, Any]:
    """What `photos/_picture.html` shows. `sizes` is the attribute's; `crop` one of `RATIOS`, or the whole picture.

    A crop that is not made yet is the whole picture, in a box of the crop's shape: the stylesheet covers it.
    """
    base = photo.file.storage.base_url
    made: list[Made] = [one for one in photo.renditions if one["crop"] == crop]
    sources = [
        {"type": type_, "srcset": srcset}
        for format_, type_ in _TYPES.items()
        if (srcset := _srcset(base, [one for one in made if one["format"] == format_]))
    ]
    plain = [one for one in made if one["format"] == JPEG]
    width, height = shape(photo, crop)
    if crop == WHOLE or not plain:
        plain = [*plain, *_at_hand(photo)]
    return {
        "sources": sources,
        "src": f"{base}{_nearest(plain, 800)['name']}",
        "srcset": _srcset(base, plain),
        "sizes": sizes,
        "width": width,
        "height": height,
        "alt": alt,
        "eager": eager,
    }


def shape(photo: Photo, crop: str) -> tuple[int, int]:
    """Width and height for the page to keep free, in pixels of the master."""
    if crop not in RATIOS:
        return photo.width, photo.height
    left, top, right, bottom = crop_box(photo.width, photo.height, crop, (photo.focal_x, photo.focal_y))
    return right - left, bottom - top


def _at_hand(photo: Photo) -> list[Made]:
    """The master, and the small one where that is another: they are always there."""
    master = Made(
        crop=WHOLE, format="", width=photo.width, height=photo.height, name=photo.file.name, bytes=0
    )
    if photo.small_width >= photo.width:
        return [master]
    small = {"name": photo.small.name, "width": photo.small_width, "height": photo.small_height}
    return [master, master | small]


def _srcset(base: str, made: list[Made]) -> str:
    """One address a width, from the narrowest."""
    by_width = {one["width"]: one["name"] for one in made}
    return ", ".join(f"{base}{by_width[width]} {width}w" for width in sorted(by_width))


def _nearest(made: list[Made], width: int) -> Made:
    return min(made, key=lambda one: abs(one["width"] - width))
