"""The town: a conference hall, a school, a clinic."""

from math import cos, pi, sin

from .canvas import Canvas
from .figures import CLOTHS, bystander, from_behind
from .land import conifer, grass, ground, ranges, ridge, sky, sun, tree
from .palette import CLEAR, GOLD, JADE, Colour, Mood, mix, vary

WARM = (255, 226, 176)


def hall(c: Canvas):
    red = c.rng.choice(((150, 22, 30), (138, 20, 38), (162, 34, 28)))
    c.backdrop((0, (58, 42, 36)), (0.12, (96, 70, 54)), (1, (52, 34, 30)))
    _ceiling(c)
    _curtain(c, red)
    _stage(c)
    for share in (0.3, 0.5, 0.7):
        c.glow(c.wide * share, 0.26, 0.5, WARM, 0.22)
    c.soft([(0, 0.6), (c.wide, 0.6), (c.wide, 1.1), (0, 1.1)], (18, 10, 12), blur=0.05, alpha=0.6)
    for row in range(6):
        _row(c, row / 5)


def _ceiling(c: Canvas):
    for row in range(3):
        y = 0.02 + 0.035 * row
        for i in range(9):
            x = c.wide * (0.5 + (i - 4) * (0.135 - 0.02 * row))
            c.block(x - 0.05 + 0.008 * row, y, 0.1 - 0.016 * row, 0.008, (255, 240, 206))
            c.glow(x, y, 0.09, WARM, 0.5)


def _curtain(c: Canvas, red: Colour):
    """Folds, each a rounded shade across; the swag above hides where they hang from."""
    x = 0.0
    while x < c.wide:
        width = c.rng.uniform(0.018, 0.034)
        for k in range(8):
            lit = sin(pi * (k + 0.5) / 8)
            tone = mix(mix(red, (20, 2, 6), 0.62), mix(red, (255, 120, 96), 0.2), lit)
            left, right = x + width * k / 8, x + width * (k + 1) / 8 + 0.002
            drop = [(left, 0.13), (right, 0.13), (right, 0.6), (left, 0.6)]
            c.shape(drop, tone, mix(tone, (10, 0, 4), 0.35))
        x += width
    swags = 9
    for i in range(swags):
        x0, x1 = c.wide * i / swags, c.wide * (i + 1) / swags
        bow = [(x0 + (x1 - x0) * k / 20, 0.155 + 0.05 * sin(pi * k / 20)) for k in range(21)]
        c.shape([(x0, 0.115), *bow, (x1, 0.115)], mix(red, (255, 140, 110), 0.12), mix(red, (20, 0, 4), 0.5))
        c.line(bow, (222, 176, 84), 0.006)


def _stage(c: Canvas):
    mid = c.wide / 2
    c.shape([(0, 0.585), (c.wide, 0.585), (c.wide, 0.6), (0, 0.6)], (196, 144, 92), (168, 116, 70))
    c.shape([(0, 0.6), (c.wide, 0.6), (c.wide, 0.68), (0, 0.68)], (118, 70, 42), (64, 36, 26))
    _presidium(c, mid)
    x = mid + c.rng.choice((-1, 1)) * 0.54
    lectern = [(x - 0.05, 0.47), (x + 0.05, 0.47), (x + 0.04, 0.595), (x - 0.04, 0.595)]
    c.shape(lectern, (146, 88, 50), (88, 48, 28))
    _flowers(c, x, 0.475, 0.034)
    for spot in (-0.68, 0.68):
        _flowers(c, mid + spot, 0.57, 0.05)


