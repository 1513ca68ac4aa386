"""What the comments room shows on the desk's first page."""

from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.desk import Link, Panel
from comments.decisions import visible_to
from comments.models import Comment
from comments.moderation import MODERATE


def _waiting(request: HttpRequest) -> dict | None:
    """How many wait in her sections, and since when the oldest does."""
    if not request.user.has_perm(MODERATE):
        return None
    waiting = visible_to(request.user, Comment.objects.waiting())
    return waiting.aggregate(count=Count("pk"), oldest=Min("posted_at"))


PANELS = [Panel(template="desk/comments/panel.html", context=_waiting, order=40)]
LINK = Link(
    label=_("Reader comments"),
    url_name="admin:comment-queue",
    allowed=lambda request: request.user.has_perm(MODERATE),
    order=20,
)
