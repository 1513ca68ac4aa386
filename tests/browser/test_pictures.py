"""Pictures as a telephone loads them: the size it needs, in the lightest format it knows, and late below the fold."""

import subprocess
import sys

import pytest
from playwright.sync_api import Page

from tests.browser import server

LIMIT = 150_000
TELEPHONE = {"viewport": {"width": 375, "height": 812}, "device_scale_factor": 2, "is_mobile": True}
PICTURES = """() => [...document.querySelectorAll(".story img")].map(img => ({
  address: new URL(img.currentSrc || img.src).pathname,
  above: img.getBoundingClientRect().top < innerHeight,
  whole: img.complete && img.naturalWidth > 0,
  room: Math.round(img.clientWidth * img.naturalHeight / img.naturalWidth) - img.clientHeight,
}))"""


@pytest.fixture(scope="module")
def five_photos(web_server) -> str:
    script = [sys.executable, "-m", "tests.browser.five_photos"]
    laid = subprocess.run(
        script, cwd=server.ROOT, env=web_server.environment, check=True, capture_output=True, text=True
    )
    return laid.stdout.split()[-1]


def opened(visitor, address: str, **options) -> tuple[Page, dict[str, int]]:
    """The page once nothing is on its way; and how many bytes each picture took."""
    page = visitor(**options)
    took: dict[str, int] = {}

    def count(response) -> None:
        if response.request.resource_type == "image":
            took["/" + response.url.split("/", 3)[3]] = len(response.body())

    page.on("response", count)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, took


def test_five_photographs_cost_a_telephone_little_above_the_fold(visitor, five_photos):
    page, took = opened(visitor, five_photos, **TELEPHONE)
    pictures = page.evaluate(PICTURES)
    assert len(pictures) == 5
    above = [picture["address"] for picture in pictures if picture["above"]]
    assert len(above) >= 1
    assert {address.rpartition(".")[2] for address in above} == {"avif"}
    assert 0 < sum(took[address] for address in above) <= LIMIT
    assert all("/800_all." in address for address in above)


def test_those_below_come_as_they_are_reached_and_none_is_broken(visitor, five_photos):
    page, _took = opened(visitor, five_photos, **TELEPHONE)
    for image in page.locator(".story img").all():
        image.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
        )
    assert [(p["whole"], abs(p["room"]) <= 1) for p in page.evaluate(PICTURES)] == [(True, True)] * 5


def test_a_wide_screen_takes_what_it_shows_and_no_more(visitor, five_photos):
    page, _took = opened(visitor, five_photos)
    first = page.evaluate(PICTURES)[0]
    assert first["whole"]
    assert "/800_all.avif" in first["address"]


def test_pictures_without_renditions_are_shown_by_what_there_is(visitor):
    page = visitor(viewport={"width": 375, "height": 667})
    page.goto("/")
    images = page.locator("main img")
    assert images.count() > 5
    for image in images.all():
        image.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
        )
    shapes = images.evaluate_all(
        "all => all.map(img => Math.round(img.clientWidth / img.clientHeight * 10) / 10)"
    )
    assert set(shapes) == {1.7}
