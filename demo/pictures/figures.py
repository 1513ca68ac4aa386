"""People and buildings, small and from a distance: a demo has no business inventing faces."""

from .canvas import Canvas
from .palette import Colour, Mood, mix, vary

INDIGO = (34, 36, 64)
LAMP = (255, 206, 128)
CLOTHS = (
    (176, 42, 52),
    (206, 92, 44),
    (222, 160, 48),
    (46, 116, 106),
    (52, 84, 148),
    (132, 54, 112),
    (226, 222, 208),
)


def walker(c: Canvas, x: float, y: float, s: float, colour: Colour):
    """Someone walking away, `s` tall, feet at `y`."""
    stride = s * c.rng.uniform(0.05, 0.09)
    for side in (-1, 1):
        c.poly([(x - side * s * 0.01, y - s * 0.5), (x + side * s * 0.1, y - s * 0.5),
                (x + side * s * 0.06 + stride * 0.4, y), (x + side * s * 0.02 + stride * 0.2, y)],
               mix(colour, (0, 0, 0), 0.35))  # fmt: skip
    c.poly([(x - s * 0.13, y - s * 0.78), (x - s * 0.06, y - s * 0.83), (x + s * 0.06, y - s * 0.83),
            (x + s * 0.13, y - s * 0.78), (x + s * 0.14, y - s * 0.45), (x - s * 0.14, y - s * 0.45)],
           colour)  # fmt: skip
    c.block(x - s * 0.08, y - s * 0.78, s * 0.16, s * 0.24, mix(colour, (0, 0, 0), 0.25))
    c.blot(x, y - s * 0.9, s * 0.058, s * 0.075, mix((86, 62, 48), colour, 0.25))
    c.poly(
        [(x - s * 0.08, y - s * 0.92), (x, y - s * 1.0), (x + s * 0.08, y - s * 0.92)],
        mix(colour, (0, 0, 0), 0.2),
    )


def hatted(c: Canvas, x: float, y: float, s: float):
    """A picker among the hedges, seen from behind: hat, shoulders, basket."""
    cloth = c.rng.choice(CLOTHS[:6])
    c.poly([(x - s * 0.2, y), (x - s * 0.19, y - s * 0.42), (x - s * 0.1, y - s * 0.56),
            (x + s * 0.1, y - s * 0.56), (x + s * 0.19, y - s * 0.42), (x + s * 0.2, y)], cloth)  # fmt: skip
    basket = (150, 112, 62)
    c.poly(
        [(x - s * 0.13, y - s * 0.4), (x + s * 0.13, y - s * 0.4), (x + s * 0.1, y), (x - s * 0.1, y)], basket
    )
    for i in range(5):
        c.line([(x - s * 0.125, y - s * (0.36 - 0.08 * i)), (x + s * 0.125, y - s * (0.36 - 0.08 * i))],
               mix(basket, (40, 26, 12), 0.4), s * 0.012)  # fmt: skip
    c.blot(x, y - s * 0.42, s * 0.13, s * 0.06, (126, 168, 64))
    straw = (232, 214, 168)
    c.poly([(x - s * 0.27, y - s * 0.58), (x, y - s * 0.84), (x + s * 0.02, y - s * 0.55)], straw)
    c.poly(
        [(x, y - s * 0.84), (x + s * 0.27, y - s * 0.58), (x + s * 0.02, y - s * 0.55)],
        mix(straw, (120, 92, 52), 0.35),
    )


def bystander(c: Canvas, x: float, y: float, s: float, cloth: Colour, scarf: Colour):
    """Skirt, jacket, headscarf; seen from behind."""
    c.poly(
        [(x - s * 0.1, y - s * 0.5), (x + s * 0.1, y - s * 0.5), (x + s * 0.17, y), (x - s * 0.17, y)], INDIGO
    )
    for i in range(3):
        at = 0.06 + 0.05 * i
        c.line([(x - s * 0.155 + s * at * 0.14, y - s * at), (x + s * 0.155 - s * at * 0.14, y - s * at)],
               CLOTHS[(i * 2 + len(CLOTHS)) % 6], s * 0.018)  # fmt: skip
    c.poly([(x - s * 0.17, y - s * 0.48), (x - s * 0.15, y - s * 0.76), (x - s * 0.06, y - s * 0.83),
            (x + s * 0.06, y - s * 0.83), (x + s * 0.15, y - s * 0.76), (x + s * 0.17, y - s * 0.48)],
           cloth)  # fmt: skip
    c.poly([(x + s * 0.02, y - s * 0.83), (x + s * 0.15, y - s * 0.76), (x + s * 0.17, y - s * 0.48),
            (x + s * 0.06, y - s * 0.48)],
           mix(cloth, (0, 0, 0), 0.25))  # fmt: skip
    c.blot(x, y - s * 0.9, s * 0.075, s * 0.09, scarf)
    c.blot(x, y - s * 0.95, s * 0.085, s * 0.05, mix(scarf, (0, 0, 0), 0.25))


