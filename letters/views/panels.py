"""What the letters room shows on the desk's first page, and its way in the bar."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.desk import Link, Panel
from letters.handling import may_handle
from letters.models import Letter

MOST = 100


def _waiting(request: HttpRequest) -> dict | None:
    """How many nobody has taken, up to a hundred, and since when the oldest waits. One query."""
    if not may_handle(request.user):
        return None
    waiting = Letter.objects.new().order_by("received_at", "pk").values_list("received_at", flat=True)
    times = list(waiting[: MOST + 1])
    return {"count": min(len(times), MOST), "more": len(times) > MOST, "oldest": times[0] if times else None}


PANELS = [Panel(template="desk/letters/panel.html", context=_waiting, order=45)]
LINK = Link(
    label=_("Readers' letters"),
    url_name="admin:letters",
    allowed=lambda request: may_handle(request.user),
    order=25,
)
