"""Her own unsaved words by themselves, when the text they were typed for is not open to her any more.

An embargo may fall, or a right be taken away, while a form is open: what she typed is hers to read and to copy.
"""

import uuid

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import WorkingCopy
from articles.models.copy import Why
from articles.views import unsaved
from articles.views.side_by_side import rows_of
from cms.http import row_id


@require_safe
def words(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    found = WorkingCopy.objects.unsaved().filter(person=request.user, key=key).first()
    if found is None:
        raise Http404
    return _page(request, found)


def shut_out(request: HttpRequest, edition_id: str) -> HttpResponse:
    """A save into a text that was open to her when she opened this form, and is no more: not made, and kept.

    Raises Http404 for whoever never had it open: it is no news to her only who did.
    """
    opened = WorkingCopy.objects.filter(person=request.user, key=unsaved.key_of(request, "form_key"))
    hers = opened.filter(edition=row_id(edition_id)).select_related("edition").first()
    if hers is None or hers.edition is None:
        raise Http404
    key = unsaved.keep_refused(request, hers.edition, why=Why.TYPED, pictures=dict(unsaved.pictures(request)))
    return _page(request, WorkingCopy.objects.get(key=key), status=404)


def _page(request: HttpRequest, found: WorkingCopy, *, status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Your unsaved words"),
        "copy": found,
        "rows": rows_of(request, found.fields),
        "is_shut_out": status == 404,
    }
    return TemplateResponse(request, "desk/articles/own_words.html", context, status=status)
