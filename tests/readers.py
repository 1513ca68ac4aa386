"""The pages that readers see, one of each kind, as they stand in the demo newsroom: the one list of them.

Whatever holds for every public page is tested on these: in a browser, by Lighthouse, as structured data. A kind of page
that is new gets its line here; `tests/standards/test_pages.py` fails while an address of the site has none.
"""

from collections.abc import Callable
from urllib.parse import quote

from tests.cms.markup import Markup, Node

Get = Callable[[str], str]
"""The page at this address of the site, as text."""

PLAIN = {
    "front": "/",
    "section": "/kinh-te/",
    "section below": "/nong-nghiep/",
    "search": "/tim-kiem/",
    "results": f"/tim-kiem/?q={quote('hội nghị')}",
    "nothing found": "/tim-kiem/?q=khongcogi",
    "tag": "/chu-de/nong-thon-moi/",
    "corrections": "/cai-chinh/",
    "feeds": "/rss/",
    "about the paper": "/thong-tin/gioi-thieu/",
    "privacy": "/thong-tin/bao-mat/",
    "letter": "/gui-tin/",
    "running story": "/su-kien/giam-ngheo-o-vung-cao/",
    "author": "/tac-gia/ha-mau/",
    "photo section": "/anh/",
}
# By the words of their addresses, which nothing else in the demo has.
ARTICLES = {
    "article": "xa-na-hin-ve-dich-nong-thon-moi",
    "photo story": "pa-mau-ron-rang-dem-hoi-ban",
    "video": "huong-che-na-luot-len-san",
    "attachment": "canh-bao-mua-lon-sat-lo-dat",
}
MISSING = "/khong-co-trang-nay/"
# What search engines are asked to leave out, and where nothing is said to machines.
UNLISTED = ("results", "nothing found", "reply", "thanks")
# What machines read.
FEEDS = ("/rss/tin-moi.rss", "/rss/kinh-te.rss")
SITEMAPS = (
    *("/sitemap.xml", "/sitemap-muc.xml", "/sitemap-bai-1.xml", "/sitemap-news.xml"),
    *("/sitemap-chu-de-1.xml", "/sitemap-su-kien-1.xml", "/sitemap-tac-gia-1.xml"),
)


def addresses(get: Get) -> dict[str, str]:
    """Name of the kind → address, in a newsroom that is asked with `get`."""
    found = PLAIN | {name: article(get, words) for name, words in ARTICLES.items()}
    return found | about_comments(get, found["article"])


def article(get: Get, words: str) -> str:
    """Found by the site's own search."""
    links = hrefs(get(f"/tim-kiem/?q={quote(words.replace('-', ' '))}"))
    return next(link for link in links if words in link)


def about_comments(get: Get, address: str) -> dict[str, str]:
    """The page to answer a comment, and the one that thanks for it."""
    links = (link for link in hrefs(get(address)) if link.startswith("/y-kien/") and "/tra-loi/" in link)
    reply = next(links).partition("#")[0]
    return {"reply": reply, "thanks": f"{reply.partition('tra-loi/')[0]}da-gui/"}


def hrefs(page: str) -> list[str]:
    return [node.attributes.get("href", "") for node in links_of(page)]


def links_of(page: str) -> list[Node]:
    return Markup(page).all("a")
