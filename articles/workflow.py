"""The moves of an edition, as a table: from where, to where, who may, what must be given. Pure data.

A step of review names a permission, never a role; which steps there are is data of the site
(`ReviewStep`). `STEP` as a permission stands for the permission of the step the edition is at.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"


STATE_LABELS = [
    (State.DRAFT.value, _("Draft")),
    (State.IN_REVIEW.value, _("In review")),
    (State.RETURNED.value, _("Returned")),
    (State.APPROVED.value, _("Approved")),
]
# Only here may words be changed; an approved edition is what readers were shown.
EDITABLE = frozenset({State.DRAFT, State.IN_REVIEW, State.RETURNED})
# With the writer: nobody waits for it but she.
WITH_THE_WRITER = frozenset({State.DRAFT, State.RETURNED})


class Phase(StrEnum):
    """What an approved edition is at an instant. Never stored: read off its span and `ended_by`."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    REPLACED = "replaced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


PHASE_LABELS = {
    Phase.SCHEDULED: _("Scheduled"),
    Phase.LIVE: _("Published"),
    Phase.REPLACED: _("Old version"),
    Phase.EXPIRED: _("Expired"),
    Phase.WITHDRAWN: _("Withdrawn"),
}


class When(StrEnum):
    """What may hold for an edition at an instant, beside its state."""

    INNER_STEP = "inner step"
    LAST_STEP = "last step"
    STANDING = "the article was not withdrawn"
    WITHDRAWN = "the article was withdrawn"
    SCHEDULED = "approved, its span ahead"
    LIVE = "approved and live"
    PASSED = "past the first step"
    ELSEWHERE = "what readers see, in another section and otherwise the same"


class Hold(StrEnum):
    """Which errors among the findings before approval keep a move from being made (`articles.checking`)."""

    NOTHING = ""
    EMPTINESS = "no title or no body"
    ERRORS = "any error"


