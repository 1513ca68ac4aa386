"""A new article begun as a copy of one that is there."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import writing
from articles.models import Edition
from articles.permissions import can_copy
from articles.views.scope import edition_or_404


def beside(request: HttpRequest, edition: Edition) -> dict | None:
    """The key that makes two clicks on this page's button one copy; None for who may not copy it."""
    return {"form_key": uuid.uuid4()} if can_copy(request.user, edition) else None


@require_POST
def copy(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    if not can_copy(request.user, edition):
        raise PermissionDenied
    key = _key(request.POST.get("form_key", ""))
    try:
        begun = writing.begin_copy(edition, by=request.user, at=request.at, form_key=key)
    except IntegrityError:
        begun = Edition.objects.filter(article__form_key=key, created_by=request.user, number=1).first()
        if begun is None:
            raise PermissionDenied from None
        messages.info(request, _("This article was copied already; here it is."))
    else:
        messages.success(request, _("The copy is a draft of yours. Dates and comments are not copied."))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[begun.pk]))


def _key(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()
