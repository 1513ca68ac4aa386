"""The public pages' one stylesheet: tokens, base and every component, in the site's colours, under its own hash.

The files stand apart, each beside what it dresses; a reader's browser asks once, and keeps the answer for a year.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers

from cms import colours
from cms.http import public_page

ROUTE = r"^giao-dien\.(?P<mark>[0-9a-f]{16})\.css$"
FOREVER = "public, max-age=31536000, immutable"
# Asked for by a page of before a deployment, or of after it: what there is, and not for long.
BRIEFLY = "public, max-age=60"
FONTS = ("fonts/source-serif-4-700.woff2", "fonts/source-serif-4-400.woff2")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FONT = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')


@dataclass(frozen=True)
class Sheet:
    plain: bytes
    brotli: bytes
    gzip: bytes
    mark: str

    @property
    def address(self) -> str:
        """The same from every page: one of the site at an instant, too, is dressed as the site is now."""
        return f"/giao-dien.{self.mark}.css"


def sources() -> list[Path]:
    """In their order; the components are whatever stands in their folder."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    return [folder / "tokens.css", folder / "base.css", *sorted((folder / "components").glob("*.css"))]


def sheet() -> Sheet:
    """Made once in a process; while debugging, anew each time."""
    return _made() if settings.DEBUG else _kept()


def _made() -> Sheet:
    text = "".join(_short(path.read_text("utf-8")) for path in sources()) + _of_the_site()
    plain = _FONT.sub(lambda font: f'url("{static(font[1])}")', text).encode()
    mark = hashlib.blake2b(plain, digest_size=8).hexdigest()
    return Sheet(plain, brotli.compress(plain, mode=brotli.MODE_TEXT), gzip.compress(plain, mtime=0), mark)


@cache
def _kept() -> Sheet:
    return _made()


def _short(source: str) -> str:
    """Without what speaks to people."""
    lines = (line.strip() for line in _COMMENT.sub("", source).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _of_the_site() -> str:
    """The colours that are settings, last, so that they win."""

    def root(accent: str) -> str:
        return f":root{{--accent:{accent};--accent-ink:{colours.ink_on(accent)}}}"

    light, dark = colours.accents().values()
    # On paper everything is black, whatever the site's colour is.
    return (
        f"@layer tokens{{@media screen{{{root(light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{{root(dark)}}}}}\n"
    )


@public_page
def stylesheet(request: HttpRequest, mark: str) -> HttpResponse:
    made = sheet()
    accepted = request.headers.get("Accept-Encoding", "")
    packed = {"br": made.brotli, "gzip": made.gzip}
    way = next(
        (way for way in packed if re.search(rf"\b{way}\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", accepted)), ""
    )
    response = HttpResponse(packed.get(way, made.plain), content_type="text/css; charset=utf-8")
    if way:
        response["Content-Encoding"] = way
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = FOREVER if mark == made.mark else BRIEFLY
    return response
