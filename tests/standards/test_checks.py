"""The checks find what they are for: each of these is wrong in one place."""

import pytest

from tests.factories import AT, DAY
from tests.standards import head, rss, schema_org, sitemap

SITE = "https://bao.example"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "mainEntityOfPage": f"{SITE}/a.html",
    "headline": "Tít",
    "datePublished": "2040-05-04T09:00:00+07:00",
    "dateModified": "2040-05-04T09:00:00+07:00",
    "author": {"@type": "Person", "name": "N.V"},
    "publisher": {
        "@type": "NewsMediaOrganization",
        "name": "Báo",
        "url": SITE + "/",
        "logo": SITE + "/l.svg",
    },
}
WAY = {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Báo", "item": f"{SITE}/"}],
}


def test_what_is_right_has_no_fault():
    assert (schema_org.faults(ARTICLE), schema_org.faults(WAY)) == ([], [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"@context": "http://schema.example"},
        {"@type": "NewsPaperArticle"},
        {"headline": ""},
        {"byline": "N.V"},
        {"jobTitle": "Phóng viên"},
        {"author": "N.V"},
        {"author": {"@type": "Person"}},
        {"author": {"@type": "Persona", "name": "N.V"}},
        {"author": {"@type": "ImageObject", "url": f"{SITE}/a.jpg"}},
        {"datePublished": "2040-05-04T09:00:00"},
        {"datePublished": "18:56, 15/09/2021"},
        {"image": ["/media/a.jpg"]},
        {"commentCount": "năm"},
        {"commentCount": True},
        {"publisher": {"@type": "NewsMediaOrganization", "name": "Báo", "url": SITE}},
    ],
    ids=str,
)
def test_a_wrong_article_is_found(wrong):
    assert schema_org.faults(ARTICLE | wrong) != []


@pytest.mark.parametrize(
    "wrong", [{"position": 2}, {"position": "x"}, {"name": ""}, {"item": "/muc/"}], ids=str
)
def test_a_wrong_way_is_found(wrong):
    step = WAY["itemListElement"][0] | wrong
    assert schema_org.faults(WAY | {"itemListElement": [step]}) != []


# ── Feeds ────────────────────────────────────────────────────────────────────
FEED = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Báo</title>
<link>https://bao.example/</link><description>Tin</description><language>vi</language>
<atom:link rel="self" href="https://bao.example/rss"/><item><title>Tít</title>
<link>https://bao.example/a.html</link><guid isPermaLink="false">bao.example/1</guid>
<pubDate>Fri, 04 May 2040 02:00:00 +0000</pubDate>
<enclosure url="https://bao.example/a.jpg" length="9" type="image/jpeg"/></item></channel></rss>"""


def test_a_right_feed_has_no_fault():
    assert rss.faults(FEED.encode(), f"{SITE}/rss") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("</title>", "</titel>"),
        ('version="2.0"', 'version="0.91"'),
        ("<description>Tin</description>", ""),
        ("<title>Báo</title>", "<title>Báo</title><title>Báo</title>"),
        ("<language>vi</language>", "<language>Tiếng Việt</language>"),
        ('href="https://bao.example/rss"', 'href="https://bao.example/khac"'),
        ("<link>https://bao.example/a.html</link>", "<link>/a.html</link>"),
        ('<guid isPermaLink="false">', "<guid>"),
        ("Fri, 04 May 2040", "Mon, 04 May 2040"),
        ("Fri, 04 May 2040 02:00:00 +0000", "2040-05-04"),
        (' length="9"', ""),
        ("<item>", "<item><author>N.V</author>"),
        ("<item>", "<item><byline>N.V</byline>"),
        (
            "</item>",
            "</item><item><title>Hai</title><link>https://b.example/</link><guid>bao.example/1</guid></item>",
        ),
    ],
)
def test_a_wrong_feed_is_found(right, wrong):
    assert FEED.replace(right, wrong, 1) != FEED
    assert rss.faults(FEED.replace(right, wrong, 1).encode(), f"{SITE}/rss") != []


# ── Sitemaps ─────────────────────────────────────────────────────────────────
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://bao.example/a.html</loc>
<lastmod>2040-05-04T09:00:00+07:00</lastmod><news:news><news:publication><news:name>Báo</news:name>
<news:language>vi</news:language></news:publication><news:publication_date>2040-05-04T08:00:00+07:00</news:publication_date>
<news:title>Tít</news:title></news:news></url></urlset>"""


def test_a_right_sitemap_has_no_fault():
    assert sitemap.faults(MAP.encode(), site=SITE, at=AT) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<loc>https://bao.example/a.html</loc>", ""),
        ("https://bao.example/a.html", "https://khac.example/a.html"),
        ("2040-05-04T09:00:00+07:00</lastmod>", "09:00, 04/05/2040</lastmod>"),
        ("<news:title>Tít</news:title>", ""),
        ("Tít", " "),
        ("<news:language>vi", "<news:language>Việt"),
        ("<news:language>vi", "<news:language>en"),
        ("news:name", "news:nam"),
        ("</url>", "<byline>N.V</byline></url>"),
        ("</urlset>", "<url><loc>https://bao.example/a.html</loc></url></urlset>"),
    ],
)
def test_a_wrong_sitemap_is_found(right, wrong):
    changed = MAP.replace(right, wrong)
    assert changed != MAP
    try:
        found = sitemap.faults(changed.encode(), site=SITE, at=AT)
    except ValueError as error:
        found = [str(error)]
    assert found != []


def test_old_news_and_news_to_come_are_found():
    for at in (AT - DAY, AT + 2 * DAY):
        assert sitemap.faults(MAP.encode(), site=SITE, at=at) != []


# ── Heads ────────────────────────────────────────────────────────────────────
def test_an_empty_head_lacks_everything():
    found = head.faults("<title>Báo</title>", f"{SITE}/")
    assert len(found) > len(head.ONCE)
