"""A session ends by itself: unused for a while, and at the latest some hours after the login.

Asked only where somebody's session is used at all, so readers never pay for it. What the desk asks by itself in
the background (`X-Background: 1`) is no sign of a person.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

BEGAN, SEEN = "began", "seen"
# Seconds within which a further request is not written down: at most one write a minute.
FRESH = 60


def limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user_within_limits(request))
        return get_response(request)

    return middleware


def _user_within_limits(request: HttpRequest):
    session, now = request.session, int(request.at.timestamp())
    if SESSION_KEY in session:
        if is_over(session.get(BEGAN, now), session.get(SEEN, now), now=now):
            session.flush()
        elif now - session.get(SEEN, 0) >= FRESH and not is_background(request):
            session.setdefault(BEGAN, now)
            session[SEEN] = now
    return get_user(request)


def is_over(began: int, seen: int, *, now: int) -> bool:
    """Seconds since the epoch."""
    return now - seen >= settings.SESSION_IDLE_MINUTES * 60 or now - began >= settings.SESSION_HOURS * 3600


def is_background(request: HttpRequest) -> bool:
    return request.headers.get("X-Background") == "1"


def begin(sender, request: HttpRequest, user, **kwargs) -> None:
    """At a login both limits count from now."""
    at: datetime = getattr(request, "at", None) or timezone.now()
    request.session[BEGAN] = request.session[SEEN] = int(at.timestamp())


def end_all(sender, request: HttpRequest, user, **kwargs) -> None:
    """Whoever logs out is out everywhere: a machine she forgot included."""
    if user is not None:
        user.end_sessions()
