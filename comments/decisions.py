"""The gate for comments: every change of a comment's state goes through here, bound to the version that was seen."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import formats, timezone
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from articles.models import Article
from articles.permissions import within
from comments.models import REASON_LENGTH, Comment, CommentQuerySet
from comments.moderation import DECISIONS, MODERATE, Decision


class Refused(Exception):
    """A decision that was not made. `str()` is the reason, for the moderator."""


class NotPermitted(Refused):
    pass


class Incomplete(Refused):
    pass


class Overtaken(Refused):
    """Somebody else decided first."""


def visible_to(user: User, comments: CommentQuerySet) -> CommentQuerySet:
    """Of these comments, those in sections she moderates."""
    return comments.filter(within(user.where(MODERATE), "section"))


def permitted_decisions(user: User | None, comment: Comment) -> list[Decision]:
    """What this person may decide about this comment now."""
    if user is not None and not user.has_perm(MODERATE, comment.section):
        return []
    return [decision for decision in DECISIONS.values() if comment.state in decision.sources]


@transaction.atomic
def decide(
    name: str, comment: Comment, *, by: User | None, seen: int, at: datetime, reason: str = ""
) -> Comment:
    """Decides on a comment as it was seen. Raises a `Refused`.

    The article's row is taken first: its count changes with the decision and can't drift.
    """
    decision, reason = DECISIONS[name], reason.strip()
    Article.objects.filter(pk=comment.article_id).update(comments_shown=F("comments_shown"))
    current = Comment.objects.select_related("section", "decided_by").get(pk=comment.pk)
    if current.version != seen:
        raise _overtaken(current)
    if decision not in permitted_decisions(by, current):
        raise NotPermitted(
            _("“%(decision)s” is not possible for this comment.") % {"decision": decision.label}
        )
    if decision.needs_reason and not reason:
        raise Incomplete(_("Choose or write the reason."))
    _swap(current, decision, by=by, at=at, reason=reason)
    record.write(
        kind=decision.kind, thing=current, by=by, at=at, before=current.state, after=decision.to, note=reason
    )
    return Comment.objects.get(pk=comment.pk)


def _swap(comment: Comment, decision: Decision, *, by: User | None, at: datetime, reason: str) -> None:
    same = Comment.objects.filter(pk=comment.pk, state=comment.state, version=comment.version)
    changes = {"state": decision.to, "reason": reason[:REASON_LENGTH], "decided_by": by, "decided_at": at}
    if not same.update(version=F("version") + 1, **changes):
        raise _overtaken(Comment.objects.select_related("decided_by").get(pk=comment.pk))
    shown = Comment.objects.shown().filter(article=comment.article_id).count()
    Article.objects.filter(pk=comment.article_id).update(comments_shown=shown)


def _overtaken(comment: Comment) -> Overtaken:
    who = str(comment.decided_by) if comment.decided_by else _("the system")
    words = {"who": who, "state": comment.get_state_display(), "when": ""}
    if comment.decided_at:
        words["when"] = formats.date_format(timezone.localtime(comment.decided_at), "H:i:s, d/m/Y")
    return Overtaken(_("Already decided by %(who)s at %(when)s: %(state)s.") % words)
