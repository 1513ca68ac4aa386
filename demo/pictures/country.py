"""The country: hills, terraces, a river valley, tea, a forest."""

from math import pi, sin

from .canvas import Canvas, Points
from .figures import hatted, stilt_house, walker
from .land import Wave, bamboo, birds, conifer, grass, ground, ranges, ridge, sky, steps, sun, tree, wooded
from .palette import CLEAR, GOLD, JADE, ROSE, Mood, mix, vary


def hills(c: Canvas):
    mood = c.rng.choice((GOLD, ROSE, GOLD, JADE))
    sky(c, mood, 0.62)
    sun(c, mood, c.wide * c.rng.choice((0.3, 0.36, 0.64, 0.7)), 0.34)
    ranges(c, mood, 0.42, 0.86, 7, rise=0.13)
    birds(c, mood, c.wide * c.rng.uniform(0.3, 0.6), 0.16)
    side = c.rng.choice((0.03, 0.8))
    for i in range(9):
        x = c.wide * (side + 0.018 * i + c.rng.uniform(-0.008, 0.008))
        conifer(c, x, 1.0, c.rng.uniform(0.2, 0.42), mix(mood.near, (0, 0, 0), 0.25))
    grass(c, 1.01, 0.06, mix(mood.near, (0, 0, 0), 0.3))


def terraces(c: Canvas):
    mood = c.rng.choice((GOLD, JADE, CLEAR))
    flooded = mood is JADE
    sky(c, mood, 0.5)
    sun(c, mood, c.wide * c.rng.choice((0.25, 0.72)), 0.2, 0.035)
    ranges(c, mood, 0.3, 0.47, 4, depth=0.55, rise=0.09)
    _paddies(c, mood, flooded)
    _hamlet(c, mood)
    grass(c, 1.01, 0.055, mix(mood.near, mood.leaf, 0.25))


def _paddies(c: Canvas, mood: Mood, flooded: bool):
    """Contours drawn from the far ones to the near; each keeps below the one before, so banks never cross."""
    waves = [Wave(c.rng, octaves=3, gain=0.42) for _ in range(5)]
    lean, xs, count = c.rng.choice((-1, 1)), steps(c, 240), 34
    above = [0.0] * len(xs)
    for k in range(count):
        t = k / (count - 1)
        which = min(int(t * (len(waves) - 1)), len(waves) - 2)
        part = t * (len(waves) - 1) - which
        line = []
        for i, x in enumerate(xs):
            bend = waves[which](x * 2.1 + which) * (1 - part) + waves[which + 1](x * 2.1 + which + 1) * part
            slope = lean * (x / c.wide - 0.5) * 0.22 * (1 - t)
            y = 0.48 + 0.6 * t**1.4 + slope + bend * (0.045 + 0.085 * t)
            line.append((x, max(y, above[i] + 0.002 + 0.007 * t)))
        _paddy(c, mood, line, above, t, flooded)
        above = [y for _, y in line]
        if k in (7, 14):
            c.mist(0.5 + 0.3 * t, 0.1, mix(mood.haze, mood.light, 0.4), 0.35)


def _paddy(c: Canvas, mood: Mood, line: Points, above: list[float], t: float, flooded: bool):
    ripe = mix((212, 182, 74), mood.leaf, c.rng.choice((0.0, 0.2, 0.35, 0.6, 0.9)))
    water = mix(mood.horizon, mood.upper, c.rng.uniform(0.1, 0.8))
    tone = vary(c.rng, water if flooded and c.rng.random() < 0.5 else ripe, 9)
    tone = mix(mood.haze, tone, 0.35 + 0.65 * t**0.6)
    bank = mix(mood.haze, mix(mood.near, mood.leaf, 0.4), 0.3 + 0.6 * t**0.7)
    drop = 0.0035 + 0.009 * t
    edge = [(x, y - min(drop, 0.4 * (y - up))) for (x, y), up in zip(line, above, strict=True)]
    c.shape(ground(c, edge), mix(bank, mood.leaf, 0.4), bank)
    c.shape(ground(c, line), mix(tone, mood.light, 0.25), tone, grain=0 if flooded else 0.2 * t)


def _hamlet(c: Canvas, mood: Mood):
    x0 = c.wide * c.rng.uniform(0.2, 0.7)
    for i in range(3):
        x, y = x0 + i * 0.13, 0.66 + c.rng.uniform(-0.03, 0.03)
        tree(c, x + 0.07, y + 0.004, 0.09, mix(mood.near, mood.leaf, 0.3))
        stilt_house(c, x, y, 0.055, mood)


