"""What the articles room shows on the desk's first page."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Edition, ReviewStep
from articles.permissions import WRITE, can_enter, not_own_text, visible_to, within
from articles.workflow import State
from cms.desk import Link, Panel

LENGTH = 10


def _waiting_for(request: HttpRequest) -> dict | None:
    """Pieces at a step that this person may pass, the longest waiting first."""
    steps = [step for step in ReviewStep.objects.all() if request.user.has_perm(step.permission)]
    if not steps:
        return None
    here = Q()
    for step in steps:
        here |= Q(step=step) & within(request.user.where(step.permission), "section")
    pieces = Edition.objects.filter(here, not_own_text(request.user), state=State.IN_REVIEW)
    pieces = pieces.select_related("section", "step", "created_by", "article").order_by("state_since")
    return {"pieces": pieces[:LENGTH], "count": pieces.count()}


def _mine(request: HttpRequest) -> dict | None:
    """What this person is writing: returned first."""
    if not request.user.has_perm(WRITE):
        return None
    mine = visible_to(request.user, Edition.objects.on_the_way(request.at)).filter(created_by=request.user)
    pieces = mine.select_related("section", "step", "article").order_by("-state", "-updated_at")[:LENGTH]
    return {"pieces": [(piece, piece.state_label(request.at)) for piece in pieces]}


PANELS = [
    Panel(template="desk/articles/panel_waiting.html", context=_waiting_for, order=10),
    Panel(template="desk/articles/panel_mine.html", context=_mine, order=20),
]
LINK = Link(
    label=_("Articles"),
    url_name="admin:articles_edition_changelist",
    allowed=lambda request: can_enter(request.user),
    order=10,
)