def _presidium(c: Canvas, mid: float):
    for i in range(7):
        x = mid - 0.3 + 0.1 * i
        c.blot(x, 0.458, 0.0135, 0.017, mix((186, 140, 112), (60, 40, 30), c.rng.random() * 0.25))
        c.blot(x, 0.449, 0.0145, 0.0125, (28, 22, 24))
        suit = c.rng.choice(((34, 38, 54), (46, 46, 52), (62, 28, 40), (28, 52, 70)))
        right = [(x + 0.012, 0.476), (x + 0.033, 0.49), (x + 0.038, 0.54)]
        c.poly([*right, *((2 * x - px, py) for px, py in reversed(right))], suit)
        c.poly([(x - 0.008, 0.477), (x + 0.008, 0.477), (x, 0.508)], (226, 224, 222))
    cloth = [(mid - 0.37, 0.512), (mid + 0.37, 0.512), (mid + 0.375, 0.59), (mid - 0.375, 0.59)]
    c.shape(cloth, (248, 240, 228), (206, 190, 176))
    band = [(mid - 0.37, 0.522), (mid + 0.37, 0.522), (mid + 0.372, 0.548), (mid - 0.372, 0.548)]
    c.shape(band, (176, 34, 42), (140, 20, 30))
    for i in range(5):
        _flowers(c, mid - 0.28 + 0.14 * i, 0.512, 0.018)


def _flowers(c: Canvas, x: float, y: float, s: float):
    for _ in range(38):
        a, r = c.rng.uniform(0, pi), c.rng.random() ** 0.5
        c.blot(
            x + cos(a) * r * s * 1.3, y - sin(a) * r * s, s * 0.16, s * 0.15, vary(c.rng, (52, 96, 52), 16)
        )
    for _ in range(22):
        a, r = c.rng.uniform(0, pi), c.rng.random() ** 0.5
        petal = c.rng.choice(((236, 178, 62), (226, 92, 84), (246, 232, 214), (222, 120, 150)))
        c.blot(x + cos(a) * r * s * 1.2, y - sin(a) * r * s, s * 0.13, s * 0.12, petal)


def _row(c: Canvas, t: float):
    """One row of listeners; the nearest are the largest and the darkest."""
    s, y = 0.026 + 0.062 * t**1.3, 0.665 + 0.265 * t**1.2
    gap = s * 2.75
    x = -gap * c.rng.random()
    while x < c.wide + gap:
        if abs(x - c.wide / 2) > 0.05 + 0.1 * t and c.rng.random() < 0.95:
            from_behind(c, x, y + c.rng.uniform(-0.12, 0.12) * s, s, dim=0.12 + 0.62 * t)
            back = mix((116, 58, 40), (14, 8, 10), 0.25 + 0.6 * t)
            c.shape([(x - s * 1.0, y + s * 0.98), (x - s * 0.8, y + s * 0.85), (x + s * 0.8, y + s * 0.85),
                     (x + s * 1.0, y + s * 0.98), (x + s * 1.0, y + s * 4), (x - s * 1.0, y + s * 4)],
                    mix(back, (255, 180, 120), 0.12), mix(back, (0, 0, 0), 0.4))  # fmt: skip
        x += gap


def _facade(c: Canvas, x: float, y: float, w: float, h: float, mood: Mood, *, wall: Colour, bays: int):
    """A long house of two floors of arches, shaded as if the sun stood to its left."""
    shadow = [(x, y), (x + w + 0.12, y), (x + w + 0.2, y + 0.04), (x, y + 0.03)]
    c.soft(shadow, mood.near, blur=0.02, alpha=0.5)
    front = [(x, y - h), (x + w, y - h), (x + w, y), (x, y)]
    c.shape(front, mix(wall, mood.light, 0.35), mix(wall, mood.near, 0.14))
    storey, bay, pale = h / 2, w / bays, mix(wall, (255, 255, 255), 0.55)
    for foot in (y, y - storey):
        for i in range(bays):
            _bay(c, x + bay * (i + 0.13), foot, bay * 0.74, storey * 0.84, mood, door=i % 3 == 1)
        c.block(x - 0.006, foot - storey * 0.07, w + 0.012, storey * 0.07, pale)
    rail, gap = y - storey * 1.26, w / (bays * 7)
    c.block(x, rail, w, storey * 0.2, pale)
    for i in range(bays * 7):
        c.block(
            x + gap * (i + 0.3), rail + storey * 0.04, gap * 0.35, storey * 0.14, mix(wall, mood.near, 0.4)
        )


