"""What may be done with a reader's letter, as a table: from where, to where, what must be given. Pure data."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    NEW = "new"
    TAKEN = "taken"
    ANSWERED = "answered"
    CLOSED = "closed"
    SPAM = "spam"


STATE_LABELS = [
    (State.NEW.value, _("New")),
    (State.TAKEN.value, _("Being handled")),
    (State.ANSWERED.value, _("Answered")),
    (State.CLOSED.value, _("Closed")),
    (State.SPAM.value, _("Spam")),
]
# Nobody has finished with it: the same words by the same reader are the same letter.
OPEN = frozenset({State.NEW, State.TAKEN})

HANDLE = "letters.handle_letter"


@dataclass(frozen=True, kw_only=True)
class Act:
    name: str
    label: str
    sources: frozenset[State]
    to: State
    needs_reason: bool = False
    needs_answer: bool = False

    @property
    def kind(self) -> str:
        return f"letter.{self.name}"


ACTS = {
    act.name: act
    for act in (
        # Of one that a colleague has: taken over from her.
        Act(name="take", label=_("Take the letter"), sources=OPEN, to=State.TAKEN),
        Act(name="hand_back", label=_("Hand it back to all"), sources=frozenset({State.TAKEN}), to=State.NEW),
        Act(
            name="answer",
            label=_("Send the answer"),
            sources=OPEN | {State.ANSWERED},
            to=State.ANSWERED,
            needs_answer=True,
        ),
        Act(name="close", label=_("Close the letter"), sources=OPEN, to=State.CLOSED, needs_reason=True),
        Act(name="spam", label=_("Mark as spam"), sources=OPEN | {State.CLOSED}, to=State.SPAM),
        Act(
            name="reopen",
            label=_("Open it again"),
            sources=frozenset({State.ANSWERED, State.CLOSED, State.SPAM}),
            to=State.NEW,
        ),
    )
}

# Offered as a list, and told to the record; what somebody writes in words of her own stays with the letter.
REASONS = [
    _("Answered by telephone"),
    _("Handed to the department in charge"),
    _("An article was written"),
    _("Received already"),
    _("Not enough to look into"),
    _("Not a matter for the newspaper"),
]
