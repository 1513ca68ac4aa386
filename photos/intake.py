"""The one way in for pictures: what is kept is a picture we encoded ourselves, from pixels we decoded.

`ImageField` only calls `verify()`, which lets most hostile files pass. Here the extension, the
detected type and the whitelist must agree, size and pixels are checked before decoding, and
nothing of the file but its pixels survives: no EXIF, no GPS, no name. What it says about itself is offered as words.
"""

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from photos import likeness, suggestions
from photos.suggestions import Suggested

EXTENSIONS = {"jpg": "JPEG", "jpeg": "JPEG", "jpe": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
FORMATS = sorted(set(EXTENSIONS.values()))
MAX_SIDE = 2560
SMALL_SIDE = 640
# A camera's progressive JPEG passes over the picture some ten times. Each pass costs, and takes a few bytes.
MOST_SCANS = 50
_SAVE: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 86, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 86, "method": 2},
}
_TELEPHONES = {"heic", "heif", "hif"}
# `ftyp` and the brands under which telephones write HEIC.
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


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
    likeness: int
    suggested: Suggested
    # What was made of it that nobody would expect, in words for the staff.
    notes: tuple[str, ...] = ()


def source_of(file: BinaryIO, name: str) -> str:
    """SHA-256 of the file as it was sent. Raises ValidationError when its name or size says that we don't take it."""
    _expected_format(name)
    _check_size(file, name)
    digest = hashlib.sha256()
    while part := file.read(1024 * 1024):
        digest.update(part)
    return digest.hexdigest()


def take_in(file: BinaryIO, name: str) -> Encoded:
    """Decodes, turns upright, strips and encodes again. Raises ValidationError, in words for the staff."""
    format_ = _expected_format(name)
    _check_size(file, name)
    return _decoded(file, name, format_)


def _check_size(file: BinaryIO, name: str) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise ValidationError(_("“%(name)s” is empty. Send it once more.") % {"name": name})
    if size > settings.PHOTO_MAX_BYTES:
        limit = settings.PHOTO_MAX_BYTES // 1024 // 1024
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB. Send a smaller copy.") % {"name": name, "limit": limit}
        )


def _expected_format(name: str) -> str:
    suffix = PurePath(name).suffix.lstrip(".").lower()
    if suffix in EXTENSIONS:
        return EXTENSIONS[suffix]
    if suffix in _TELEPHONES:
        raise ValidationError(_from_a_telephone(name))
    if suffix == "svg":
        said = _("“%(name)s” is a drawing (SVG), which may hold programs. Save it as PNG and send that.")
    elif suffix == "pdf":
        said = _("“%(name)s” is a PDF. Send it as an attachment, or save the picture in it as JPEG or PNG.")
    else:
        said = _("“%(name)s” is not a picture we take. Send a JPEG, PNG, WebP or GIF.")
    raise ValidationError(said % {"name": name})


def _from_a_telephone(name: str) -> str:
    said = _(
        "“%(name)s” is in a format of the iPhone (HEIC) that browsers don't show. Send a JPEG: on the telephone, "
        "choose Settings › Camera › Formats › Most Compatible for new pictures; this one is turned into a JPEG "
        "when you mail it to yourself, or save it as JPEG in the Photos app."
    )
    return said % {"name": name}


def _decoded(file: BinaryIO, name: str, format_: str) -> Encoded:
    try:
        picture = _opened(file, name, format_)
        _check_pixels(picture, name)
        moves = getattr(picture, "is_animated", False) and picture.format != "MPO"
        # A JPEG far larger than what we keep is decoded at a half or a quarter, for as much less time and memory.
        share = MAX_SIDE / max(picture.size)
        picture.draft(picture.mode, (int(picture.width * share), int(picture.height * share)))
        picture.load()
        return _encode(picture, _notes(moves=moves))
    except ValidationError:
        raise
    except Exception as error:  # decoders raise nearly anything on damaged bytes
        raise ValidationError(
            _("“%(name)s” is damaged or is not a picture. Open it, save it again and send that.")
            % {"name": name}
        ) from error


