"""Sky, ridges, trees and fields: what most of the scenes stand in."""

from math import cos, floor, pi, sin

from .canvas import Canvas, Points
from .palette import Colour, Mood, mix, vary


class Wave:
    """Smooth noise along a line, between about -1 and 1; `gain` says how much the small wrinkles count."""

    def __init__(self, rng, *, octaves: int = 5, gain: float = 0.5):
        self.weights = [gain**i for i in range(octaves)]
        self.values = [[rng.uniform(-1, 1) for _ in range(64)] for _ in range(octaves)]

    def __call__(self, x: float) -> float:
        total = 0.0
        for i, (weight, values) in enumerate(zip(self.weights, self.values, strict=True)):
            at = x * 2**i
            cell = floor(at)
            t = at - cell
            t = t * t * (3 - 2 * t)
            total += weight * (values[cell % 64] * (1 - t) + values[(cell + 1) % 64] * t)
        return total / sum(self.weights) * 1.4


def steps(c: Canvas, count: int = 360) -> list[float]:
    return [c.wide * i / count for i in range(count + 1)]


def ground(c: Canvas, top: Points) -> Points:
    """The area under a line that runs from edge to edge."""
    return [*top, (c.wide, 1.02), (0, 1.02)]


def ridge(c: Canvas, y: float, rise: float, *, scale: float = 2.2, gain: float = 0.5) -> Points:
    wave = Wave(c.rng, gain=gain)
    return [(x, y - rise * wave(x * scale)) for x in steps(c)]


def wooded(c: Canvas, line: Points, tall: float) -> Points:
    """The same line with treetops on it."""
    step = tall * 0.42
    thick, out, x = Wave(c.rng, octaves=3), [], 0.0
    per = c.wide / (len(line) - 1)
    while x <= c.wide:
        y = line[min(len(line) - 1, int(x / per))][1]
        top = tall * c.rng.uniform(0.35, 1) * (0.75 + 0.5 * thick(x * 5))
        out += [
            (x, y),
            (x + step * 0.35, y - top * 0.7),
            (x + step * 0.5, y - top),
            (x + step * 0.7, y - top * 0.6),
        ]
        x += step * c.rng.uniform(0.75, 1.25)
    return [*out, (c.wide, line[-1][1])]


def sky(c: Canvas, mood: Mood, horizon: float, *, clouds: float = 0.22):
    c.backdrop((0, mood.zenith), (horizon * 0.55, mood.upper), (horizon, mood.horizon), (1, mood.haze))
    if not clouds:
        return
    for across, down, share in ((4, 5, 1), (9, 12, 0.7), (22, 30, 0.4)):
        h = round(c.h * horizon)
        veil = c.noise(c.w, h, across, down).point(lambda v, s=share: max(0, v - 128) * 1.6 * clouds * s)
        c.image.paste(mix(mood.horizon, (255, 255, 255), 0.35), (0, 0, c.w, h), veil)


def sun(c: Canvas, mood: Mood, x: float, y: float, r: float = 0.045):
    c.glow(x, y, 1.1, mix(mood.light, mood.horizon, 0.5), 0.7)
    c.glow(x, y, 0.36, mood.light, 0.6)
    c.blot(x, y, r, r, mix(mood.light, (255, 255, 255), 0.55))
    c.glow(x, y, r * 2.4, mood.light, 0.9)


def ranges(
    c: Canvas, mood: Mood, first: float, last: float, count: int, *, depth: float = 1.0, rise: float = 0.1
):
    """Ridges from far to near; the far ones fade to the blue of the air, with mist in every valley.

    `depth` is how dark the nearest becomes: 1 is a black silhouette.
    """
    far = mix(mood.haze, mood.upper, 0.45)
    for i in range(count):
        t = i / max(1, count - 1)
        y = first + (last - first) * t**1.15
        tone = mix(far, mood.near, (0.1 + 0.9 * t**1.3) * depth)
        line = ridge(c, y, rise * (1 - 0.35 * t), scale=1.5 + 1.1 * t, gain=0.48)
        if t > 0.45:
            line = wooded(c, line, 0.006 + 0.022 * (t - 0.45) * depth)
        foot = mix(tone, mood.haze, 0.62 - 0.3 * t)
        c.shape(ground(c, line), tone, foot, grain=0.25 * t if t > 0.3 else 0)
        if i < count - 1:
            c.mist(y + 0.1, 0.13, mix(mood.haze, mood.light, 0.35), 0.75 - 0.35 * t)


