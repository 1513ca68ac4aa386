"""The lunar date of the masthead, by the calendar of Vietnam: a day later or earlier than China's in some years."""

from dataclasses import dataclass
from datetime import date

from lunar_vn import solar_to_lunar
from lunar_vn.can_chi import get_year_can_chi

_KNOWN = range(1900, 2101)


@dataclass(frozen=True)
class LunarDate:
    day: int
    month: int
    year: str
    """As it is called, `Tân Sửu`."""
    is_leap: bool


def lunar(on: date) -> LunarDate | None:
    """None for days outside the years that the reckoning is known to hold for."""
    if on.year not in _KNOWN:
        return None
    found = solar_to_lunar(on)
    return LunarDate(found.day, found.month, get_year_can_chi(found.year), found.leap)
