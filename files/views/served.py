"""Files as readers get them, where no server in front answers them from the disk; that server is to do the same.

Sound and films are asked for in parts: whoever seeks, and Safari before it plays at all. A document is handed over to
be kept and never opened in a page of ours, where what runs in it would run as ours.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from files.kinds import DOCUMENT, FORMATS, extension_of

_PIECE = 64 * 1024
# To who asks for all there is from somewhere on: a film that somebody pauses must not hold the line open.
_MOST_AT_ONCE = 4 * 1024 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_CSP = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@require_safe
def stored_file(request: HttpRequest, name: str) -> HttpResponseBase:
    path = Path(settings.MEDIA_ROOT, name)
    try:
        seen = path.stat()
    except OSError as error:
        raise Http404 from error
    format_ = FORMATS[extension_of(name)]
    # The name is random and its content never changes.
    etag = f'"{path.stem}"'
    response = _answer(request, path, seen.st_size, etag)
    response["Content-Type"] = format_.content_type
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(seen.st_mtime)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = _CSP
    if format_.kind == DOCUMENT:
        response["Content-Disposition"] = "attachment"
    if response.status_code != 200:
        return response
    return get_conditional_response(request, etag=etag, last_modified=int(seen.st_mtime), response=response)


def _answer(request: HttpRequest, path: Path, size: int, etag: str) -> HttpResponseBase:
    asked = _asked(request, size, etag)
    if asked is None:
        return _part(request, path, 0, size)
    first, last = asked
    if first >= size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = _part(request, path, first, last + 1)
    response.status_code = 206
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _asked(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """The first and the last byte of the part that is asked for; None for all of it, or what we don't understand."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if not found or request.headers.get("If-Range", etag) != etag:
        return None
    if request.headers.get("If-None-Match") or request.method == "HEAD":
        return None
    first, last = found.groups()
    if first and last:
        return int(first), min(int(last), size - 1)
    if first:
        return int(first), min(int(first) + _MOST_AT_ONCE, size) - 1
    return (max(0, size - int(last)), size - 1 if int(last) else -1) if last else None


def _part(request: HttpRequest, path: Path, start: int, end: int) -> HttpResponseBase:
    pieces = iter(()) if request.method == "HEAD" else _pieces(path, start, end)
    return StreamingHttpResponse(pieces, headers={"Content-Length": str(end - start)})


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            start += len(piece)
            yield piece
