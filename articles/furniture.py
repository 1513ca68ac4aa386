"""What stands around every public page: the sections in their bar, what is breaking, the paper's notices."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from articles.models import Section


@dataclass(frozen=True)
class Furniture:
    """`sections` are the top ones, each with `below`, the open ones under it."""

    sections: list[Section]
    breaking: Sequence = field(default=())
    notices: Sequence = field(default=())
    mourning: bool = False


def furniture(at: datetime) -> Furniture:
    """One query."""
    sections = list(Section.objects.open(timezone.localdate(at)))
    for section in sections:
        section.below = [other for other in sections if other.parent_id == section.pk]
    return Furniture([section for section in sections if section.parent_id is None])
