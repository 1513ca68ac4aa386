"""Every kind of page readers see, in a real browser: by eye, by keyboard, without scripts, on paper, on the scales.

The pages are those of `tests/readers.py`. Each is opened once and looked at from all sides; the tests then say what
was seen, so that a page more costs seconds and not minutes.
"""

import gzip
import urllib.request
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from cms.headers import PUBLIC_CSP
from tests import readers

LIGHT_AND_DARK, WIDTHS, NARROWEST = ("light", "dark"), (360, 1280), 320
# Bytes beside pictures and fonts, and of fonts, as they are sent.
ARTICLE_AT_MOST = FONTS_AT_MOST = 60_000
# What a reader reads: without what only acts, which may be there with a script alone, or say what it does with one.
READ = """() => {
  const text = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT)
  const said = []
  while (text.nextNode()) {
    const at = text.currentNode.parentElement
    const acts = at.closest('button, dialog, output, script, [aria-live], [hidden], .embed__act')
    if (acts || !at.checkVisibility()) continue
    said.push(...text.currentNode.data.split(/\\s+/).filter(Boolean))
  }
  return said
}"""
# What can be reached, in the order of the document; of radio buttons one stands for its group.
WATCH = """() => {
  const can = 'a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]'
  const seen = new Set()
  window.reachable = [...document.querySelectorAll(can)].filter(one => {
    const group = one.type === 'radio' && one.name
    if (one.tabIndex < 0 || one.disabled || one.type === 'hidden' || !one.checkVisibility()) return false
    return !group || (!seen.has(group) && seen.add(group))
  })
  window.reached = []
  document.addEventListener('focusin', ({target}) => {
    const style = getComputedStyle(target), box = target.getBoundingClientRect()
    const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    reached.push({
      place: reachable.indexOf(target),
      name: target.outerHTML.slice(0, 90),
      seen: (shown || style.boxShadow !== 'none') && box.width > 0 && box.height > 0,
    })
  })
  return reachable.map(one => one.outerHTML.slice(0, 90))
}"""


