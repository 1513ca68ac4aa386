"""The market: umbrellas, brocade and a crowd in its best clothes."""

from math import cos, pi, sin

from .canvas import Canvas
from .figures import CLOTHS, INDIGO, bystander
from .land import ground, ranges, sky, sun
from .palette import CLEAR, GOLD, JADE, NIGHT, Colour, Mood, mix, vary


def market(c: Canvas):
    mood, c.tilt = c.rng.choice((GOLD, CLEAR, JADE)), (0, 0)
    sky(c, mood, 0.5)
    sun(c, mood, c.wide * 0.22, 0.16, 0.03)
    ranges(c, mood, 0.26, 0.46, 5, depth=0.6, rise=0.1)
    c.mist(0.46, 0.08, mix(mood.haze, mood.light, 0.4), 0.7)
    c.shape(
        ground(c, [(0, 0.5), (c.wide, 0.5)]),
        mix((196, 164, 126), mood.haze, 0.4),
        mix((128, 96, 72), mood.near, 0.2),
        grain=0.3,
    )
    for row in range(5):
        t = row / 4
        _stalls(c, mood, 0.55 + 0.35 * t**1.15, 0.1 + 0.16 * t, t)
        c.mist(0.52 + 0.3 * t, 0.09, mix(mood.haze, mood.light, 0.5), 0.2 * (1 - t))
    _lines_of_cloth(c, mood)


def _stalls(c: Canvas, mood: Mood, y: float, s: float, t: float):
    x = -s * c.rng.random()
    while x < c.wide + s:
        air = 0.5 * (1 - t)
        if c.rng.random() < 0.72:
            _umbrella(c, x, y, s, mix(c.rng.choice(CLOTHS), mood.haze, air), mood)
        for _ in range(c.rng.randint(1, 3)):
            cloth, scarf = (
                c.rng.choice(CLOTHS),
                c.rng.choice((INDIGO, (178, 44, 60), (40, 32, 40), (206, 92, 122))),
            )
            bystander(c, x + s * c.rng.uniform(-0.6, 0.75), y + s * c.rng.uniform(0.02, 0.22), s * 0.72,
                      mix(cloth, mood.haze, air), mix(scarf, mood.haze, air))  # fmt: skip
        if c.rng.random() < 0.7:
            _goods(c, x + s * 0.1, y + s * 0.2, s, mood, air)
        x += s * c.rng.uniform(1.1, 1.7)


def _umbrella(c: Canvas, x: float, y: float, s: float, cloth: Colour, mood: Mood):
    top, half = y - s * 1.5, s * 0.78
    c.line([(x, top), (x, y + s * 0.1)], mix((120, 108, 96), mood.near, 0.3), s * 0.022)
    panels, pale = 8, mix(cloth, (255, 250, 236), 0.72)
    for i in range(panels):
        a, b = cos(pi * i / panels), cos(pi * (i + 1) / panels)
        dip = s * 0.035
        rim = [(x - half * (a + (b - a) * k / 8), top + s * 0.4 + dip * sin(pi * k / 8)) for k in range(9)]
        arc = [(x - half * a * cos(k * pi / 20), top + s * 0.4 * (1 - sin(k * pi / 20))) for k in range(11)]
        back = [(x - half * b * cos(k * pi / 20), top + s * 0.4 * (1 - sin(k * pi / 20))) for k in range(11)]
        tone = mix(cloth if i % 2 else pale, mood.near, 0.3 * i / panels)
        c.shape([*arc, *reversed(back), *reversed(rim)], mix(tone, mood.light, 0.25), tone)
    c.blot(x, top, s * 0.018, s * 0.025, mix(cloth, mood.near, 0.4))


def _goods(c: Canvas, x: float, y: float, s: float, mood: Mood, air: float):
    """A low table of fruit, greens or folded brocade."""
    c.block(x - s * 0.5, y - s * 0.26, s, s * 0.26, mix((106, 76, 52), mood.haze, air))
    for i in range(6):
        heap = c.rng.choice(((92, 140, 58), (214, 132, 42), (186, 46, 44), (228, 190, 72), (116, 66, 132)))
        for _ in range(12):
            gx, gy = c.rng.uniform(-0.07, 0.07), c.rng.random() * 0.09
            c.blot(x + s * (-0.41 + 0.164 * i + gx), y - s * (0.26 + gy), s * 0.03, s * 0.03,
                   vary(c.rng, mix(heap, mood.haze, air), 18))  # fmt: skip


def _lines_of_cloth(c: Canvas, mood: Mood):
    """Brocade hung along the top edge, close to the eye."""
    x = -0.02
    while x < c.wide:
        w, drop = c.rng.uniform(0.09, 0.16), c.rng.uniform(0.09, 0.2)
        base = c.rng.choice((*CLOTHS[:6], INDIGO))
        c.block(x, 0, w, drop, mix(base, NIGHT.near, 0.15))
        for i in range(1, 6):
            at, band = drop * i / 6, c.rng.choice(CLOTHS)
            c.block(x, at - 0.004, w, 0.006, band)
            for k in range(int(w / 0.014)):
                px = x + 0.007 + k * 0.014
                c.poly(
                    [(px - 0.005, at + 0.009), (px, at + 0.004), (px + 0.005, at + 0.009), (px, at + 0.014)],
                    mix(band, (255, 240, 210), 0.4),
                )
        for k in range(int(w / 0.006)):
            c.line(
                [(x + 0.003 + k * 0.006, drop), (x + 0.003 + k * 0.006, drop + 0.014)],
                mix(base, mood.light, 0.3),
                0.0014,
            )
        x += w + c.rng.uniform(0.004, 0.02)