def river(c: Canvas):
    mood = c.rng.choice((JADE, GOLD, ROSE))
    sky(c, mood, 0.55)
    sun(c, mood, c.wide * c.rng.choice((0.42, 0.58)), 0.27, 0.036)
    ranges(c, mood, 0.34, 0.53, 5, depth=0.7, rise=0.12)
    c.mist(0.55, 0.09, mix(mood.haze, mood.light, 0.5), 0.8)
    meadow = mix(mood.leaf, mood.haze, 0.4)
    for k in range(7):
        crop = mix(mix(meadow, mood.light, 0.1), mix(mood.leaf, mood.near, 0.5), k / 6)
        crop = mix(crop, (214, 184, 78), c.rng.choice((0, 0.12, 0.3)))
        c.shape(
            ground(c, ridge(c, 0.57 + 0.34 * (k / 7) ** 1.3, 0.006, scale=1.4)),
            mix(crop, mood.light, 0.16),
            crop,
            grain=0.3,
        )
    _stream(c, mood)
    c.mist(0.6, 0.06, mood.haze, 0.6)
    homes = ((0.1, 0.71, 0.1), (0.2, 0.66, 0.075), (0.33, 0.63, 0.055), (0.71, 0.64, 0.06), (0.84, 0.7, 0.1))
    for x, y, s in sorted(homes, key=lambda home: home[1]):
        tree(c, c.wide * x + s * 1.5, y, s * 1.5, mix(mood.near, mood.leaf, 0.45))
        stilt_house(c, c.wide * x, y + c.rng.uniform(-0.01, 0.01), s, mood)
    bamboo(c, c.wide * c.rng.choice((0.03, 0.97)), 1.02, 0.62, mix(mood.near, mood.leaf, 0.18), 16)
    grass(c, 1.01, 0.08, mix(mood.near, mood.leaf, 0.15))


def _stream(c: Canvas, mood: Mood):
    """A ribbon that swings wider as it comes near, its water a fallen piece of the sky."""
    phase, left, right = c.rng.uniform(0, pi), [], []
    for i in range(121):
        t = i / 120
        y = 0.575 + 0.45 * t**1.6
        mid = c.wide * 0.5 + sin(phase + 5.2 * (1 - t) ** 1.4) * (0.1 + 0.12 * t)
        half = 0.012 + 0.3 * t**1.7
        left.append((mid - half, y))
        right.append((mid + half, y))
    shore = mix(mood.leaf, mood.near, 0.6)
    c.shape([*[(x - 0.012, y) for x, y in left], *[(x + 0.012, y) for x, y in reversed(right)]], shore)
    c.shape([*left, *reversed(right)], mood.horizon, mix(mood.upper, mood.zenith, 0.35))
    for _ in range(240):
        i = c.rng.randrange(8, 121)
        (x0, y), (x1, _) = left[i], right[i]
        at, long = c.rng.uniform(x0, x1), (x1 - x0) * c.rng.uniform(0.03, 0.16)
        c.line([(max(x0, at - long), y), (min(x1, at + long), y)],
               mix(mood.light, mood.upper, c.rng.random()), 0.0008 + 0.0012 * i / 120)  # fmt: skip


def tea(c: Canvas):
    mood = c.rng.choice((JADE, GOLD, CLEAR))
    sky(c, mood, 0.5)
    sun(c, mood, c.wide * c.rng.choice((0.22, 0.78)), 0.22, 0.034)
    ranges(c, mood, 0.34, 0.47, 4, depth=0.5, rise=0.08)
    mounds = [(0.16, 0.5, 0.62, 0.3), (0.8, 0.52, 0.7, 0.4), (0.42, 0.6, 0.75, 0.6), (0.98, 0.7, 0.8, 0.8),
              (0.1, 0.76, 0.95, 1.0)]  # fmt: skip
    for share, top, half, t in mounds:
        _mound(c, mood, c.wide * share, top, half, t)
        c.mist(top + 0.16, 0.08, mix(mood.haze, mood.light, 0.4), 0.34 * (1 - t))
    for x, y, s in ((0.5, 0.79, 0.075), (0.57, 0.815, 0.08), (0.7, 0.9, 0.11), (0.3, 0.95, 0.15)):
        hatted(c, c.wide * x, y, s)
        for i in range(9):  # a hedge in front, to stand among
            tone = vary(c.rng, mix(mood.leaf, mood.near, 0.3), 9)
            c.blot(c.wide * x + s * (i - 4) * 0.13, y, s * 0.13, s * 0.09, tone)


