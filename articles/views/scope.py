"""An edition within somebody's scope; anything else is not found, as if it did not exist."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Edition
from articles.permissions import visible_to


def edition_or_404(request: HttpRequest, edition_id: int) -> Edition:
    everything = Edition.objects.select_related(
        "article", "section__parent", "step", "created_by", "updated_by", "taken_by", "correction", "embargo"
    )
    return get_object_or_404(visible_to(request.user, everything, at=request.at), pk=edition_id)
