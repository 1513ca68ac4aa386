"""A real Chromium before the real web server."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.catalogue import PASSWORD
from tests.browser import server

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(autouse=True)
def clock() -> None:
    """Journeys go by the real clock: the web server is another process."""


@pytest.fixture(scope="session")
def web_server(tmp_path_factory) -> Iterator[server.Site]:
    with server.standing(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def site(web_server) -> str:
    return web_server.base


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=server.FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for each person; scripts that fail fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def open_page(**options) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN", **options}
        context = browser.new_context(base_url=site, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda m: troubles.append(m.text) if "Content Security Policy" in m.text else None)
        page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def staff(visitor) -> Callable[..., Page]:
    """A page of somebody who has logged in."""

    def log_in(username: str, **options) -> Page:
        page = visitor(**options)
        page.goto("/admin/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_selector("#user-tools")
        return page

    return log_in
