"""The decisions on a reader's comment, as a table: from where, to where, what must be given. Pure data."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    HELD = "held"
    SHOWN = "shown"
    REJECTED = "rejected"
    SPAM = "spam"


STATE_LABELS = [
    (State.HELD.value, _("Waiting")),
    (State.SHOWN.value, _("Shown")),
    (State.REJECTED.value, _("Rejected")),
    (State.SPAM.value, _("Spam")),
]

MODERATE = "comments.moderate_comment"


@dataclass(frozen=True, kw_only=True)
class Decision:
    name: str
    label: str
    sources: frozenset[State]
    to: State
    needs_reason: bool = False

    @property
    def kind(self) -> str:
        return f"comment.{self.name}"


DECISIONS = {
    decision.name: decision
    for decision in (
        Decision(
            name="approve",
            label=_("Approve"),
            sources=frozenset({State.HELD, State.REJECTED, State.SPAM}),
            to=State.SHOWN,
        ),
        Decision(
            name="reject",
            label=_("Reject"),
            sources=frozenset({State.HELD, State.SHOWN, State.SPAM}),
            to=State.REJECTED,
            needs_reason=True,
        ),
        Decision(
            name="spam",
            label=_("Spam (mark)"),
            sources=frozenset({State.HELD, State.SHOWN, State.REJECTED}),
            to=State.SPAM,
        ),
    )
}

# Offered as a list; a moderator may write another in words of her own.
REASONS = [
    _("Off topic"),
    _("Offensive"),
    _("Personal data"),
    _("Unverified accusation"),
    _("Advertising"),
    _("Without diacritics"),
]
