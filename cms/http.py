"""Helpers of the web side that know no room: the request's instant, cache rules, where a post came from."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from ipaddress import ip_address, ip_network
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls.converters import IntConverter
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

View = Callable[..., HttpResponse]
_POLICY = "Content-Security-Policy"


def one_instant(get_response: View) -> View:
    """The clock is asked once a request; everything that depends on time takes `request.at`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()
        return get_response(request)

    return middleware


def paper(request: HttpRequest) -> dict:
    """The paper's own lines (`SITE_*`), for every template."""
    lines = {name: getattr(settings, name) for name in dir(settings) if name.startswith("SITE_")}
    return {"paper": {**lines, "SITE_DOMAIN": urlsplit(settings.SITE_URL).netloc}}


def public_page(view: View) -> View:
    """The front door's manners: GET and HEAD only, no cookie, asked again each time and answered 304 if unchanged.

    Without a cache of ours that can be purged, an older copy must not outlive a withdrawal: so
    `max-age=0` and a validator made of the page itself.
    """

    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = view(request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        if response.status_code != 200:
            return response
        etag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        response["ETag"] = etag
        answer = get_conditional_response(request, etag=etag, response=response)
        if _POLICY in response:
            # What is not modified is shown under the policy that comes with this answer.
            answer[_POLICY] = response[_POLICY]
        return answer

    return door


def sent_from(request: HttpRequest) -> str:
    """Where a form was sent from: "here", "elsewhere" (a foreign or null Origin) or "unknown" (neither header).

    Browsers set Origin on every post; where an old one does not, Referer answers.
    """
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source:
        return "unknown"
    own = {urlsplit(settings.SITE_URL).netloc, request.get_host()}
    try:
        parts = urlsplit(source)
    except ValueError:
        return "elsewhere"
    return "here" if parts.scheme in ("http", "https") and parts.netloc in own else "elsewhere"


def absolute(path: str) -> str:
    """The address as others may use it: never made of the Host header. What another server keeps stays there."""
    return urljoin(settings.SITE_URL, path)


def own_path(href: str) -> str | None:
    """The path of an address of this site; None for everybody else's, and for places in the text itself."""
    try:
        address, own = urlsplit(href), urlsplit(settings.SITE_URL)
    except ValueError:
        return None
    if address.scheme not in ("", "http", "https") or address.netloc not in ("", own.netloc):
        return None
    if address.path.startswith(settings.STATIC_URL):
        return None
    return unquote(address.path) or ("/" if address.netloc else None)


def reader_address(request: HttpRequest) -> str:
    """The reader's IP shortened to its network (/24, /48), as it is kept.

    X-Forwarded-For is believed only as far as our own proxies wrote it: the n-th value from the right.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        address = forwarded[-settings.TRUSTED_PROXIES]
    try:
        reader = ip_address(address)
    except ValueError:
        return ""
    # A server that listens on IPv6 sees IPv4 readers under ::ffff:.
    reader = getattr(reader, "ipv4_mapped", None) or reader
    return str(ip_network((reader, 24 if reader.version == 4 else 48), strict=False))


def iso(at: datetime) -> str:
    """The instant in the paper's time zone, to the second: `2021-09-15T18:56:00+07:00`."""
    return timezone.localtime(at).isoformat(timespec="seconds")


class RowId(IntConverter):
    """An id in an address: what a database's integer can hold, so that a longer one is simply not found."""

    regex = "[1-9][0-9]{0,17}"


def row_id(text: str) -> int | None:
    """An id in a form's field, or None where none is."""
    return int(text) if re.fullmatch(RowId.regex, text) else None
