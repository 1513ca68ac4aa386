"""What stands around every public page: the masthead with its lines, the sections in their bar, where a reader is."""

import itertools
import re
from datetime import datetime

import pytest
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import writing
from articles.furniture import furnish
from tests.cms.markup import Markup
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_announcement, make_edition, make_section

pytestmark = pytest.mark.django_db
SECOND = HOUR / 3600


@pytest.fixture
def sections(db) -> dict:
    tops = {slug: make_section(slug=slug, order=order) for order, slug in enumerate(("thoi-su", "kinh-te"))}
    under = {
        slug: make_section(slug=slug, parent=tops["kinh-te"], order=order)
        for order, slug in enumerate(("nong-nghiep", "ocop"))
    }
    return tops | under


def page_of(client, address: str = "/") -> Markup:
    return Markup(client.get(address).text)


def masthead(client) -> list[str]:
    return [
        " ".join(page_of(client).one("p", css).text.split()) for css in ("masthead__date", "masthead__whose")
    ]


# ── Sections ─────────────────────────────────────────────────────────────────
def test_sections_stand_in_their_order_each_with_what_is_under_it(sections):
    found = [(section.slug, [under.slug for under in section.below]) for section in furnish(AT).sections]
    assert found == [("thoi-su", []), ("kinh-te", ["nong-nghiep", "ocop"])]


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_three_queries_however_many_there_are(count, django_assert_num_queries):
    for number in range(count):
        make_section(slug=f"con-{number}", parent=make_section(slug=f"muc-{number}"))
    with django_assert_num_queries(3):
        assert len(furnish(AT).sections) == count


def test_a_campaign_that_is_over_is_gone_with_what_is_under_it(sections):
    today = timezone.localdate(AT)
    kinh_te = sections["kinh-te"]
    kinh_te.open_until = today
    kinh_te.save()
    assert [len(furnish(at).sections) for at in (AT, AT + DAY)] == [2, 1]
    assert "ocop" not in str(furnish(AT + DAY).sections)


def test_the_menu_leads_to_every_section_and_to_what_is_under_it(client, sections):
    ways = re.findall(r'<li><a href="(/[\w-]+/)"', client.get("/").text)
    tree = ["/thoi-su/", "/kinh-te/", "/nong-nghiep/", "/ocop/"]
    assert ways == [*tree, "/thoi-su/", "/kinh-te/", "/thoi-su/", "/kinh-te/"]


def test_a_site_without_sections_has_no_bar(client):
    assert [nav.attributes["class"] for nav in page_of(client).all("nav")] == ["foot__ways"]


@pytest.mark.parametrize("address", ["/kinh-te/", "/ocop/", "{article}"])
def test_the_bar_says_in_which_section_a_reader_is(client, sections, address):
    edition = make_edition(state="live", section=sections["ocop"])
    page = client.get(address.format(article=edition.article.get_absolute_url())).text
    bar = page[page.index('class="sections__bar"') :]
    assert re.findall(r'href="(/[\w-]+/)" aria-current="true"', bar) == ["/kinh-te/"]


@pytest.mark.parametrize("address", ["/", "/tim-kiem/", "/khong-co/"])
def test_elsewhere_it_says_nothing(client, sections, address):
    assert 'aria-current="true"' not in client.get(address).text


def test_the_way_here_is_told(client, sections):
    edition = make_edition(state="live", section=sections["ocop"])
    ways = {}
    for address in ("/ocop/", "/kinh-te/", edition.article.get_absolute_url()):
        page = client.get(address).text
        way = page[page.index('class="crumbs"') : page.index("</ol>")]
        ways[address] = (
            re.findall(r'href="([^"]+)"', way),
            re.findall(r'aria-current="page">([^<]+)', way),
        )
    assert list(ways.values()) == [
        (["/", "/kinh-te/"], ["ocop"]),
        (["/"], ["kinh-te"]),
        (["/", "/kinh-te/", "/ocop/"], []),
    ]


@pytest.mark.parametrize(
    "address", ["/", "/kinh-te/", "/tim-kiem/?q=a", "/cai-chinh/", "/rss/", "/khong-co/", "{article}"]
)
def test_a_page_has_one_title_of_its_own_and_headings_in_order(client, sections, address):
    edition = make_edition(state="live", section=sections["kinh-te"], body="<h2>Một</h2><h3>Hai</h3>")
    page = client.get(address.format(article=edition.article.get_absolute_url())).text
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [b for a, b in itertools.pairwise(levels) if b > a + 1] == []


# ── The masthead ─────────────────────────────────────────────────────────────
def test_the_masthead_says_the_day_in_words_and_whose_the_paper_is(client, clock):
    clock.move_to(timezone.make_aware(datetime(2021, 9, 15, 18, 56)))
    with override_settings(
        SITE_AGENCY="Báo và Đài",
        SITE_GOVERNING_BODY="Tỉnh ủy",
        SITE_URL="https://bao.example",
        SITE_LUNAR_DATE=False,
    ):
        date, whose = masthead(client)
    assert date == "Thứ Tư, 15/09/2021"
    assert whose == "Báo và Đài Tỉnh ủy bao.example"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            (2021, 9, 15),
            _("%(day)s/%(month)s, %(year)s by the moon") % {"day": 9, "month": 8, "year": "Tân Sửu"},
        ),
        (
            (2033, 12, 22),
            _("%(day)s/%(month)s leap, %(year)s by the moon") % {"day": 1, "month": 11, "year": "Quý Sửu"},
        ),
    ],
)
def test_the_lunar_date_is_added_where_the_paper_wants_it(client, clock, day, said):
    clock.move_to(timezone.make_aware(datetime(*day, 12)))
    assert masthead(client)[0].endswith(said)