def conifer(c: Canvas, x: float, y: float, tall: float, colour: Colour):
    c.block(x - tall * 0.018, y - tall * 0.2, tall * 0.036, tall * 0.2, colour)
    for i in range(7):
        t = i / 7
        half = tall * (0.05 + 0.17 * t) * c.rng.uniform(0.85, 1.15)
        top = y - tall * (1 - 0.82 * t)
        c.poly(
            [(x, top), (x + half, top + tall * 0.21), (x, top + tall * 0.16), (x - half, top + tall * 0.21)],
            colour,
        )


def tree(c: Canvas, x: float, y: float, tall: float, colour: Colour, lit: Colour | None = None):
    """A broad crown in clumps, lit from above."""
    c.poly([(x - tall * 0.035, y), (x - 0.015 * tall, y - tall * 0.6), (x + 0.015 * tall, y - tall * 0.6),
            (x + tall * 0.035, y)], mix(colour, (30, 22, 16), 0.5))  # fmt: skip
    crown = lit or mix(colour, (255, 246, 190), 0.32)
    clumps = [
        (c.rng.uniform(0, 2 * pi), c.rng.random() ** 0.6, c.rng.uniform(0.045, 0.1)) for _ in range(120)
    ]
    clumps = [
        (0.34 * r * cos(a) + 0.03 * sin(5 * a), 0.66 + 0.28 * r * sin(a), size) for a, r, size in clumps
    ]
    for side, up, size in sorted(clumps, key=lambda clump: clump[1] - 0.7 * clump[0] * 0.4):
        tone = mix(colour, crown, (up - 0.42 - 0.5 * side) * 1.5)
        c.blot(x + side * tall, y - up * tall, size * tall, size * tall * 0.72, vary(c.rng, tone, 6))


def bamboo(c: Canvas, x: float, y: float, tall: float, colour: Colour, stems: int = 11):
    for _ in range(stems):
        lean, reach = c.rng.uniform(-0.45, 0.45), tall * c.rng.uniform(0.65, 1)
        stem = [
            (x + lean * reach * (i / 12) ** 2.2, y - reach * (i / 12) * (1 - 0.12 * (i / 12) ** 3))
            for i in range(13)
        ]
        tone = vary(c.rng, colour, 10)
        c.line(stem, tone, tall * 0.011)
        for sx, sy in stem[5:]:
            for _ in range(5):
                dx, dy = c.rng.uniform(-0.09, 0.09) * tall, c.rng.uniform(0.0, 0.07) * tall
                c.poly([(sx, sy), (sx + dx * 0.5, sy + dy * 0.3 - 0.008 * tall), (sx + dx, sy + dy),
                        (sx + dx * 0.5, sy + dy * 0.5 + 0.004 * tall)], vary(c.rng, tone, 12))  # fmt: skip


def grass(c: Canvas, y: float, tall: float, colour: Colour, count: int = 420):
    """Blades along the lower edge, to bring the eye in."""
    for _ in range(count):
        x, reach = c.rng.uniform(-0.02, c.wide), tall * c.rng.uniform(0.4, 1)
        lean = reach * c.rng.uniform(-0.4, 0.5)
        c.poly([(x, y), (x + lean, y - reach), (x + 0.006, y)], vary(c.rng, colour, 8))


def birds(c: Canvas, mood: Mood, x: float, y: float, count: int = 7):
    for i in range(count):
        bx, by = x + i * 0.028 + c.rng.uniform(-0.01, 0.01), y + abs(sin(i * 1.7)) * 0.03
        s = c.rng.uniform(0.007, 0.011)
        wings = [
            (bx + s * dx, by - s * dy) for dx, dy in ((-1, 0.2), (-0.5, 0.6), (0, 0), (0.5, 0.6), (1, 0.2))
        ]
        c.line(wings, mix(mood.near, mood.haze, 0.25), 0.0016)