def _bay(c: Canvas, x: float, y: float, w: float, h: float, mood: Mood, *, door: bool):
    shade = mix((78, 84, 92), mood.near, 0.3)
    c.block(x, y - h * 0.72, w, h * 0.72, shade)
    c.blot(x + w / 2, y - h * 0.72, w / 2, h * 0.22, shade)
    wood = mix((58, 104, 116), mood.near, 0.12)
    if door:
        c.block(x + w * 0.28, y - h * 0.66, w * 0.44, h * 0.66, wood)
        c.block(x + w * 0.49, y - h * 0.66, w * 0.02, h * 0.66, mix(wood, (0, 0, 0), 0.5))
    else:
        c.block(x + w * 0.2, y - h * 0.64, w * 0.6, h * 0.36, mix(wood, (230, 240, 244), 0.5))
        for i in range(3):
            c.block(x + w * (0.2 + 0.29 * i), y - h * 0.64, w * 0.02, h * 0.36, wood)
        c.block(x + w * 0.2, y - h * 0.47, w * 0.6, h * 0.015, wood)


def _roof(c: Canvas, x: float, y: float, w: float, rise: float, tile: Colour, mood: Mood):
    over = 0.03
    c.shape([(x - over, y + 0.006), (x + over * 1.6, y - rise), (x + w - over * 1.6, y - rise),
             (x + w + over, y + 0.006)],
            mix(tile, mood.light, 0.3), mix(tile, mood.near, 0.22), grain=0.25)  # fmt: skip
    for i in range(1, 11):
        t = i / 11
        inset = over * 1.6 - over * 2.6 * t
        at = y - rise + (rise + 0.006) * t
        c.line([(x + inset, at), (x + w - inset, at)], mix(tile, mood.near, 0.4), 0.0013)
    c.line([(x + over * 1.6, y - rise), (x + w - over * 1.6, y - rise)], mix(tile, mood.near, 0.35), 0.008)
    c.block(x - over, y + 0.004, w + 2 * over, 0.006, mix(tile, mood.near, 0.6))


def _valley(c: Canvas, mood: Mood, yard: Colour):
    sky(c, mood, 0.6, clouds=0.4)
    sun(c, mood, c.wide * 0.16, 0.16, 0.03)
    ranges(c, mood, 0.34, 0.6, 5, depth=0.72, rise=0.14)
    c.mist(0.6, 0.08, mix(mood.haze, mood.light, 0.4), 0.55)
    c.shape(
        ground(c, ridge(c, 0.7, 0.006)),
        mix(mood.leaf, mood.light, 0.2),
        mix(mood.leaf, mood.near, 0.4),
        grain=0.3,
    )
    c.shape(
        [(0.2, 0.745), (c.wide - 0.2, 0.745), (c.wide + 0.2, 1.02), (-0.2, 1.02)],
        mix(yard, mood.light, 0.35),
        mix(yard, mood.near, 0.2),
    )


def school(c: Canvas):
    mood = c.rng.choice((CLEAR, GOLD, JADE))
    _valley(c, mood, (198, 170, 136))
    wall = c.rng.choice(((244, 206, 120), (248, 222, 150), (240, 214, 168)))
    x, w = c.wide / 2 - 0.52, 1.04
    for i in range(7):
        tree(c, x - 0.14 + 0.21 * i, 0.72, c.rng.uniform(0.3, 0.4), mix(mood.leaf, mood.near, 0.45))
    _facade(c, x, 0.76, w, 0.27, mood, wall=wall, bays=10)
    _roof(c, x, 0.49, w, 0.085, (176, 66, 46), mood)
    for side in (-0.66, 0.66):
        tree(c, c.wide / 2 + side, 0.82, 0.36, mix(mood.leaf, mood.near, 0.3))
    _pupils(c, mood)
    grass(c, 1.01, 0.05, mix(mood.leaf, mood.near, 0.35))


def _pupils(c: Canvas, mood: Mood):
    spots = sorted((c.rng.uniform(0.79, 0.95), c.wide * c.rng.uniform(0.16, 0.84)) for _ in range(22))
    for y, x in spots:
        s = 0.075 + (y - 0.79) * 0.42
        c.soft(
            [(x - s * 0.1, y), (x + s * 0.5, y - 0.004), (x + s * 0.5, y + 0.008), (x, y + 0.008)],
            mood.near,
            blur=0.006,
            alpha=0.4,
        )
        bystander(
            c, x, y, s, vary(c.rng, c.rng.choice(CLOTHS), 12), c.rng.choice(((32, 24, 24), (44, 34, 30)))
        )


