"""The sheet a scene is painted on, at twice the size, so that one reduction at the end cleans every edge.

Lengths are in heights of the sheet: y runs from 0 (top) to 1, x from 0 to `wide`.
"""

from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from .palette import Colour, mix

OVERSAMPLING = 2
EDGE = 178  # what Pillow's radial gradient shows at the middle of a side; its corners are 255
SOFT_SCALE = 6  # blurred shapes lose nothing by being blurred small

Points = list[tuple[float, float]]


class Canvas:
    def __init__(self, size: tuple[int, int], rng: Random):
        self.size = size
        self.rng = rng
        self.tilt = (0.35, 0.9)  # how much of what a closer framing cuts is cut from the top
        self.w, self.h = size[0] * OVERSAMPLING, size[1] * OVERSAMPLING
        self.wide = self.w / self.h
        self.image = Image.new("RGB", (self.w, self.h))
        self.pen = ImageDraw.Draw(self.image)

    def backdrop(self, *stops: tuple[float, Colour]):
        self.image.paste(_gradient(stops, self.w, self.h))

    def shape(self, points: Points, top: Colour, bottom: Colour | None = None, *, grain: float = 0):
        """A polygon shaded from its top to its bottom; `grain` lightens it in patches, like foliage."""
        px = [(x * self.h, y * self.h) for x, y in points]
        box = self._box(px)
        if box is None:
            return
        w, h = box[2] - box[0], box[3] - box[1]
        mask = Image.new("L", (w, h))
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in px], fill=255)
        self.image.paste(_gradient(((0, top), (1, bottom or top)), w, h), box[:2], mask)
        if grain:
            speckle = self.noise(w, h, w // 11 + 2, h // 6 + 2).point(lambda v: max(0, v - 110) * grain)
            lit = mix(top, (255, 250, 225), 0.06 + 0.3 * sum(top) / 765)
            self.image.paste(lit, box, ImageChops.multiply(mask, speckle))

    def blot(self, x: float, y: float, rx: float, ry: float, colour: Colour):
        h = self.h
        self.pen.ellipse(((x - rx) * h, (y - ry) * h, (x + rx) * h, (y + ry) * h), fill=colour)

    def block(self, x: float, y: float, w: float, h: float, colour: Colour):
        if w > 0 and h > 0:
            self.pen.rectangle((x * self.h, y * self.h, (x + w) * self.h, (y + h) * self.h), fill=colour)

    def poly(self, points: Points, colour: Colour):
        self.pen.polygon([(x * self.h, y * self.h) for x, y in points], fill=colour)

    def line(self, points: Points, colour: Colour, width: float):
        px = [(x * self.h, y * self.h) for x, y in points]
        self.pen.line(px, fill=colour, width=max(1, round(width * self.h)), joint="curve")

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float = 1):
        """Light added to what is there, strongest at the centre."""
        side = max(2, round(2 * r * self.h))
        left, top = round((x - r) * self.h), round((y - r) * self.h)
        box = (max(0, left), max(0, top), min(self.w, left + side), min(self.h, top + side))
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = Image.radial_gradient("L").point(lambda v: round(255 * strength * max(0, 1 - v / EDGE) ** 2.1))
        crop = tuple(box[i] - (left, top)[i % 2] for i in range(4))
        mask = mask.resize((side, side), Image.Resampling.BILINEAR).crop(crop)
        lit = Image.composite(Image.new("RGB", mask.size, colour), Image.new("RGB", mask.size), mask)
        self.image.paste(ImageChops.screen(self.image.crop(box), lit), box[:2])

    def soft(self, points: Points, colour: Colour, *, blur: float, alpha: float):
        """A polygon without edges: shadows, beams, drifts of mist."""
        scale = self.h / SOFT_SCALE
        small = Image.new("L", (self.w // SOFT_SCALE, self.h // SOFT_SCALE))
        ImageDraw.Draw(small).polygon([(x * scale, y * scale) for x, y in points], fill=round(255 * alpha))
        small = small.filter(ImageFilter.GaussianBlur(blur * scale))
        self.image.paste(colour, (0, 0), small.resize((self.w, self.h), Image.Resampling.BILINEAR))

    def mist(self, y: float, thick: float, colour: Colour, alpha: float):
        """A bank of mist, densest at `y`, torn along its length."""
        top, bottom = round(max(0, y - thick) * self.h), round(min(1, y + thick) * self.h)
        if bottom - top < 2:
            return
        rows = [1 - abs((top + row) / self.h - y) / thick for row in range(bottom - top)]
        column = Image.new("L", (1, bottom - top))
        column.putdata([round(255 * alpha * max(0, v) ** 1.5) for v in rows])
        torn = self.noise(self.w, bottom - top, 7, 4).point(lambda v: min(255, 70 + v))
        bank = ImageChops.multiply(column.resize(torn.size), torn)
        self.image.paste(colour, (0, top, self.w, bottom), bank)

    def noise(self, w: int, h: int, across: int, down: int) -> Image.Image:
        cells = Image.frombytes("L", (across, down), self.rng.randbytes(across * down))
        return cells.resize((w, h), Image.Resampling.BICUBIC)

    def _box(self, px: Points):
        xs, ys = [x for x, _ in px], [y for _, y in px]
        box = (
            max(0, int(min(xs))),
            max(0, int(min(ys))),
            min(self.w, int(max(xs)) + 1),
            min(self.h, int(max(ys)) + 1),
        )
        return box if box[0] < box[2] and box[1] < box[3] else None

    def _framing(self) -> tuple[float, float, float, float]:
        """Where the photographer stood: a step closer or to the side, so that two seeds differ at once."""
        share = 1 / self.rng.uniform(1.0, 1.26)
        w, h = self.w * share, self.h * share
        left, top = self.rng.random() * (self.w - w), self.rng.uniform(*self.tilt) * (self.h - h)
        return left, top, left + w, top + h

    def developed(self, *, warmth: Colour = (255, 242, 220)) -> Image.Image:
        """The finished picture: reduced, toned, darkened toward its corners and grained like film."""
        picture = self.image.resize(self.size, Image.Resampling.LANCZOS, box=self._framing())
        if self.rng.random() < 0.5:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        picture = Image.blend(
            picture, ImageChops.multiply(picture, Image.new("RGB", self.size, warmth)), 0.35
        )
        picture = ImageEnhance.Contrast(picture).enhance(1.06)
        picture = ImageEnhance.Color(picture).enhance(1.14)
        falloff = Image.radial_gradient("L").point(lambda v: round(255 - 60 * (v / 255) ** 2.6))
        falloff = falloff.resize(self.size, Image.Resampling.BICUBIC)
        picture = ImageChops.multiply(picture, Image.merge("RGB", (falloff,) * 3))
        return _grained(picture, self.rng)


def _grained(picture: Image.Image, rng: Random) -> Image.Image:
    w, h = picture.size
    raw = Image.frombytes("L", (w, h), rng.randbytes(w * h)).filter(ImageFilter.GaussianBlur(0.6))
    grain = raw.point(lambda v: round(128 + (v - 128) * 0.17))
    return ImageChops.overlay(picture, Image.merge("RGB", (grain,) * 3))


def _gradient(stops, w: int, h: int) -> Image.Image:
    column = Image.new("RGB", (1, h))
    column.putdata([_at(stops, y / max(1, h - 1)) for y in range(h)])
    return column.resize((w, h), Image.Resampling.NEAREST)


def _at(stops, t: float) -> Colour:
    for (a, first), (b, second) in pairwise(stops):
        if t <= b:
            return mix(first, second, (t - a) / ((b - a) or 1))
    return stops[-1][1]
