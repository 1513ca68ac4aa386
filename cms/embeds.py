"""Other people's videos and posts that may stand in an article: the list of who may be embedded, and nobody else.

What a person pastes is taken apart, and an address of our own making is put together from the few parts that name
the thing: nothing else of what was pasted, its trackers least of all, gets any further. `canonical` is a fixed point.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

_LONGEST = 2000
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_PATH = re.compile(r"/(?P<kind>shorts|live|embed|v)/(?P<id>[A-Za-z0-9_-]{11})/?")
_INSTANT = re.compile(
    r"(?=\d)(?:(?P<h>\d{1,2})h)?(?:(?P<m>\d{1,3})m)?(?:(?P<s>\d{1,5})s?)?", re.IGNORECASE | re.ASCII
)
_TIKTOK_PATH = re.compile(r"/@(?P<who>[A-Za-z0-9_.]{1,32})/video/(?P<id>\d{8,21})/?", re.ASCII)
_PAGE = r"[A-Za-z0-9.-]{1,80}"
_POST_ID = r"(?:\d{5,25}|pfbid[A-Za-z0-9]{10,90})"
_FACEBOOK_VIDEO = re.compile(rf"/(?P<page>{_PAGE})/videos/(?:[^/]+/)?(?P<id>\d{{5,25}})/?", re.ASCII)
_FACEBOOK_POST = re.compile(rf"/(?P<page>{_PAGE})/posts/(?:[^/]+/)?(?P<id>{_POST_ID})/?", re.ASCII)
_FACEBOOK_REEL = re.compile(r"/reel/(?P<id>\d{5,25})/?", re.ASCII)
# Words of Facebook's own that stand where a page's name would.
_NO_PAGES = {"watch", "reel", "plugins", "share", "groups", "events", "photo", "pg"}


@dataclass(frozen=True)
class Embed:
    """One video or post: whose, its one address for people, and the address that shows it inside a page."""

    provider: str
    canonical: str
    frame: str
    # What room it asks for: "wide" (16:9), "tall" (9:16) or "post".
    shape: str

    @property
    def name(self) -> str:
        return PROVIDERS[self.provider].name


@dataclass(frozen=True)
class Provider:
    name: str
    hosts: frozenset[str]
    # What a page that holds one must let into a frame.
    frame_host: str
    read: Callable[[str, str, Mapping[str, str]], "Embed | None"]


def parse(address: str) -> Embed | None:
    """What a pasted address names, or None: where it is another site's, or a page that is no video and no post."""
    address = address.strip()
    if len(address) > _LONGEST or not address.isprintable() or re.search(r"[\s\\]", address):
        return None
    scheme = _HTTP.match(address)
    if scheme is None and re.match(r"[^/]*:|/", address):
        return None
    try:
        parts = urlsplit("https://" + address[scheme.end() if scheme else 0 :])
    except ValueError:
        return None
    # The whole authority is compared: a user's name, a port or a longer host makes it another one.
    # Before it is folded: some letters from elsewhere fold to a plain one.
    host = parts.netloc.lower() if parts.netloc.isascii() else ""
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    for provider in PROVIDERS.values():
        if host in provider.hosts:
            return provider.read(host, parts.path, asked)
    return None


def canonical(address: str) -> str | None:
    """The one address under which it is kept, or None."""
    embed = parse(address)
    return embed.canonical if embed else None


def _youtube(host: str, path: str, asked: Mapping[str, str]) -> Embed | None:
    kind, id_ = "", ""
    if host == "youtu.be":
        id_ = path.strip("/")
    elif path.rstrip("/") == "/watch":
        id_ = asked.get("v", "")
    elif found := _YOUTUBE_PATH.fullmatch(path):
        kind, id_ = found["kind"], found["id"]
    if not _YOUTUBE_ID.fullmatch(id_):
        return None
    frame = f"https://www.youtube-nocookie.com/embed/{id_}?autoplay=1"
    if kind == "shorts":
        return Embed("youtube", f"https://www.youtube.com/shorts/{id_}", frame, "tall")
    page = f"https://www.youtube.com/watch?v={id_}"
    if start := _seconds(asked.get("t") or asked.get("start") or ""):
        return Embed("youtube", f"{page}&t={start}", f"{frame}&start={start}", "wide")
    return Embed("youtube", page, frame, "wide")


