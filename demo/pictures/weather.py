"""The two ends of a year: a stream in flood, a night of festival."""

from math import pi, sin

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas
from .figures import CLOTHS, LAMP, stilt_house
from .land import Wave, grass, ground, ranges, ridge, sky, sun, tree, wooded
from .palette import NIGHT, SLATE, Mood, mix, vary


def rain(c: Canvas):
    mood = SLATE
    sky(c, mood, 0.5, clouds=-0.0)
    _low_cloud(c, mood)
    ranges(c, mood, 0.26, 0.5, 5, depth=0.66, rise=0.11)
    c.mist(0.44, 0.14, mood.haze, 0.7)
    c.shape(
        ground(c, wooded(c, ridge(c, 0.56, 0.012), 0.04)),
        mix(mood.leaf, mood.near, 0.35),
        mix(mood.near, mood.leaf, 0.5),
        grain=0.2,
    )
    side = c.rng.choice((0.16, 0.68))
    for x, y, s in ((side, 0.585, 0.085), (side + 0.14, 0.6, 0.1)):
        tree(c, c.wide * x - s * 1.4, y, s * 1.7, mix(mood.leaf, mood.near, 0.4))
        stilt_house(c, c.wide * x, y, s, mood, window=(226, 184, 112))
        c.glow(c.wide * x, y - s * 0.45, 0.09, LAMP, 0.3)
    _flood(c, mood)
    for x in (0.01, 0.08, 0.97):
        tree(c, c.wide * x, 1.0, c.rng.uniform(0.34, 0.46), mix(mood.near, mood.leaf, 0.35))
    grass(c, 1.01, 0.07, mix(mood.near, mood.leaf, 0.3))
    _rainfall(c)


def _low_cloud(c: Canvas, mood: Mood):
    """Dark bellies above, pale rags below, both dissolving toward the ridges."""
    h = round(c.h * 0.46)
    fade = Image.linear_gradient("L").resize((c.w, h))
    thinning, between = ImageChops.invert(fade), fade.point(lambda v: max(0, 255 - abs(v - 150) * 2.4))
    for across, down, base in ((5, 4, 128), (11, 8, 122), (23, 14, 118)):
        mask = c.noise(c.w, h, across, down)
        dark = ImageChops.multiply(thinning, mask.point(lambda v, b=base: max(0, v - b) * 1.5))
        pale = ImageChops.multiply(between, mask.point(lambda v, b=base: max(0, b - 30 - v) * 1.2))
        c.image.paste(mix(mood.zenith, (44, 54, 64), 0.5), (0, 0, c.w, h), dark)
        c.image.paste(mood.light, (0, 0, c.w, h), pale)


def _flood(c: Canvas, mood: Mood):
    """Brown water coming down on the reader, streaked along its current, foaming at the stones."""
    mud, pale, turn = (122, 94, 68), (196, 172, 142), c.rng.choice((-1, 1))

    def at(t: float, u: float) -> tuple[float, float]:
        mid = c.wide * 0.5 + turn * 0.3 * sin(3.4 * (1 - t)) * (1 - 0.3 * t)
        return mid + u * (0.03 + 0.72 * t**1.5), 0.605 + 0.42 * t**1.25

    ragged = Wave(c.rng, octaves=3)
    for over, tone in ((0.03, mix(mood.near, mud, 0.45)), (0.0, mud)):
        rim = [(t / 60, 1 + over + 0.06 * ragged(t / 5)) for t in range(61)]
        sides = [at(t, -u) for t, u in rim], [at(t, u) for t, u in reversed(rim)]
        c.shape([*sides[0], *sides[1]], mix(tone, pale, 0.25), mix(tone, mood.near, 0.35))
    for _ in range(1800):
        start, u = c.rng.random() ** 0.7, c.rng.uniform(-0.98, 0.98)
        long, sway = c.rng.uniform(0.04, 0.16), c.rng.uniform(-0.008, 0.008)
        flow = [at(min(1, start + long * k / 6), u + sway * sin(pi * k / 6)) for k in range(7)]
        tone = mix(mix(mud, mood.near, 0.5), mix(pale, mood.light, 0.4), c.rng.random() ** 2.2)
        c.line(flow, tone, (0.0008 + 0.004 * start) * c.rng.uniform(0.2, 1))
    for t, u in sorted((c.rng.uniform(0.2, 0.85), c.rng.uniform(-0.75, 0.75)) for _ in range(9)):
        _rock(c, mood, *at(t, u), 0.008 + 0.045 * t * c.rng.uniform(0.6, 1.1))


