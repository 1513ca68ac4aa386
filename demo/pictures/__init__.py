"""Pictures for the demo newsroom, painted by arithmetic: nothing to download, no face to recognise."""

from random import Random

from PIL import Image

from . import country, market, road, town, weather
from .canvas import Canvas

_PAINTERS = {
    "hills": country.hills,
    "terraces": country.terraces,
    "river": country.river,
    "hall": town.hall,
    "school": town.school,
    "road": road.road,
    "market": market.market,
    "tea": country.tea,
    "rain": weather.rain,
    "festival": weather.festival,
    "clinic": town.clinic,
    "forest": country.forest,
}

SCENES: tuple[str, ...] = tuple(_PAINTERS)


def draw(scene: str, seed: int, size: tuple[int, int] = (1500, 900)) -> Image.Image:
    """The same scene, seed and size always give the same RGB picture. An unknown scene raises KeyError."""
    canvas = Canvas(size, Random(f"{scene}/{seed}"))
    _PAINTERS[scene](canvas)
    return canvas.developed()
