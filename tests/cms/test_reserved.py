"""No section takes an address of the site's own: the first part of each is reserved."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.urls import URLResolver

from articles.models import RESERVED_SLUGS
from cms.urls import urlpatterns

_VARIES = re.compile(r"[<(\[\\]")


def beginnings(patterns: list, before: str = "") -> Iterator[str]:
    """The part of every address that is the same for all it stands for."""
    for one in patterns:
        here = before + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLResolver) and not _VARIES.search(here):
            yield from beginnings(one.url_patterns, here)
        else:
            yield here


def taken(address: str) -> str:
    """The first part, where a section could have it as its own: what has a dot is no slug."""
    same, varies = _VARIES.split(address, maxsplit=1)[0], _VARIES.search(address)
    first, *more = same.split("/")
    if varies and not more:
        return ""
    try:
        validate_slug(first)
    except ValidationError:
        return ""
    return first


FIRST_PARTS = sorted({taken(address) for address in beginnings(urlpatterns)} - {""})


def test_the_sites_addresses_are_found():
    assert {"admin", "healthz", "gui-tin", "y-kien", "thong-tin", "rss", "tim-kiem"} <= set(FIRST_PARTS)


@pytest.mark.parametrize("first", FIRST_PARTS)
def test_the_first_part_of_every_address_is_reserved(first):
    assert first in RESERVED_SLUGS


@pytest.mark.parametrize("address", [settings.STATIC_URL, settings.MEDIA_URL])
def test_folders_of_files_are_reserved(address):
    assert address.strip("/").split("/")[0] in RESERVED_SLUGS
