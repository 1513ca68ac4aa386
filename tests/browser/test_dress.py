"""How the public pages are dressed, in a real browser: type, menu, tools, other widths and sizes, paper, mourning."""

import re

import pytest
from playwright.sync_api import Page

from tests import readers

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
    "fjwzFJWZ0123456789.,;:!?()[]/%&+-–—“”‘’«»…·§°²³½×₫"
)
FACES = ["400 40px", "700 40px", "italic 400 40px"]
# A letter that the face lacks is as wide as that of whatever stands in for it.
MISSING = """async ([face, letters]) => {
  await document.fonts.load(`${face} "Source Serif 4"`, letters);
  const context = document.createElement("canvas").getContext("2d");
  const width = (letter, other) => {
    context.font = `${face} "Source Serif 4", ${other}`;
    return context.measureText(letter).width;
  };
  return [...letters].filter((letter) => width(letter, "monospace") !== width(letter, "sans-serif"));
}"""
SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) window.shifted += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""


def article(page: Page) -> str:
    page.goto("/")
    return page.locator(".teaser--wide h2 a").get_attribute("href")


# ── Type ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("face", FACES)
def test_every_face_has_every_letter(visitor, face):
    page = visitor()
    page.goto("/cai-chinh/")
    assert page.evaluate(MISSING, [face, "Ж"]) == ["Ж"]
    assert page.evaluate(MISSING, [face, VIETNAMESE]) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_jumps_when_type_comes_late(visitor, width):
    """The faces come a second after the page; what stood in for them took as much room."""
    slow = visitor(viewport={"width": width, "height": 900})
    slow.route("**/*.woff2", lambda route: (slow.wait_for_timeout(800), route.continue_()))
    slow.add_init_script(f"({SHIFTS})()")
    slow.goto("/")
    slow.evaluate("document.fonts.ready")
    slow.wait_for_timeout(500)
    assert slow.evaluate("document.fonts.check('700 20px \"Source Serif 4\"')")
    assert slow.evaluate("window.shifted") < 0.005


# ── The menu ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_under_a_section_is_reached_by_keys_without_a_script(visitor, width):
    page = visitor(java_script_enabled=False, viewport={"width": width, "height": 800})
    page.goto("/")
    page.focus(".menu__door")
    assert not page.locator(".menu__tree").is_visible()
    page.keyboard.press("Enter")
    under = page.locator(".menu__tree li li a").first
    assert under.is_visible()
    page.keyboard.press("Tab")
    assert page.locator(".menu__tree a:focus").count() == 1
    way = under.get_attribute("href")
    under.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{way}")
    assert page.locator(f'.menu__tree [aria-current="true"][href="{way}"]').count() == 1


def test_the_open_menu_hides_nothing(visitor):
    page = visitor(viewport={"width": 360, "height": 800})
    page.goto("/")
    page.click(".menu__door")
    panel, story = (page.locator(place).first.bounding_box() for place in (".menu__panel", ".teaser--wide"))
    assert panel["y"] + panel["height"] <= story["y"]


# ── An article's tools ───────────────────────────────────────────────────────
def test_an_article_is_passed_on_by_plain_links_without_a_script(visitor):
    page = visitor(java_script_enabled=False)
    page.goto(article(page))
    ways = page.locator(".tools a").evaluate_all("all => all.map(a => a.href)")
    assert [re.match(r"https://[^/]+/[a-z./]+\?ur?l?=http", way) is not None for way in ways] == [True, True]
    assert page.locator(".tools button:visible").count() == 0


def test_the_link_is_copied_and_the_reader_told(visitor):
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(article(page))
    page.click("[data-tool=copy]")
    page.wait_for_function("document.querySelector('.tools__said').textContent")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_larger_type_is_kept_for_the_next_article(visitor):
    page = visitor()
    way = article(page)
    page.goto(way)
    size = "parseFloat(getComputedStyle(document.querySelector('.body')).fontSize)"
    own = page.evaluate(size)
    page.click("[data-tool=larger]")
    larger = page.evaluate(size)
    page.click("[data-tool=larger]")
    assert own < larger < page.evaluate(size)
    assert page.locator("[data-tool=larger]").is_disabled()
    page.click("[data-tool=smaller]")
    page.goto("/khoa-giao/")
    page.goto(way)
    assert page.evaluate(size) == larger
    page.click("[data-tool=smaller]")
    assert page.evaluate(size) == own