WRITER = "writer"
OWN = "own"
STEP = "step"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of the table.

    `who` is a permission; or STEP; or OWN, whoever wrote it, while she may write there; or WRITER, she or
    whoever may edit it.
    `when` names what must hold beside the state.
    `needs_order` asks on whose order it is done. `automatic` ones follow from something else and have no button.
    `takes_time` and `takes_expiry` say which times it asks for.
    `spans` says that it changes when the article is live, and so swaps the article's version too.
    """

    name: str
    label: str
    sources: frozenset[State]
    to: State
    who: str
    when: frozenset[When] = frozenset()
    needs_reason: bool = False
    needs_order: bool = False
    automatic: bool = False
    takes_time: bool = False
    takes_expiry: bool = False
    others_text_only: bool = False
    spans: bool = False
    held_by: Hold = Hold.NOTHING

    @property
    def kind(self) -> str:
        return f"edition.{self.name}"


_REVIEW = frozenset({State.IN_REVIEW})
_APPROVED = frozenset({State.APPROVED})

MOVES = {
    move.name: move
    for move in (
        Move(
            name="submit",
            label=_("Submit for review"),
            sources=WITH_THE_WRITER,
            to=State.IN_REVIEW,
            who=WRITER,
            held_by=Hold.EMPTINESS,
        ),
        Move(name="take_back", label=_("Take back"), sources=_REVIEW, to=State.DRAFT, who=OWN),
        # Follows from an edit by somebody who does not hold the step: what was passed before is passed anew.
        Move(
            name="start_over",
            label=_("Back to the first step after an edit"),
            sources=_REVIEW,
            to=State.IN_REVIEW,
            who=WRITER,
            when=frozenset({When.PASSED}),
            automatic=True,
        ),
        Move(
            name="send_back",
            label=_("Return to the writer"),
            sources=_REVIEW,
            to=State.RETURNED,
            who=STEP,
            needs_reason=True,
        ),
        Move(
            name="pass_on",
            label=_("Pass on"),
            sources=_REVIEW,
            to=State.IN_REVIEW,
            who=STEP,
            when=frozenset({When.INNER_STEP}),
            others_text_only=True,
            held_by=Hold.ERRORS,
        ),
        Move(
            name="approve",
            label=_("Approve for publication"),
            sources=_REVIEW,
            to=State.APPROVED,
            who=STEP,
            when=frozenset({When.LAST_STEP, When.STANDING}),
            takes_time=True,
            others_text_only=True,
            spans=True,
            held_by=Hold.ERRORS,
        ),
        Move(
            name="publish_again",
            label=_("Publish again"),
            sources=_REVIEW,
            to=State.APPROVED,
            who=STEP,
            when=frozenset({When.LAST_STEP, When.WITHDRAWN}),
            needs_reason=True,
            takes_time=True,
            others_text_only=True,
            spans=True,
            held_by=Hold.ERRORS,
        ),
        Move(
            name="publish_urgently",
            label=_("Publish urgently"),
            sources=EDITABLE,
            to=State.APPROVED,
            who="articles.publish_urgently",
            needs_reason=True,
            takes_time=True,
            others_text_only=True,
            spans=True,
            held_by=Hold.EMPTINESS,
        ),
        # Who may stop what is scheduled may also let it come at another time.
        Move(
            name="reschedule",
            label=_("Change the time of publication"),
            sources=_APPROVED,
            to=State.APPROVED,
            who="articles.recall_edition",
            when=frozenset({When.SCHEDULED}),
            takes_time=True,
            takes_expiry=True,
            spans=True,
        ),
        Move(
            name="recall",
            label=_("Recall before publication"),
            sources=_APPROVED,
            to=State.DRAFT,
            who="articles.recall_edition",
            when=frozenset({When.SCHEDULED}),
            spans=True,
        ),
        # Takes it off at a time as `withdraw` does at once.
        Move(
            name="set_expiry",
            label=_("Change when it expires"),
            sources=_APPROVED,
            to=State.APPROVED,
            who="articles.withdraw_article",
            when=frozenset({When.LIVE}),
            takes_expiry=True,
            spans=True,
        ),
        Move(
            name="withdraw",
            label=_("Withdraw from the site"),
            sources=_APPROVED,
            to=State.APPROVED,
            who="articles.withdraw_article",
            when=frozenset({When.LIVE}),
            needs_reason=True,
            needs_order=True,
            spans=True,
        ),
        # Follows from moving a section's articles. Nobody passes a text by it: every word is one that readers see.
        Move(
            name="reshelve",
            label=_("Move to another section"),
            sources=frozenset({State.DRAFT}),
            to=State.APPROVED,
            who="articles.move_articles",
            when=frozenset({When.ELSEWHERE}),
            needs_reason=True,
            automatic=True,
            spans=True,
        ),
    )
}

# In the record, in the place of a time.
NO_END = "no_end"
# How what was done is called in the record: moves by their labels, writing by these.
EVENT_NAMES = {
    "edition.begin": _("Begun"),
    "edition.edit": _("Edited"),
    "edition.edit_at_step": _("Edited at the step"),
    "edition.take": _("Taken"),
    "edition.put_back": _("Put back"),
    "edition.hand_on": _("Handed on"),
    "edition.step_gone": _("Moved on: its step was taken away"),
    "edition.due": _("Deadline set"),
    "edition.take_over": _("Writing taken over"),
    "edition.restore": _("Restored as a new draft"),
    "edition.open": _("New edition opened"),
    "edition.copy": _("Begun as a copy"),
    "edition.preview_link": _("Preview link made"),
    "edition.preview_revoked": _("Preview link ended"),
    "edition.embargo": _("Embargo set"),
    "edition.embargo_lifted": _("Embargo lifted"),
    NO_END: _("no expiry"),
    **{move.kind: move.label for move in MOVES.values()},
    **dict(STATE_LABELS),
    **{phase.value: label for phase, label in PHASE_LABELS.items()},
}
