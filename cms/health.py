"""`/healthz`: the process is up. `/readyz`: its database, cache and storage answer, and its clock is right."""

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

log = logging.getLogger(__name__)
CLOCK_SKEW_SECONDS = 2
_CLOCK = {
    "sqlite": "SELECT strftime('%s', 'now')",
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
}


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> JsonResponse:
    parts = {"database": _clock_agrees, "cache": _cache_answers, "storage": _storage_writes}
    answers = {name: _asked(name, check) for name, check in parts.items()}
    ready = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def _asked(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception:  # whatever a dead database, cache or disk raises: the answer is "not ready"
        log.exception("readyz: %s", name)
        return "failed"


def _clock_agrees() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK[connection.vendor])
        there = float(cursor.fetchone()[0])
    # SQLite answers in whole seconds and shares our clock.
    skew = abs(datetime.now(UTC).timestamp() - there)
    return "ok" if skew <= CLOCK_SKEW_SECONDS else f"clock {skew:.1f} s off"


def _cache_answers() -> str:
    cache.set("readyz", "ok", 5)
    return cache.get("readyz") or "failed"


def _storage_writes() -> str:
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)
    return "ok" if os.access(settings.MEDIA_ROOT, os.W_OK) else "failed"
