"""What may be embedded: three providers, in the forms people paste; everything else is none."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.embeds import PROVIDERS, canonical, parse

WATCH = "https://www.youtube.com/watch?v=AAAAAAAAAAA"
PASTED = {
    "https://www.youtube.com/watch?v=AAAAAAAAAAA": WATCH,
    "  http://youtube.com/watch?v=AAAAAAAAAAA  ": WATCH,
    "https://m.youtube.com/watch?v=AAAAAAAAAAA&feature=youtu.be&si=x": WATCH,
    "HTTPS://WWW.YouTube.com/watch?list=PL1&v=AAAAAAAAAAA": WATCH,
    "youtube.com/watch?v=AAAAAAAAAAA": WATCH,
    "https://youtu.be/AAAAAAAAAAA?si=abcdef": WATCH,
    "youtu.be/AAAAAAAAAAA": WATCH,
    "https://youtu.be/AAAAAAAAAAA?t=90": f"{WATCH}&t=90",
    "https://www.youtube.com/watch?v=AAAAAAAAAAA&t=1m30s": f"{WATCH}&t=90",
    "https://www.youtube.com/watch?v=AAAAAAAAAAA&t=1h2m3s": f"{WATCH}&t=3723",
    "https://www.youtube.com/watch?v=AAAAAAAAAAA&t=0s": WATCH,
    "https://www.youtube.com/watch?v=AAAAAAAAAAA&t=soon": WATCH,
    "https://www.youtube.com/live/AAAAAAAAAAA?si=x": WATCH,
    "https://www.youtube.com/embed/AAAAAAAAAAA?start=12": f"{WATCH}&t=12",
    "https://www.youtube.com/shorts/AAAAAAAAAAA?feature=share": "https://www.youtube.com/shorts/AAAAAAAAAAA",
    "https://www.facebook.com/watch/?v=1234567890&ref=sharing": "https://www.facebook.com/watch/?v=1234567890",
    "https://m.facebook.com/watch?v=1234567890": "https://www.facebook.com/watch/?v=1234567890",
    "https://web.facebook.com/bao.mau/videos/1234567890/?__tn__=x": (
        "https://www.facebook.com/bao.mau/videos/1234567890"
    ),
    "https://www.facebook.com/bao.mau/videos/l%C5%A9-v%E1%BB%81/1234567890/": (
        "https://www.facebook.com/bao.mau/videos/1234567890"
    ),
    "https://www.facebook.com/bao.mau/videos/lũ-về/1234567890/": "https://www.facebook.com/bao.mau/videos/1234567890",
    "https://www.facebook.com/reel/1234567890?s=single": "https://www.facebook.com/reel/1234567890",
    "https://www.facebook.com/bao.mau/posts/pfbid02AbCdEfGhIjK?mibextid=x": (
        "https://www.facebook.com/bao.mau/posts/pfbid02AbCdEfGhIjK"
    ),
    "https://m.facebook.com/story.php?id=100001&story_fbid=200002&ref=x": (
        "https://www.facebook.com/permalink.php?story_fbid=200002&id=100001"
    ),
    "https://www.tiktok.com/@bao.mau_1/video/7300000000000000000?is_from_webapp=1": (
        "https://www.tiktok.com/@bao.mau_1/video/7300000000000000000"
    ),
    "https://m.tiktok.com/@a/video/7300000000000000000": "https://www.tiktok.com/@a/video/7300000000000000000",
}
REFUSED = [
    "",
    "xin chào",
    "javascript:alert(1)//www.youtube.com/watch?v=AAAAAAAAAAA",
    "data:text/html,https://www.youtube.com/watch?v=AAAAAAAAAAA",
    "ftp://www.youtube.com/watch?v=AAAAAAAAAAA",
    "//www.youtube.com/watch?v=AAAAAAAAAAA",
    "https:///www.youtube.com/watch?v=AAAAAAAAAAA",
    "https:www.youtube.com/watch?v=AAAAAAAAAAA",
    "https://www.youtube.com.evil.example/watch?v=AAAAAAAAAAA",
    "https://evilyoutube.com/watch?v=AAAAAAAAAAA",
    "https://youtube.com@evil.example/watch?v=AAAAAAAAAAA",
    "https://nguoi@www.youtube.com/watch?v=AAAAAAAAAAA",
    "https://www.youtube.com:8443/watch?v=AAAAAAAAAAA",
    "https://www.youtube.com./watch?v=AAAAAAAAAAA",
    "https://xn--youtube-abc.com/watch?v=AAAAAAAAAAA",
    "https://www.yоutube.com/watch?v=AAAAAAAAAAA",
    "https://www.faceboo\u212a.com/reel/1234567890",
    "https://www.youtube.com\\@evil.example/watch?v=AAAAAAAAAAA",
    "https://www.you\ttube.com/watch?v=AAAAAAAAAAA",
    "https://www.youtube.com/wa\ntch?v=AAAAAAAAAAA",
    "https://www.youtube.com/watch?v=AAAAAAAAAAA\x00",
    "https://[www.youtube.com/watch?v=AAAAAAAAAAA",
    "https://www.youtube.com/watch?v=AAAAAAAAAA",
    "https://www.youtube.com/watch?v=AAAAAAAAAA%22",
    "https://www.youtube.com/@kenh",
    "https://www.youtube.com/redirect?q=https://evil.example",
    "https://www.youtube.com/watch?v=AAAAAAAAAAA" + "&a=b" * 600,
    "https://www.facebook.com/bao.mau",
    "https://www.facebook.com/sharer/sharer.php?u=https://evil.example",
    "https://l.facebook.com/l.php?u=https://evil.example",
    "https://www.facebook.com/share/v/AbCdEfGh/",
    "https://fb.watch/AbCdEfGh/",
    "https://www.facebook.com/watch/?v=١٢٣٤٥٦٧",
    "https://www.tiktok.com/@a",
    "https://vm.tiktok.com/AbCdEfGh/",
    "https://www.tiktok.com/@a/video/73000000000000000\u202e00",
    "https://vimeo.com/123456",
]


@pytest.mark.parametrize("pasted", PASTED, ids=str)
def test_what_people_paste_is_kept_under_one_address(pasted):
    assert canonical(pasted) == PASTED[pasted]


@pytest.mark.parametrize("address", REFUSED, ids=ascii)
def test_anything_else_is_refused(address):
    assert canonical(address) is None


def test_the_frame_and_its_shape_follow_from_the_address():
    frames = {address: (parse(address).frame, parse(address).shape) for address in set(PASTED.values())}
    assert frames[f"{WATCH}&t=90"] == (
        "https://www.youtube-nocookie.com/embed/AAAAAAAAAAA?autoplay=1&start=90",
        "wide",
    )
    assert frames["https://www.youtube.com/shorts/AAAAAAAAAAA"][1] == "tall"
    assert frames["https://www.facebook.com/reel/1234567890"] == (
        "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Freel%2F1234567890&show_text=false",
        "tall",
    )
    assert frames["https://www.facebook.com/bao.mau/posts/pfbid02AbCdEfGhIjK"][1] == "post"
    assert frames["https://www.tiktok.com/@a/video/7300000000000000000"] == (
        "https://www.tiktok.com/embed/v2/7300000000000000000",
        "tall",
    )


HOSTS = sorted(host for provider in PROVIDERS.values() for host in provider.hosts)
_ANY = st.text(st.characters(codec="utf-8"), max_size=60)
_NEAR = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "", "//", "https://a@", "javascript:"]),
    st.sampled_from(HOSTS),
    st.sampled_from(
        ["/watch?v=", "/shorts/", "/", "/reel/", "/bao/videos/", "/@a/video/", "/bao/posts/", ".x/"]
    ),
    st.from_regex(r"[A-Za-z0-9_-]{8,20}(?:&t=[0-9hms]{1,8})?", fullmatch=True) | _ANY,
)


@given(_ANY | _NEAR)
def test_what_is_kept_is_a_fixed_point_at_a_host_of_ours(address):
    embed = parse(address)
    if embed is not None:
        assert parse(embed.canonical) == embed
        assert urlsplit(embed.canonical).netloc in HOSTS
        assert embed.frame.startswith(PROVIDERS[embed.provider].frame_host + "/")
        assert not set("\"'<> \\") & set(embed.canonical + embed.frame)
        assert (embed.canonical + embed.frame).isascii()