def _mound(c: Canvas, mood: Mood, x: float, top: float, half: float, t: float):
    """A round hill combed by hedges of tea."""
    dark = mix(mood.haze, mix(mood.near, mood.leaf, 0.35), 0.45 + 0.5 * t)
    lit = mix(mood.haze, mix(mood.leaf, (196, 208, 92), 0.35), 0.5 + 0.5 * t)
    dome = [(x + half * u / 40, top + 0.2 * (u / 40) ** 2 + 0.16 * (u / 40) ** 4) for u in range(-60, 61)]
    c.shape([*dome, (dome[-1][0], 1.02), (dome[0][0], 1.02)], mix(lit, dark, 0.3), dark)
    wave, rows = Wave(c.rng, octaves=2), 26
    for k in range(rows):
        d = (k / rows) ** 1.25
        thick = (0.006 + 0.014 * d) * (0.6 + 0.6 * t)
        row = [(px, py + 0.012 + 0.62 * d + 0.016 * wave(px * 2.5 + d) * d) for px, py in dome]
        tone = vary(c.rng, mix(lit, dark, 0.15 + 0.4 * d), 6)
        c.line([(px, py + thick * 0.55) for px, py in row], dark, thick * 1.15)
        c.line(row, tone, thick)
        c.line([(px, py - thick * 0.28) for px, py in row], mix(tone, mood.light, 0.28), thick * 0.3)


def forest(c: Canvas):
    mood = c.rng.choice((JADE, CLEAR))
    glade = mix(mood.light, mood.leaf, 0.2)
    c.backdrop((0, mix(mood.leaf, mood.haze, 0.45)), (0.5, glade), (1, mix(mood.near, mood.leaf, 0.5)))
    c.glow(c.wide * 0.5, 0.42, 0.8, mood.light, 0.85)
    for depth in range(5):
        _trunks(c, mood, depth / 4)
        if depth < 4:
            c.mist(0.6, 0.3, mix(mood.light, mood.leaf, 0.12), 0.42 - 0.08 * depth)
        if depth == 2:
            _path(c, mood)
    for i, x in enumerate((0.47, 0.515, 0.545)):
        walker(c, c.wide * x, 0.77 - 0.02 * i, 0.14 - 0.015 * i, mix((46, 66, 44), mood.near, 0.4))
    _beams(c, mood)
    grass(c, 1.01, 0.1, mix(mood.near, mood.leaf, 0.2), 700)


def _trunks(c: Canvas, mood: Mood, t: float):
    """One rank of trees; the path in the middle stays open."""
    tone = mix(mix(mood.leaf, mood.haze, 0.5), mood.near, 0.12 + 0.85 * t)
    floor = 0.6 + 0.3 * t
    if t > 0.1:
        line = [(x, y) for x, y in wooded(c, ridge(c, floor, 0.014), 0.03 + 0.02 * t)]
        c.shape(ground(c, line), mix(tone, mood.leaf, 0.3), mix(tone, mood.leaf, 0.1), grain=0.3)
    for _ in range(round(26 - 17 * t)):
        x = c.wide * c.rng.random()
        if abs(x / c.wide - 0.5) < 0.04 + 0.2 * t:
            continue
        half, lean = (0.005 + 0.026 * t**1.6) * c.rng.uniform(0.7, 1.3), c.rng.uniform(-0.04, 0.04)
        foot = floor + c.rng.uniform(0, 0.05)
        c.shape([(x - half * 1.7, foot), (x - half, foot - 0.1), (x + lean - half * 0.8, -0.02),
                 (x + lean + half * 0.8, -0.02), (x + half, foot - 0.1), (x + half * 1.7, foot)],
                tone, mix(tone, mood.leaf, 0.18), grain=0.3 * t)  # fmt: skip
    for _ in range(170):
        x, y = c.wide * c.rng.random(), c.rng.random() ** 2 * (0.34 - 0.12 * t)
        if y < 0.02 + 0.4 * abs(x / c.wide - 0.5) + 0.1 * (1 - t):
            c.blot(
                x,
                y,
                *(c.rng.uniform(0.012, 0.035) for _ in range(2)),
                vary(c.rng, mix(tone, mood.leaf, 0.3), 8),
            )


def _path(c: Canvas, mood: Mood):
    left, right = [], []
    for i in range(61):
        t = i / 60
        mid, half = c.wide * (0.52 + 0.05 * sin(4.4 * (1 - t))), 0.012 + 0.22 * t**1.5
        left.append((mid - half, 0.66 + 0.36 * t))
        right.append((mid + half, 0.66 + 0.36 * t))
    earth = mix((150, 118, 78), mood.light, 0.25)
    c.shape([*left, *reversed(right)], mix(earth, mood.light, 0.4), mix(earth, mood.near, 0.45), grain=0.4)


def _beams(c: Canvas, mood: Mood):
    for _ in range(4):
        x = c.wide * c.rng.uniform(0.3, 0.62)
        reach = c.rng.uniform(0.1, 0.3)
        beam = [(x, -0.05), (x + 0.05, -0.05), (x + reach + 0.16, 0.8), (x + reach, 0.8)]
        c.soft(beam, mood.light, blur=0.025, alpha=0.13)
