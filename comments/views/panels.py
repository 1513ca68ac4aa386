"""What the comments room shows on the desk's first page."""

from django.http import HttpRequest

from cms.desk import Panel
from comments.decisions import visible_to
from comments.models import Comment
from comments.moderation import MODERATE


def _waiting(request: HttpRequest) -> dict | None:
    if not request.user.has_perm(MODERATE):
        return None
    waiting = visible_to(request.user, Comment.objects.waiting())
    return {"count": waiting.count(), "oldest": waiting.order_by("posted_at").first()}


PANELS = [Panel(template="desk/comments/panel.html", context=_waiting, order=50)]
