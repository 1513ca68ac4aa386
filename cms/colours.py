"""Whether words can be read in a colour: contrast as WCAG 2.2 reckons it, and the colours of `tokens.css`."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

# What WCAG asks for words of any size, and for signs and edges.
FOR_WORDS, FOR_SIGNS = 4.5, 3.0
LIGHT, DARK = "light", "dark"
_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")


def is_colour(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1 to 21, of two colours as `#8f1d1d`."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(colour: str) -> str:
    """White or nearly black, whichever is read better there."""
    return max(("#ffffff", "#1c1a18"), key=lambda ink: contrast(ink, colour))


@cache
def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme by their names, without the dashes: those of the light one hold where dark names none."""
    source = Path(settings.BASE_DIR / "static/css/tokens.css").read_text("utf-8")
    light, _, dark = source.partition("prefers-color-scheme: dark")
    found = dict(_TOKEN.findall(light))
    return found | dict(_TOKEN.findall(dark)) if scheme == DARK else found


def accents() -> dict[str, str]:
    """The site's own accent in each scheme; the house's where a setting is no colour, which a check complains of."""
    given = {LIGHT: settings.SITE_ACCENT, DARK: settings.SITE_ACCENT_DARK}
    return {s: colour if is_colour(colour) else tokens(s)["accent"] for s, colour in given.items()}
