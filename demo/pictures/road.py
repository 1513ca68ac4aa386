"""A mountain road at nightfall, with the lights of a car in its bend."""

from math import sin

from .canvas import Canvas, Points
from .figures import LAMP
from .land import conifer, grass, ground, ranges, sky, steps, sun, wooded
from .palette import DUSK, NIGHT, Mood, mix


def road(c: Canvas):
    mood = c.rng.choice((DUSK, DUSK, NIGHT))
    sky(c, mood, 0.56, clouds=0.3)
    side = c.rng.choice((-1, 1))
    if mood is DUSK:
        c.glow(c.wide * (0.5 - side * 0.2), 0.46, 0.9, mood.light, 0.75)
    else:
        sun(c, mood, c.wide * (0.5 - side * 0.22), 0.16, 0.032)
    ranges(c, mood, 0.34, 0.58, 5, depth=0.72, rise=0.13)
    c.mist(0.6, 0.1, mix(mood.haze, mood.light, 0.25), 0.6)
    slope = [(x, 0.64 - side * 0.16 * (x / c.wide - 0.5) - 0.03 * sin(x * 2.2)) for x in steps(c, 60)]
    dark = mix(mood.near, mood.haze, 0.22), mix(mood.near, mood.leaf, 0.2)
    c.shape(ground(c, wooded(c, slope, 0.035)), *dark, grain=0.3)
    left, right = _edges(c, side)
    _carriageway(c, mood, left, right)
    _oncoming(c, left, right)
    _leaving(c, left, right)
    for i in range(7):
        x = c.wide * (0.5 + side * (0.36 + 0.024 * i)) + c.rng.uniform(-0.02, 0.02)
        conifer(c, x, 0.98 + 0.03 * i, c.rng.uniform(0.36, 0.62), mix(mood.near, (0, 0, 0), 0.2))
    grass(c, 1.01, 0.06, mix(mood.near, mood.leaf, 0.2))


def _edges(c: Canvas, side: int) -> tuple[Points, Points]:
    """An S down the slope, from the far bend to the lower edge of the sheet."""
    left, right = [], []
    for i in range(161):
        t = i / 160
        mid = c.wide * (0.5 - side * 0.02) + side * sin(6.0 * (1 - t) ** 1.1) * (0.13 + 0.24 * t)
        half = 0.007 + 0.4 * t**2.2
        y = 0.625 + 0.42 * t**1.2
        left.append((mid - half, y))
        right.append((mid + half, y))
    return left, right


def _carriageway(c: Canvas, mood: Mood, left: Points, right: Points):
    tar, verge = mix((66, 68, 80), mood.haze, 0.2), mix(mood.near, mood.leaf, 0.45)
    shoulder = [(x - 0.02, y + 0.004) for x, y in left], [(x + 0.02, y + 0.004) for x, y in reversed(right)]
    c.shape([*shoulder[0], *shoulder[1]], verge)
    c.shape([*left, *reversed(right)], mix(tar, mood.horizon, 0.3), mix(tar, mood.near, 0.35), grain=0.2)
    wide = [b[0] - a[0] for a, b in zip(left, right, strict=True)]
    for edge, shift in ((left, 0.05), (right, -0.05)):
        inner = [(x + w * shift, y) for (x, y), w in zip(edge, wide, strict=True)]
        for k in range(160):
            c.line(inner[k : k + 2], (212, 206, 196), 0.0008 + wide[k] * 0.012)
    _markings(c, left, right)
    _posts(c, mood, left, -1)
    _posts(c, mood, right, 1)


def _markings(c: Canvas, left: Points, right: Points):
    for i in range(0, 156, 8):
        a, b = i, i + 4
        mids = [((left[k][0] + right[k][0]) / 2, left[k][1], right[k][0] - left[k][0]) for k in (a, b)]
        (xa, ya, wa), (xb, yb, wb) = mids
        c.poly(
            [(xa - wa * 0.012, ya), (xa + wa * 0.012, ya), (xb + wb * 0.012, yb), (xb - wb * 0.012, yb)],
            (238, 208, 120),
        )


def _posts(c: Canvas, mood: Mood, edge: Points, out: int):
    """Red and white marker posts along one edge."""
    for i in range(14, 158, 9):
        x, y = edge[i]
        t = i / 160
        s = 0.01 + 0.075 * t**1.6
        x += out * (0.006 + s * 0.35)
        for k in range(4):
            tone = (206, 58, 50) if k % 2 == 0 else (232, 228, 222)
            c.block(x - s * 0.07, y - s * (1 - 0.25 * k), s * 0.14, s * 0.25, mix(tone, mood.near, 0.28))


def _oncoming(c: Canvas, left: Points, right: Points):
    """The car coming down, and the tar it lights."""
    at, until = 92, 146
    (x0, y), (x1, _) = left[at], right[at]
    x, s = x0 + (x1 - x0) * 0.28, (x1 - x0) * 0.17
    near = [(left[k][0] + (right[k][0] - left[k][0]) * 0.02, left[k][1]) for k in range(at, until, 6)]
    far = [(left[k][0] + (right[k][0] - left[k][0]) * 0.62, left[k][1]) for k in range(until - 1, at, -6)]
    c.soft([*near, *far], (255, 226, 160), blur=0.014, alpha=0.5)
    body = [(x + s * 0.7, y - s * 1.5), (x + s, y - s * 0.8), (x + s, y)]
    glass = [(x + s * 0.55, y - s * 1.36), (x + s * 0.72, y - s * 0.85)]
    for half, tone in ((body, (20, 22, 32)), (glass, (74, 84, 104))):
        c.poly([*half, *((2 * x - px, py) for px, py in reversed(half))], tone)
    for lamp in (x - s * 0.66, x + s * 0.66):
        c.blot(lamp, y - s * 0.45, s * 0.2, s * 0.17, (255, 250, 228))
        c.glow(lamp, y - s * 0.45, 0.2, LAMP, 0.95)
        c.glow(lamp, y - s * 0.45, 0.06, (255, 244, 214), 1)


def _leaving(c: Canvas, left: Points, right: Points):
    """Tail lights, already in the far bend."""
    x0, y = left[34]
    x = x0 + (right[34][0] - x0) * 0.72
    for lamp in (x - 0.006, x + 0.006):
        c.blot(lamp, y - 0.005, 0.0024, 0.0024, (255, 92, 70))
        c.glow(lamp, y - 0.005, 0.05, (255, 70, 50), 0.9)
