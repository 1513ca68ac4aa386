"""Picture files as they come in, honest and hostile, made here byte by byte."""

import io
import struct
import zlib

from PIL import Image

from tests.factories import make_picture

RED, BLUE = (220, 20, 20), (20, 20, 220)


def saved(picture: Image.Image, format: str, **save) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **save)
    return out.getvalue()


def left_red_right_blue(size: tuple[int, int] = (40, 24)) -> Image.Image:
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def see_through(size: tuple[int, int] = (40, 24)) -> Image.Image:
    return Image.new("RGBA", size, (*RED, 0))


def from_a_telephone() -> bytes:
    """Held upright: pixels lie on their side, and the place it was taken is in the file."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Máy ảnh Mẫu"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 23.0, 12.0), 3: "E", 4: (103.0, 1.0, 5.0)})
    return saved(left_red_right_blue(), "JPEG", exif=exif, quality=95, comment=b"<script>alert(1)</script>")


def animated_gif() -> bytes:
    frames = [Image.new("RGB", (20, 12), color) for color in (RED, BLUE)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)


def with_a_second_picture_inside() -> bytes:
    """A JPEG as many cameras write it: a preview follows the picture (Multi-Picture Format)."""
    return saved(left_red_right_blue(), "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8), BLUE)])


def png(width: int, height: int, *, depth: int = 8, color: int = 0, rows: bytes = b"") -> bytes:
    """A PNG that says it is this large, whatever it holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PHP = b"<?php system($_GET['c']); ?>"
HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
TRAILING = b"PK\x03\x04<script>alert(1)</script>" + PHP

# Name → bytes: none of them is a picture we take.
REFUSED = {
    "khong-co-gi.jpg": b"",
    "ve.svg": SVG,
    "ve.svg.png": SVG,
    "ve.jpg.svg": SVG,
    "trang.jpg": HTML,
    "trang.html": HTML,
    "trang.php": PHP,
    "ma.gif": b"GIF89a" + PHP,
    "ma.php.jpg": PHP,
    "cat.jpg": make_picture()[:400],
    "dau-thoi.jpg": b"\xff\xd8\xff",
    "cat.png": make_picture(format="PNG")[:60],
    "cat.webp": make_picture(format="WEBP")[:30],
    "bom.png": png(30_000, 30_000),
    "bom-dai.png": png(2_000_000_000, 1),
    "trong.png": png(0, 0),
    "it.png": png(100, 100, rows=b"\x00"),
    "anh.bmp": make_picture(format="BMP"),
    "anh.tiff": make_picture(format="TIFF"),
    "nen.jpg": b"PK\x03\x04" + bytes(100),
    "pdf.jpg": make_picture(format="PDF"),
    "anh.pdf": make_picture(format="PDF"),
    "bmp.jpg": make_picture(format="BMP"),
    "eps.jpg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "khong-duoi": make_picture(),
    ".jpg": make_picture(),
    "anh.jpg.": make_picture(),
    "anh.jpg\x00.svg": make_picture(),
}
