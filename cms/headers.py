"""Safety headers on every answer, static files and error pages included."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

PUBLIC_CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# CKEditor 4 sets style attributes and inline handlers on its own toolbar. Only its pages allow that.
EDITOR_CSP = (
    PUBLIC_CSP + "; script-src 'self'; script-src-attr 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
)
# Previews for people without an account: the address is the key, so it leaves the page in no Referer.
SHARED = "/xem-truoc/"
ON_SHARED = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
PRIVATE = ("/admin/", SHARED)
HEADERS = {
    "Content-Security-Policy": PUBLIC_CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Under `no-referrer` a reader's form would send `Origin: null`.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def safety_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith(SHARED):
            for name, value in ON_SHARED.items():
                response[name] = value
        if request.path_info.startswith(PRIVATE):
            # Refusals and errors too, and whatever the address ends in: no cache may keep any of it.
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def with_frames(response: HttpResponse, hosts: Iterable[str]) -> HttpResponse:
    """The answer of a page that may show these in a frame, once a reader asks for it; without any, as it was."""
    if let_in := " ".join(sorted(set(hosts))):
        response["Content-Security-Policy"] = f"{PUBLIC_CSP}; frame-src {let_in}"
    return response


def with_editor(response: HttpResponse) -> HttpResponse:
    """The answer of a page that holds the rich text editor."""
    response["Content-Security-Policy"] = EDITOR_CSP
    return response