def test_printing_is_asked_of_the_browser(visitor):
    page = visitor()
    page.add_init_script("window.print = () => (window.printed = true)")
    page.goto(article(page))
    page.click("[data-tool=print]")
    assert page.evaluate("window.printed")


# ── Widths and sizes ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (360, "200%"), (1280, "200%")])
def test_nothing_is_wider_than_the_window(visitor, width, size):
    page = visitor(viewport={"width": width, "height": 800})
    wide = {}
    for address in [*readers.PLAIN.values(), article(page)]:
        page.goto(address)
        page.evaluate("size => (document.documentElement.style.fontSize = size)", size)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert wide == dict.fromkeys(wide, width)


# What is pressed with a thumb; a link within words may be as high as they are.
SMALL = """() => {
  // A link may spread over the whole piece it stands in.
  const pressed = (one) =>
    getComputedStyle(one, "::after").position === "absolute" ? one.closest("li, .teaser") : one;
  return [...document.querySelectorAll("a, button, input, summary, select, textarea, .consent label")]
    .filter((one) => one.checkVisibility() && !one.matches(".skip, [tabindex='-1'], [type=checkbox], .body a"))
    .map(pressed)
    .filter((one) => getComputedStyle(one).display !== "inline")
    .filter((one) => one.getBoundingClientRect().height < 43.9)
    .map((one) => one.outerHTML.slice(0, 120));
}"""


def test_whatever_is_pressed_is_large_enough_for_a_thumb(visitor):
    page = visitor(viewport={"width": 360, "height": 800})
    small = {}
    for address in [*readers.PLAIN.values(), article(page)]:
        page.goto(address)
        small[address] = page.evaluate(SMALL)
    assert small == {address: [] for address in small}


def test_a_line_of_an_article_holds_about_seventy_letters(visitor):
    page = visitor(viewport={"width": 1280, "height": 900})
    page.goto(article(page))
    width = page.evaluate("document.querySelector('.body > p').getBoundingClientRect().width")
    letter = page.evaluate(
        """() => {
          const context = document.createElement("canvas").getContext("2d");
          const { fontSize, fontFamily } = getComputedStyle(document.querySelector(".body"));
          context.font = `${fontSize} ${fontFamily}`;
          const text = document.querySelector(".body").textContent.replace(/\\s+/g, " ");
          return context.measureText(text).width / text.length;
        }"""
    )
    assert 62 <= width / letter <= 72


# ── Other ways to look at it ─────────────────────────────────────────────────
def test_on_paper_only_the_article_is_left(visitor):
    page = visitor()
    page.goto(article(page))
    page.emulate_media(media="print")
    gone = [".sections", ".tools", ".search", ".comment-form", ".crumbs", ".skip", ".masthead__door"]
    assert [place for place in gone if page.locator(place).first.is_visible()] == []
    there = [".story h1", ".lead", ".body", ".foot", ".on-paper"]
    assert [place for place in there if not page.locator(place).first.is_visible()] == []
    assert page.locator(".on-paper").inner_text() == page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_ink_black_in_either_scheme(visitor, scheme):
    page = visitor(color_scheme=scheme)
    page.goto(article(page))
    page.emulate_media(media="print", color_scheme=scheme)
    colours = page.evaluate(
        "[...['body', '.story h1', '.crumbs a']].map(p => getComputedStyle(document.querySelector(p)))"
        ".map(s => [s.color, s.backgroundColor])"
    )
    assert colours[0] == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert colours[1][0] == "rgb(0, 0, 0)"


def test_nothing_moves_for_whoever_wants_no_motion(visitor):
    page = visitor(reduced_motion="reduce")
    page.goto("/")
    lasting = (
        "[...document.querySelectorAll('*')].map(e => parseFloat(getComputedStyle(e).transitionDuration))"
    )
    assert set(page.evaluate(lasting)) == {0}


def test_signs_are_seen_with_forced_colours(visitor):
    page = visitor(forced_colors="active")
    page.goto(article(page))
    sign, ground = page.evaluate(
        "['.menu .icon', 'body'].map(p => getComputedStyle(document.querySelector(p)).backgroundColor)"
    )
    assert sign != ground


def test_days_of_mourning_are_grey(staff):
    page = staff("quantri")
    page.goto("/admin/giao-dien/?tang=1")
    assert page.evaluate("getComputedStyle(document.documentElement).filter") == "grayscale(1)"
    page.click("main .button >> nth=0")
    assert page.evaluate("getComputedStyle(document.documentElement).filter") == "none"