def _rock(c: Canvas, mood: Mood, x: float, y: float, s: float):
    stone = mix((86, 88, 88), mood.near, 0.3)
    hump = [(x - s * 1.4, y), (x - s * 1.1, y - s * 0.5), (x - s * 0.4, y - s * 0.9),
            (x + s * 0.4, y - s * 0.8), (x + s * 1.1, y - s * 0.35), (x + s * 1.4, y)]  # fmt: skip
    c.shape(hump, mix(stone, mood.light, 0.4), stone, grain=0.5)
    for _ in range(46):
        dx = c.rng.uniform(-1.7, 1.9)
        c.blot(
            x + dx * s,
            y + c.rng.uniform(-0.1, 0.16) * s,
            s * c.rng.uniform(0.04, 0.16),
            s * 0.05,
            mix((226, 214, 194), mood.haze, c.rng.random() * 0.6),
        )


def _rainfall(c: Canvas):
    for count, long, alpha in ((1500, 0.03, 46), (700, 0.06, 58), (170, 0.11, 64)):
        veil = Image.new("L", (c.w // 2, c.h // 2))
        pen = ImageDraw.Draw(veil)
        for _ in range(count):
            x, y, s = c.rng.uniform(0, c.wide + 0.1), c.rng.uniform(-0.1, 1), long * c.rng.uniform(0.6, 1.2)
            half = c.h / 2
            pen.line(
                (x * half, y * half, (x - s * 0.16) * half, (y + s) * half),
                fill=alpha,
                width=max(1, c.h // 1300),
            )
        c.image.paste((226, 232, 234), (0, 0), veil.resize((c.w, c.h), Image.Resampling.BILINEAR))


def festival(c: Canvas):
    mood, c.tilt = NIGHT, (0.1, 0.3)
    sky(c, mood, 0.6, clouds=0.25)
    sun(c, mood, c.wide * c.rng.choice((0.2, 0.8)), 0.14, 0.04)
    ranges(c, mood, 0.36, 0.56, 4, depth=0.8, rise=0.1)
    c.shape(ground(c, [(0, 0.6), (c.wide, 0.6)]), (52, 40, 48), (22, 16, 24), grain=0.2)
    for x, s in ((0.14, 0.17), (0.84, 0.19), (0.34, 0.12), (0.66, 0.12)):
        stilt_house(c, c.wide * x, 0.61, s, mood, window=(255, 190, 100))
        c.glow(c.wide * x, 0.61 - s * 0.5, s * 1.5, LAMP, 0.55)
    _bonfire(c, c.wide * 0.5, 0.7)
    _dancers(c)
    for y, sag, s in ((0.1, 0.12, 0.02), (0.02, 0.17, 0.029), (-0.06, 0.2, 0.04)):
        _lanterns(c, y, sag, s)
    _crowd(c)


def _bonfire(c: Canvas, x: float, y: float):
    c.glow(x, y - 0.04, 0.75, (255, 150, 70), 0.6)
    c.glow(x, y - 0.04, 0.3, (255, 180, 90), 0.7)
    for _ in range(34):
        dx, tall = c.rng.gauss(0, 0.022), c.rng.uniform(0.04, 0.13)
        tall *= max(0.2, 1 - abs(dx) * 16)
        tone = mix((255, 232, 150), (250, 110, 40), min(1, abs(dx) * 24 + c.rng.random() * 0.3))
        tip = dx + c.rng.uniform(-0.01, 0.01)
        c.poly(
            [
                (x + dx - 0.01, y),
                (x + dx - 0.007, y - tall * 0.45),
                (x + tip, y - tall),
                (x + dx + 0.008, y - tall * 0.4),
                (x + dx + 0.01, y),
            ],
            tone,
        )
    for log in (-0.05, -0.02, 0.02):
        c.line([(x + log, y + 0.006), (x + log + 0.05, y - 0.012)], (58, 30, 22), 0.01)
    for _ in range(60):
        c.blot(x + c.rng.gauss(0, 0.06), y - c.rng.uniform(0.08, 0.36), 0.0014, 0.0014, (255, 190, 96))
    c.glow(x, y - 0.04, 0.14, (255, 214, 140), 0.8)


def _dancers(c: Canvas):
    """A ring round the fire, hands joined, lit from the middle."""
    mid, n = c.wide * 0.5, 26
    ring = []
    for i in range(n):
        a = 2 * pi * i / n
        ring.append((0.72 + 0.055 * sin(a), mid + 0.44 * sin(a + pi / 2), a))
    for y, x, _ in sorted(ring):
        near = (y - 0.665) / 0.11
        s = 0.1 + 0.035 * near
        lit = mix(c.rng.choice(CLOTHS), (255, 170, 90), 0.35)
        cloth = mix(lit, (24, 14, 24), 0.25 + 0.5 * near)
        for reach in (-1, 1):
            c.line([(x, y - s * 0.72), (x + reach * s * 0.42, y - s * 0.5)], cloth, s * 0.07)
        c.poly([(x - s * 0.1, y - s * 0.8), (x + s * 0.1, y - s * 0.8),
                (x + s * 0.09, y - s * 0.45), (x + s * 0.18, y), (x - s * 0.18, y),
                (x - s * 0.09, y - s * 0.45)], cloth)  # fmt: skip
        c.blot(x, y - s * 0.9, s * 0.08, s * 0.1, mix((190, 120, 80), (20, 12, 18), 0.2 + 0.6 * near))
        c.blot(x, y - s * 0.95, s * 0.085, s * 0.06, (26, 16, 24))


def _lanterns(c: Canvas, y: float, sag: float, s: float):
    string = [(c.wide * k / 60, y + sag * sin(pi * k / 60) + 0.02) for k in range(61)]
    c.line(string, (14, 14, 26), 0.0022)
    for k in range(3, 60, max(3, round(s * 190))):
        x, top = string[k]
        tone = c.rng.choice(((238, 70, 52), (250, 168, 60), (244, 112, 60), (236, 92, 120), (250, 206, 110)))
        c.line([(x, top), (x, top + s * 0.4)], (14, 14, 26), 0.002)
        at = top + s * 1.3
        c.glow(x, at, s * 4.2, tone, 0.6)
        for i in range(9):
            half = s * 0.86 * (1 - i / 10)
            c.blot(x, at, half, s * 0.84, mix(tone, (255, 236, 170), i / 9 * 0.75))
        c.block(x - s * 0.34, at - s * 0.92, s * 0.68, s * 0.14, (96, 40, 26))
        c.block(x - s * 0.34, at + s * 0.78, s * 0.68, s * 0.14, (96, 40, 26))
        for i in range(5):
            c.line(
                [(x - s * 0.2 + s * 0.1 * i, at + s * 0.9), (x - s * 0.2 + s * 0.1 * i, at + s * 1.6)],
                tone,
                0.0014,
            )


def _crowd(c: Canvas):
    for row in range(3):
        x, y, s = -0.02, 0.9 + 0.05 * row, 0.034 + 0.012 * row
        tone = mix((34, 20, 30), (6, 6, 14), row / 2)
        while x < c.wide + 0.05:
            up = y + c.rng.uniform(-0.02, 0.02)
            c.blot(x, up, s * 0.62, s * 0.78, vary(c.rng, tone, 3))
            c.blot(x, up + s * 2.2, s * 1.3, s * 1.5, vary(c.rng, tone, 3))
            x += s * c.rng.uniform(2.1, 2.9)
    grass(c, 1.02, 0.02, (6, 6, 12), 40)
