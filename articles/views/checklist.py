"""The box "before approval" beside an edition: what is found on it, and which of her moves that holds."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from articles import checking
from articles.findings.checklist import holding
from articles.models import Edition
from articles.workflow import EDITABLE, Move
from cms.desk import Link


def beside(edition: Edition, permitted: list[Move], *, at: datetime) -> dict | None:
    """None for what is approved: its words stand."""
    if edition.state not in EDITABLE:
        return None
    groups = checking.findings(edition, at=at)
    numbers = {True: 0, False: 0}
    for group in groups:
        numbers[group.is_error] += len(group.findings)
    return {
        "groups": groups,
        "errors": numbers[True],
        "warnings": numbers[False],
        "held": [move for move in permitted if holding(groups, move.held_by)],
    }


LINK = Link(
    label=_("Checks before approval"),
    url_name="admin:articles_findingrule_changelist",
    allowed=lambda request: request.user.has_perm("articles.change_findingrule"),
    order=25,
)