def test_the_day_is_that_of_the_papers_place(client, clock):
    days = []
    for instant in (datetime(2021, 9, 15, 23, 59, 59), datetime(2021, 9, 16)):
        clock.move_to(timezone.make_aware(instant))
        days.append(masthead(client)[0].split(" ", 3)[2])
    assert days == ["15/09/2021", "16/09/2021"]


@pytest.mark.parametrize(
    ("given", "address"),
    [("img/bao-mau.svg", "/static/img/bao-mau.svg"), ("/media/logo.webp", "/media/logo.webp")],
)
def test_a_logo_stands_for_the_name_and_is_called_by_it(client, given, address):
    with override_settings(SITE_LOGO=given, SITE_NAME="Báo Mẫu"):
        logo = page_of(client).one("img")
    assert (logo.attributes["src"], logo.attributes["alt"]) == (address, "Báo Mẫu")


def test_without_one_the_name_is_set_in_type(client):
    page = page_of(client)
    assert page.all("img") == []
    assert page.one("a", "masthead__name").text == "Báo Mẫu"


# ── An article's page ────────────────────────────────────────────────────────
def test_an_update_is_told_and_a_first_edition_is_none(client, clock):
    first = make_edition(state="live", at=AT - HOUR)
    path = first.article.get_absolute_url()
    assert page_of(client, path).all("span", "story__updated") == []
    second = bring_to("live", writing.open_next(first, by=None, at=AT - MINUTE), at=AT - MINUTE)
    said = page_of(client, path).one("span", "story__updated").text
    assert said.endswith(f"{timezone.localtime(second.live_from):%H:%M, %d/%m/%Y}")


def test_an_older_date_line_makes_no_update(client):
    edition = make_edition(state="live", date_line=AT - 900 * DAY)
    assert page_of(client, edition.article.get_absolute_url()).all("span", "story__updated") == []


def test_it_is_passed_on_by_its_public_address(client, settings):
    settings.SITE_URL = "https://bao.example"
    edition = make_edition(state="live")
    path = edition.article.get_absolute_url()
    tools = page_of(client, path)
    ways = [a.attributes["href"] for a in tools.all("a") if "noopener" in a.attributes.get("rel", "")]
    quoted = "https%3A%2F%2Fbao.example" + path.replace("/", "%2F")
    assert ways == [
        f"https://zalo.me/share?url={quoted}",
        f"https://www.facebook.com/sharer/sharer.php?u={quoted}",
    ]


# ── Kept in the process ──────────────────────────────────────────────────────
def test_a_page_pays_nothing_for_what_is_kept(client, sections, furnished, django_assert_num_queries):
    furnished()
    with django_assert_num_queries(0):
        assert "/kinh-te/" in client.get("/tim-kiem/").text


def test_what_is_changed_here_is_seen_at_once(client, sections, furnished):
    furnished()
    sections["kinh-te"].name = "Kinh tế số"
    sections["kinh-te"].save()
    assert "Kinh tế số" in client.get("/").text


def test_an_announcement_comes_and_goes_on_its_second_though_all_else_is_kept(client, clock, furnished):
    make_announcement(kind="breaking", text="Lũ về", shown_from=AT + HOUR, shown_until=AT + 2 * HOUR)
    furnished()
    seen = []
    for at in (AT + HOUR - SECOND, AT + HOUR, AT + 2 * HOUR - SECOND, AT + 2 * HOUR):
        clock.move_to(at)
        seen.append("Lũ về" in client.get("/").text)
    assert seen == [False, True, True, False]


def test_a_line_leads_to_its_article_from_its_first_second_and_goes_with_it(client, clock, furnished):
    edition = make_edition(
        state="scheduled", live_from=AT + HOUR, expires_at=AT + 2 * HOUR, title="Bài về lũ"
    )
    make_announcement(kind="breaking", text="Lũ về", article=edition.article)
    furnished()
    seen = []
    for at in (AT + HOUR - SECOND, AT + HOUR, AT + 2 * HOUR):
        clock.move_to(at)
        page = client.get("/rss/").text
        seen.append(("Lũ về" in page, edition.article.path in page))
    assert seen == [(True, False), (True, True), (False, False)]


def test_a_day_that_begins_opens_its_sections(client, clock, furnished):
    today = timezone.localdate(AT)
    make_section(slug="bau-cu", name="Bầu cử", open_from=today + DAY)
    furnished()
    assert "Bầu cử" not in client.get("/").text
    clock.move_to(AT + DAY)
    assert "Bầu cử" in client.get("/").text
