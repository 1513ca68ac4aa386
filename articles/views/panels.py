"""What the articles room shows on the desk's first page."""

from django.db.models import Q
from django.http import HttpRequest

from articles.models import Edition, ReviewStep
from articles.permissions import WRITE, visible_to, within
from articles.workflow import State
from cms.desk import Panel

LENGTH = 10


def _waiting_for(request: HttpRequest) -> dict | None:
    """Pieces at a step that this person may pass, the longest waiting first."""
    steps = [step for step in ReviewStep.objects.all() if request.user.has_perm(step.permission)]
    if not steps:
        return None
    here = Q()
    for step in steps:
        here |= Q(step=step) & within(request.user.where(step.permission), "section")
    pieces = Edition.objects.filter(here, state=State.IN_REVIEW).exclude(created_by=request.user)
    pieces = pieces.select_related("section", "step", "created_by", "article").order_by("updated_at")
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