@dataclass
class Seen:
    """What there was to see of one page."""

    axe: dict[str, list[str]] = field(default_factory=dict)
    wide: dict[int, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    words_without_scripts: list[str] = field(default_factory=list)
    csp: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    out_of_order: bool = False
    focus_unseen: list[str] = field(default_factory=list)

    def hear(self, said: ConsoleMessage) -> None:
        """That a page is not there is what its own address should say."""
        missing = "404" in said.text and said.location["url"].endswith(readers.MISSING)
        if said.type in ("error", "warning") and not missing:
            self.complaints.append(said.text)


# ── Looking ──────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def places(site: str) -> dict[str, str]:
    found = readers.addresses(lambda address: fetch(site + address).decode())
    return found | {"missing": readers.MISSING}


def fetch(address: str, encodings: str = "identity") -> bytes:
    """As it is sent."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": encodings})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def seen(browser: Browser, site: str, places: dict[str, str]) -> dict[str, Seen]:
    found = {name: Seen() for name in places}
    with window(browser, site) as with_scripts, window(browser, site, java_script_enabled=False) as without:
        page, plain = with_scripts.new_page(), without.new_page()
        for name, address in places.items():
            look(page, address, found[name])
            plain.goto(address)
            found[name].words_without_scripts = plain.evaluate(READ)
        assert with_scripts.cookies() + without.cookies() == []
    return found


def window(browser: Browser, site: str, **options) -> BrowserContext:
    size = {"width": WIDTHS[-1], "height": 800}
    return browser.new_context(base_url=site, viewport=size, locale="vi-VN", **options)


def look(page: Page, address: str, seen: Seen) -> None:
    listeners = {
        "request": lambda request: seen.asked.append((request.resource_type, request.url)),
        "pageerror": lambda error: seen.complaints.append(str(error)),
        "console": seen.hear,
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    seen.csp = page.goto(address).headers["content-security-policy"]
    page.wait_for_load_state("networkidle")
    seen.words = page.evaluate(READ)
    by_keyboard(page, seen)
    for width in (*WIDTHS, NARROWEST):
        page.set_viewport_size({"width": width, "height": 800})
        seen.wide[width] = page.evaluate("document.documentElement.scrollWidth")
        for scheme in LIGHT_AND_DARK if width != NARROWEST else ():
            in_scheme(page, scheme)
            seen.axe[f"{scheme} {width}"] = axe(page)
    in_scheme(page, LIGHT_AND_DARK[0])
    page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def in_scheme(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    # Until it is drawn so.
    page.wait_for_function(f"matchMedia('(prefers-color-scheme: {scheme})').matches")
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def axe(page: Page) -> list[str]:
    # It would read style sheets anew, by an inline style that our policy refuses.
    options = {"preload": False, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]


def by_keyboard(page: Page, seen: Seen) -> None:
    """From the top by Tab alone, and two steps further than there is."""
    reachable = page.evaluate(WATCH)
    for _ in range(len(reachable) + 2):
        page.keyboard.press("Tab")
    reached = page.evaluate("reached")
    order = [one["place"] for one in reached if one["place"] >= 0][: len(reachable)]
    seen.out_of_order = order != sorted(order)
    seen.unreached = [name for place, name in enumerate(reachable) if place not in order]
    seen.focus_unseen = [one["name"] for one in reached if not one["seen"]]


def nothing(seen: dict[str, Seen], what: str) -> bool:
    """Whether no page has any of it; which have is told."""
    found = {name: getattr(one, what) for name, one in seen.items() if getattr(one, what)}
    assert found == {}
    return True


# ── By eye ───────────────────────────────────────────────────────────────────
def test_axe_finds_nothing_on_any_page_in_either_scheme_on_a_telephone_or_a_desk(seen):
    found = {f"{name}, {how}": said for name, one in seen.items() for how, said in one.axe.items() if said}
    assert found == {}
    assert {len(one.axe) for one in seen.values()} == {len(LIGHT_AND_DARK) * len(WIDTHS)}


def test_no_page_is_wider_than_its_window(seen):
    wider = {name: one.wide for name, one in seen.items() if any(w > at for at, w in one.wide.items())}
    assert wider == {}


def test_no_page_complains(seen):
    assert nothing(seen, "complaints")


# ── Nobody else is asked, nothing inline is let run ──────────────────────────
def test_no_request_leaves_the_site(seen, site):
    hosts = {
        urlsplit(url).netloc for one in seen.values() for _, url in one.asked if not url.startswith("data:")
    }
    assert hosts == {urlsplit(site).netloc}


def test_every_page_comes_under_the_strict_policy(seen):
    assert {name for name, one in seen.items() if not one.csp.startswith(PUBLIC_CSP)} == set()
    assert {name for name, one in seen.items() if "unsafe" in one.csp} == set()


# ── Without scripts ──────────────────────────────────────────────────────────
def test_what_is_read_with_scripts_is_read_without(seen):
    missing = {n: [w for w in one.words if w not in one.words_without_scripts] for n, one in seen.items()}
    assert missing == {name: [] for name in seen}
    assert [name for name, one in seen.items() if len(one.words_without_scripts) < 5] == []


def test_the_search_is_asked_without_scripts(visitor):
    page = visitor(java_script_enabled=False)
    page.goto("/")
    page.fill("[type=search] >> nth=0", "nông thôn mới")
    page.press("[type=search] >> nth=0", "Enter")
    assert urlsplit(page.url).path == "/tim-kiem/"
    expect(page.locator(f"main a[href*='{readers.ARTICLES['article']}']").first).to_be_visible()


# ── By keyboard alone ────────────────────────────────────────────────────────
def test_the_keyboard_reaches_everything_in_its_order_and_is_caught_nowhere(seen):
    assert nothing(seen, "unreached")
    assert nothing(seen, "out_of_order")


def test_the_focus_is_always_seen(seen):
    assert nothing(seen, "focus_unseen")


def test_the_first_key_offers_to_skip_to_the_content(visitor, places):
    page = visitor(viewport={"width": 360, "height": 740})
    for address in (places["front"], places["article"]):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert (skip.get_attribute("href"), skip.bounding_box()["y"] >= 0) == ("#noi-dung", True)
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")


# ── Weight ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", readers.ARTICLES)
def test_an_articles_page_weighs_little(seen, places, site, name):
    """Its HTML packed as any server in front packs it, its styles and scripts as ours sends them."""
    parts = {url for kind, url in seen[name].asked if kind in ("stylesheet", "script")}
    sizes = {url: len(fetch(url, "br, gzip")) for url in parts}
    sizes[places[name]] = len(gzip.compress(fetch(site + places[name]), 6))
    assert sum(sizes.values()) <= ARTICLE_AT_MOST, sizes


def test_all_fonts_together_weigh_little(seen):
    fonts = {url for one in seen.values() for kind, url in one.asked if kind == "font"}
    assert sum(len(fetch(url, "br, gzip")) for url in fonts) <= FONTS_AT_MOST


# ── On paper ─────────────────────────────────────────────────────────────────
def test_an_article_is_printed_without_what_only_acts_and_with_whose_it_is(visitor, places):
    page = visitor()
    page.goto(places["article"])
    page.emulate_media(media="print")
    visible = "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 90))"
    assert page.locator("form, button, .skip, header nav, footer nav").evaluate_all(visible) == []
    assert page.locator("article.story h1").is_visible()
    for line in (settings.SITE_NAME, settings.SITE_GOVERNING_BODY):
        assert page.get_by_text(line).evaluate_all(visible) != []
    for scheme in LIGHT_AND_DARK:
        in_scheme(page, scheme)
        ink, paper = page.locator("article.story .body p").first.evaluate(
            """p => [getComputedStyle(p).color, getComputedStyle(document.body).backgroundColor]
                .map(said => said.match(/[\\d.]+/g).map(Number))"""
        )
        assert max(ink[:3]) < 64, scheme
        assert min(paper[:3]) > 240 or paper[3:] == [0], scheme
