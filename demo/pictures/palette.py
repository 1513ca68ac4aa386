"""Colours chosen together, so that two pictures of one scene differ in weather and hour, not in taste."""

from dataclasses import dataclass
from random import Random

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Mood:
    """The air of one hour: `haze` is what distance fades to, `near` the darkest silhouette."""

    zenith: Colour
    upper: Colour
    horizon: Colour
    light: Colour
    haze: Colour
    near: Colour
    leaf: Colour


GOLD = Mood(
    zenith=(96, 132, 174),
    upper=(204, 192, 184),
    horizon=(255, 206, 136),
    light=(255, 232, 172),
    haze=(250, 206, 152),
    near=(40, 42, 60),
    leaf=(126, 140, 58),
)
ROSE = Mood(
    zenith=(88, 104, 160),
    upper=(184, 162, 190),
    horizon=(251, 198, 176),
    light=(255, 226, 204),
    haze=(220, 188, 196),
    near=(40, 36, 66),
    leaf=(112, 128, 72),
)
JADE = Mood(
    zenith=(86, 150, 174),
    upper=(160, 204, 206),
    horizon=(236, 240, 214),
    light=(255, 250, 222),
    haze=(198, 220, 212),
    near=(16, 54, 50),
    leaf=(92, 148, 66),
)
CLEAR = Mood(
    zenith=(54, 114, 176),
    upper=(126, 178, 214),
    horizon=(226, 236, 236),
    light=(255, 252, 234),
    haze=(186, 210, 226),
    near=(22, 52, 54),
    leaf=(104, 150, 62),
)
SLATE = Mood(
    zenith=(78, 92, 104),
    upper=(122, 136, 146),
    horizon=(184, 192, 194),
    light=(214, 220, 218),
    haze=(166, 178, 182),
    near=(28, 40, 44),
    leaf=(78, 98, 68),
)
DUSK = Mood(
    zenith=(24, 34, 72),
    upper=(84, 76, 124),
    horizon=(244, 152, 108),
    light=(255, 200, 136),
    haze=(142, 116, 146),
    near=(13, 16, 34),
    leaf=(58, 72, 62),
)
NIGHT = Mood(
    zenith=(7, 11, 30),
    upper=(17, 26, 60),
    horizon=(62, 66, 112),
    light=(206, 216, 244),
    haze=(48, 58, 100),
    near=(6, 8, 20),
    leaf=(22, 34, 40),
)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """`a` at 0, `b` at 1."""
    t = min(1.0, max(0.0, t))
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))


def vary(rng: Random, colour: Colour, by: int) -> Colour:
    """The same colour a little lighter or darker, all channels together."""
    step = rng.randint(-by, by)
    return tuple(min(255, max(0, channel + step)) for channel in colour)
