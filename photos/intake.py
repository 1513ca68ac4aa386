"""The one way in for pictures: what is kept is a picture we encoded ourselves, from pixels we decoded.

`ImageField` only calls `verify()`, which lets most hostile files pass. Here the extension, the
detected type and the whitelist must agree, size and pixels are checked before decoding, and
nothing of the file but its pixels survives: no EXIF, no GPS, no name.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

EXTENSIONS = {"jpg": "JPEG", "jpeg": "JPEG", "jpe": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
MAX_SIDE = 2400
SMALL_SIDE = 640
_SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 86, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 86, "method": 4},
}


@dataclass(frozen=True)
class Encoded:
    """A picture ready to be stored: bytes and pixel size of the large and the small rendition."""

    extension: str
    large: bytes
    width: int
    height: int
    small: bytes
    small_width: int
    small_height: int


def take_in(file: BinaryIO, name: str) -> Encoded:
    """Decodes, turns upright, strips and encodes again. Raises ValidationError, in words for the staff."""
    format_ = _expected_format(name)
    file.seek(0, io.SEEK_END)
    if file.tell() > settings.PHOTO_MAX_BYTES:
        limit = settings.PHOTO_MAX_BYTES // 1024 // 1024
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB. Send a smaller copy.") % {"name": name, "limit": limit}
        )
    file.seek(0)
    return _encode(_decoded(file, name, format_))


def _expected_format(name: str) -> str:
    suffixes = [suffix.lstrip(".").lower() for suffix in PurePath(name).suffixes]
    if not suffixes or suffixes[-1] not in EXTENSIONS:
        raise ValidationError(
            _("“%(name)s” is not a picture we take. Send a JPEG, PNG, WebP or GIF.") % {"name": name}
        )
    return EXTENSIONS[suffixes[-1]]


def _decoded(file: BinaryIO, name: str, format_: str) -> Image.Image:
    try:
        picture = Image.open(file, formats=sorted(set(EXTENSIONS.values())))
        # A camera may put a preview behind the picture; the first one is a JPEG like any other.
        found = "JPEG" if picture.format == "MPO" else picture.format
        if found != format_:
            said = _("“%(name)s” says it is %(said)s but holds %(found)s. Save it again as JPEG or PNG.")
            raise ValidationError(said % {"name": name, "said": format_, "found": found})
        if picture.width * picture.height > settings.PHOTO_MAX_PIXELS:
            raise Image.DecompressionBombError
        picture.load()
        return ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as error:
        limit = settings.PHOTO_MAX_PIXELS // 1_000_000
        raise ValidationError(
            _("“%(name)s” has more than %(limit)d million pixels. Send a smaller copy.")
            % {"name": name, "limit": limit}
        ) from error
    except ValidationError:
        raise
    except Exception as error:  # decoders raise nearly anything on damaged bytes
        raise ValidationError(
            _("“%(name)s” is damaged or is not a picture. Open it, save it again and send that.")
            % {"name": name}
        ) from error


def _encode(picture: Image.Image) -> Encoded:
    transparent = picture.has_transparency_data
    extension = "webp" if transparent else "jpg"
    picture = picture.convert("RGBA") if transparent else _srgb(picture)
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Encoded(
        extension, _bytes(picture, extension), *picture.size, _bytes(small, extension), *small.size
    )


def _srgb(picture: Image.Image) -> Image.Image:
    """The colours as a browser without the file's profile shows them."""
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel; `convert` alone would cut them off instead of scaling.
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, ours, outputMode="RGB") or picture.convert(
                "RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return picture.convert("RGB")
    return picture.convert("RGB")


def _bytes(picture: Image.Image, extension: str) -> bytes:
    # A fresh image carries none of the source's metadata into the file.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, **_SAVE[extension])
    return out.getvalue()
