"""Photographs that nobody took: without Django, so that a bench may draw one beside what it measures."""

from random import Random

from PIL import Image, ImageDraw, ImageOps


def photo_like(size: tuple[int, int] = (400, 300), seed: int = 1) -> Image.Image:
    """Clouds of every size over a few hard edges: as hard to keep as a photograph, each seed another."""
    rng = Random(seed)
    picture = Image.new("RGB", size, "grey")
    for octave in range(12):
        cells = 3 * 2**octave, 2 * 2**octave
        if cells[0] > size[0]:
            break
        cloud = Image.frombytes("RGB", cells, rng.randbytes(cells[0] * cells[1] * 3))
        grey = Image.merge("RGB", [cloud.getchannel("R")] * 3)
        cloud = Image.blend(cloud, grey, 0.7).resize(size, Image.Resampling.BICUBIC)
        picture = Image.blend(picture, cloud, 0.6 if not octave else 0.3 * 0.92**octave)
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y = rng.randrange(size[0]), rng.randrange(size[1])
        w, h = rng.randrange(2, size[0] // 4), rng.randrange(2, size[1] // 3)
        pen.rectangle((x, y, x + w, y + h), outline=tuple(rng.randbytes(3)), width=max(1, size[0] // 400))
    return ImageOps.autocontrast(picture)