def clinic(c: Canvas):
    mood = c.rng.choice((CLEAR, JADE))
    _valley(c, mood, (184, 180, 172))
    x, w, white = c.wide / 2 - 0.46, 0.92, (236, 240, 240)
    for i in range(6):
        conifer(c, x - 0.1 + 0.22 * i, 0.74, c.rng.uniform(0.26, 0.42), mix(mood.leaf, mood.near, 0.6))
    _facade(c, x, 0.77, w, 0.25, mood, wall=white, bays=9)
    c.block(x - 0.012, 0.5, w + 0.024, 0.026, (58, 128, 164))
    c.block(x - 0.02, 0.49, w + 0.04, 0.012, mix(white, mood.near, 0.1))
    _porch(c, mood, c.wide / 2, 0.77, white)
    _van(c, mood, c.wide / 2 + 0.36, 0.85)
    for side in (-0.64, 0.62):
        tree(c, c.wide / 2 + side, 0.8, 0.3, mix(mood.leaf, mood.near, 0.3))
    for dx, y in ((-0.28, 0.84), (-0.22, 0.85), (-0.02, 0.82), (0.1, 0.88)):
        cloth = (238, 242, 244) if dx in (-0.22, -0.02) else c.rng.choice(CLOTHS)
        bystander(c, c.wide / 2 + dx, y, 0.095, cloth, (40, 32, 32))
    grass(c, 1.01, 0.05, mix(mood.leaf, mood.near, 0.35))


def _porch(c: Canvas, mood: Mood, x: float, y: float, white: Colour):
    c.shape(
        [(x - 0.13, y - 0.34), (x + 0.13, y - 0.34), (x + 0.13, y), (x - 0.13, y)],
        white,
        mix(white, mood.near, 0.16),
    )
    c.block(x - 0.14, y - 0.352, 0.28, 0.016, (58, 128, 164))
    c.block(x - 0.085, y - 0.15, 0.17, 0.15, mix((92, 132, 150), mood.near, 0.25))
    for i in range(5):
        c.block(x - 0.085 + 0.0415 * i, y - 0.15, 0.004, 0.15, (224, 230, 232))
    c.block(x - 0.17, y - 0.175, 0.34, 0.022, (58, 128, 164))
    for side in (-0.155, 0.143):
        c.block(x + side, y - 0.155, 0.012, 0.155, mix(white, mood.near, 0.2))
    green = (38, 140, 98)
    c.block(x - 0.011, y - 0.305, 0.022, 0.078, green)
    c.block(x - 0.039, y - 0.277, 0.078, 0.022, green)


def _van(c: Canvas, mood: Mood, x: float, y: float):
    c.soft(
        [(x - 0.13, y - 0.01), (x + 0.16, y - 0.01), (x + 0.17, y + 0.014), (x - 0.13, y + 0.014)],
        mood.near,
        blur=0.008,
        alpha=0.6,
    )
    c.shape([(x - 0.12, y - 0.015), (x - 0.12, y - 0.095), (x - 0.11, y - 0.108), (x + 0.05, y - 0.108),
             (x + 0.09, y - 0.06), (x + 0.125, y - 0.05), (x + 0.13, y - 0.015)],
            (246, 248, 248), (206, 212, 216))  # fmt: skip
    c.block(x - 0.12, y - 0.05, 0.248, 0.011, (58, 128, 164))
    c.poly(
        [(x + 0.01, y - 0.062), (x + 0.01, y - 0.097), (x + 0.044, y - 0.097), (x + 0.074, y - 0.062)],
        (62, 82, 94),
    )
    for i in range(2):
        c.block(x - 0.105 + 0.055 * i, y - 0.097, 0.046, 0.032, (78, 98, 110))
    for wheel in (-0.07, 0.08):
        c.blot(x + wheel, y - 0.012, 0.021, 0.021, (28, 30, 34))
        c.blot(x + wheel, y - 0.012, 0.01, 0.01, (150, 156, 160))