def _opened(file: BinaryIO, name: str, format_: str) -> Image.Image:
    """As far as its head is read. Raises ValidationError when it is not what its name says."""
    head = file.read(16)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise ValidationError(_from_a_telephone(name))
    file.seek(0)
    try:
        picture = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_many(name, settings.PHOTO_MAX_PIXELS) from error
    # A camera may put a preview behind the picture; the first one is a JPEG like any other.
    found = "JPEG" if picture.format == "MPO" else picture.format
    if found != format_:
        said = _("“%(name)s” says it is %(said)s but holds %(found)s. Save it again as JPEG or PNG.")
        raise ValidationError(said % {"name": name, "said": format_, "found": found})
    if found == "JPEG" and _scans(file) > MOST_SCANS:
        raise ValueError("too many scans")
    return picture


def _scans(file: BinaryIO) -> int:
    """Passes over a JPEG: what marks one occurs nowhere in its pixels."""
    here = file.tell()
    file.seek(0)
    count = file.read().count(b"\xff\xda")
    file.seek(here)
    return count


def _check_pixels(picture: Image.Image, name: str) -> None:
    """A JPEG can be decoded smaller; of what can't, every pixel is in memory at once."""
    most = settings.PHOTO_MAX_PIXELS
    if picture.format not in ("JPEG", "MPO"):
        most = min(most, settings.PHOTO_MAX_PIXELS_WHOLE)
    if picture.width * picture.height > most:
        raise _too_many(name, most)


def _too_many(name: str, most: int) -> ValidationError:
    said = _("“%(name)s” has more than %(limit)d million pixels. Send a smaller copy.")
    return ValidationError(said % {"name": name, "limit": most // 1_000_000})


def _notes(*, moves: bool) -> tuple[str, ...]:
    if not moves:
        return ()
    return (_("This file moves: its first picture was kept, as a still. Send a video for what has to move."),)


def _encode(picture: Image.Image, notes: tuple[str, ...]) -> Encoded:
    suggested = suggestions.read(picture)
    # Made smaller first: whatever else is done to all pixels costs as much memory again.
    picture = _smaller(picture)
    ImageOps.exif_transpose(picture, in_place=True)
    transparent = _is_see_through(picture)
    extension = "webp" if transparent else "jpg"
    picture = _srgb(picture, "RGBA" if transparent else "RGB")
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Encoded(
        extension,
        *(_bytes(picture, extension), *picture.size),
        *(_bytes(small, extension), *small.size),
        likeness=likeness.of(small),
        suggested=suggested,
        notes=notes,
    )


def _smaller(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGB", "RGBA", "L", "LA", "CMYK"):
        # Colours of a palette have nothing between them.
        picture = _srgb(picture, "RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return picture


def _is_see_through(picture: Image.Image) -> bool:
    """Whether any pixel is: screenshots bear a channel for it and never use it."""
    if picture.mode in ("RGBA", "LA"):
        return picture.getchannel("A").histogram()[255] < picture.width * picture.height
    return picture.has_transparency_data


def _srgb(picture: Image.Image, mode: str) -> Image.Image:
    """The colours as a browser without the file's profile shows them."""
    if picture.mode.startswith("I"):
        # Sixteen bits a pixel; `convert` alone would cut them off instead of scaling.
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert(mode)
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            kept = "RGBA" if picture.mode == "RGBA" else "RGB"
            shown = ImageCms.profileToProfile(picture, source, ours, outputMode=kept) or picture
            return shown.convert(mode)
        except (ImageCms.PyCMSError, OSError):
            return picture.convert(mode)
    return picture.convert(mode)


def _bytes(picture: Image.Image, extension: str) -> bytes:
    # A fresh image carries none of the source's metadata into the file.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, **_SAVE[extension])
    return out.getvalue()