def _seconds(said: str) -> int:
    """Where to begin: `90`, `90s`, `1m30s` and `1h2m3s` all name seconds; anything else names the beginning."""
    found = _INSTANT.fullmatch(said)
    if not found:
        return 0
    total = 3600 * int(found["h"] or 0) + 60 * int(found["m"] or 0) + int(found["s"] or 0)
    return total if total < 100_000 else 0


def _facebook(host: str, path: str, asked: Mapping[str, str]) -> Embed | None:
    del host
    if path.rstrip("/") in ("/watch", "/video.php") and re.fullmatch(r"[0-9]{5,25}", asked.get("v", "")):
        return _facebook_video(f"https://www.facebook.com/watch/?v={asked['v']}", "wide")
    if found := _FACEBOOK_REEL.fullmatch(path):
        return _facebook_video(f"https://www.facebook.com/reel/{found['id']}", "tall")
    if found := _FACEBOOK_VIDEO.fullmatch(path):
        page = f"https://www.facebook.com/{found['page']}/videos/{found['id']}"
        return _facebook_video(page, "wide") if found["page"].lower() not in _NO_PAGES else None
    if found := _FACEBOOK_POST.fullmatch(path):
        page = f"https://www.facebook.com/{found['page']}/posts/{found['id']}"
        return _facebook_post(page) if found["page"].lower() not in _NO_PAGES else None
    story, owner = asked.get("story_fbid", ""), asked.get("id", "")
    is_story = path in ("/permalink.php", "/story.php") and re.fullmatch(_POST_ID, story, re.ASCII)
    if is_story and re.fullmatch(r"[0-9]{5,25}", owner):
        return _facebook_post(f"https://www.facebook.com/permalink.php?story_fbid={story}&id={owner}")
    return None


def _facebook_video(page: str, shape: str) -> Embed:
    plugin = "https://www.facebook.com/plugins/video.php"
    return Embed("facebook", page, f"{plugin}?href={quote(page, safe='')}&show_text=false", shape)


def _facebook_post(page: str) -> Embed:
    plugin = "https://www.facebook.com/plugins/post.php"
    return Embed("facebook", page, f"{plugin}?href={quote(page, safe='')}&show_text=true&width=500", "post")


def _tiktok(host: str, path: str, asked: Mapping[str, str]) -> Embed | None:
    del host, asked
    found = _TIKTOK_PATH.fullmatch(path)
    if not found:
        return None
    page = f"https://www.tiktok.com/@{found['who']}/video/{found['id']}"
    return Embed("tiktok", page, f"https://www.tiktok.com/embed/v2/{found['id']}", "tall")


def _hosts(*names: str) -> frozenset[str]:
    return frozenset(names)


PROVIDERS = {
    "youtube": Provider(
        "YouTube",
        _hosts(
            "youtube.com",
            "www.youtube.com",
            "m.youtube.com",
            "music.youtube.com",
            "youtu.be",
            "www.youtube-nocookie.com",
        ),
        "https://www.youtube-nocookie.com",
        _youtube,
    ),
    "facebook": Provider(
        "Facebook",
        _hosts(
            "facebook.com",
            "www.facebook.com",
            "m.facebook.com",
            "mbasic.facebook.com",
            "web.facebook.com",
            "vi-vn.facebook.com",
        ),
        "https://www.facebook.com",
        _facebook,
    ),
    "tiktok": Provider(
        "TikTok",
        _hosts("tiktok.com", "www.tiktok.com", "m.tiktok.com"),
        "https://www.tiktok.com",
        _tiktok,
    ),
}