def stilt_house(c: Canvas, x: float, y: float, s: float, mood: Mood, *, window: Colour | None = None):
    """A house on stilts, `s` high to the ridge, standing at `y`."""
    wood = mix((92, 66, 44), mood.near, 0.35)
    pane = window or mix(wood, (0, 0, 0), 0.55)
    for i in range(5):
        c.block(x - s * 0.66 + s * 0.32 * i, y - s * 0.32, s * 0.035, s * 0.32, mix(wood, (0, 0, 0), 0.3))
    c.block(x - s * 0.66, y - s * 0.3, s * 1.32, s * 0.24, mix(wood, (0, 0, 0), 0.55))
    c.block(x - s * 0.7, y - s * 0.58, s * 1.4, s * 0.28, wood)
    for i in range(4):
        c.block(x - s * 0.56 + s * 0.32 * i, y - s * 0.52, s * 0.14, s * 0.15, pane)
    c.block(x - s * 0.78, y - s * 0.34, s * 1.56, s * 0.04, mix(wood, mood.light, 0.25))
    _thatch(c, x, y, s, mix((118, 94, 66), mood.haze, 0.12), mood)
    c.line([(x + s * 0.78, y - s * 0.32), (x + s * 1.0, y)], mix(wood, mood.light, 0.15), s * 0.05)


def _thatch(c: Canvas, x: float, y: float, s: float, straw: Colour, mood: Mood):
    eaves, top = y - s * 0.52, y - s
    c.poly([(x - s * 0.86, eaves), (x - s * 0.6, top), (x + s * 0.6, top), (x + s * 0.86, eaves)], straw)
    c.poly([(x + s * 0.5, eaves), (x + s * 0.6, top), (x + s * 0.86, eaves)], mix(straw, (0, 0, 0), 0.35))
    c.line([(x - s * 0.6, top), (x + s * 0.6, top)], mix(straw, mood.light, 0.5), s * 0.03)


def from_behind(c: Canvas, x: float, y: float, s: float, *, dim: float):
    """A seated listener: shoulders and the back of a head, `s` from chin to crown; `dim` is 0 to 1."""
    dark = (16, 12, 18)
    coat = mix(
        c.rng.choice(((38, 42, 58), (58, 52, 58), (150, 146, 148), (52, 64, 84), (88, 34, 44))), dark, dim
    )
    hair = mix((38, 30, 30), dark, dim * 0.8)
    skin = mix((160, 114, 88), dark, dim)
    slump = s * c.rng.uniform(-0.06, 0.06)
    c.poly([(x - s * 1.15, y + s * 1.6), (x - s * 1.1, y + s * 0.95), (x - s * 0.85, y + s * 0.62),
            (x - s * 0.3, y + s * 0.42), (x + s * 0.3, y + s * 0.42), (x + s * 0.85, y + s * 0.62),
            (x + s * 1.1, y + s * 0.95), (x + s * 1.15, y + s * 1.6)], coat)  # fmt: skip
    c.blot(x - s * 0.82, y + s * 0.92, s * 0.32, s * 0.34, coat)
    c.blot(x + s * 0.82, y + s * 0.92, s * 0.32, s * 0.34, coat)
    c.block(x - s * 0.2, y + s * 0.2, s * 0.4, s * 0.32, mix(skin, dark, 0.3))
    c.poly([(x - s * 0.32, y + s * 0.46), (x, y + s * 0.36), (x + s * 0.32, y + s * 0.46), (x, y + s * 0.56)],
           mix(coat, (220, 220, 220), 0.35 * (1 - dim)))  # fmt: skip
    c.blot(x - s * 0.4 + slump, y - s * 0.02, s * 0.08, s * 0.13, skin)
    c.blot(x + s * 0.4 + slump, y - s * 0.02, s * 0.08, s * 0.13, skin)
    c.blot(x + slump, y - s * 0.08, s * 0.4, s * 0.5, vary(c.rng, hair, 5))
    if c.rng.random() < 0.4:
        c.poly(
            [(x - s * 0.4, y), (x + s * 0.4, y), (x + s * 0.36, y + s * 0.62), (x - s * 0.36, y + s * 0.62)],
            hair,
        )
