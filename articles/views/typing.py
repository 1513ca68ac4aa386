"""What an open form says by itself: that somebody is there, and what she typed."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import moves, unsaved
from articles.forms import typed_fields
from articles.models import Edition, WorkingCopy
from articles.models.copy import LONGEST
from articles.permissions import WRITE, can_edit
from articles.views.scope import edition_or_404
from articles.views.unsaved import key_of, seen_in
from cms.http import row_id


@require_POST
def typing(request: HttpRequest) -> JsonResponse:
    """Every few seconds: she is here, and with `typed` what stands in the form. Answers who else is here."""
    edition = _edition_of(request)
    key = key_of(request, "form_key")
    if key is None:
        raise Http404
    fields = typed_fields(request.POST)
    if sum(map(len, fields.values())) > LONGEST:
        return JsonResponse({"error": _("This text is too long to be kept. Save it in parts.")}, status=413)
    try:
        copy = _kept(request, edition, key, fields)
    except WorkingCopy.DoesNotExist:
        raise Http404 from None
    if request.POST.get("leaving"):
        WorkingCopy.objects.leave(copy.key, by=request.user)
    return JsonResponse(_said(request, edition, copy))


def _kept(request: HttpRequest, edition: Edition | None, key: uuid.UUID, fields: dict) -> WorkingCopy:
    if not request.POST.get("typed"):
        return unsaved.here(key=key, edition=edition, by=request.user, at=request.at)
    copy = unsaved.keep(
        key=key,
        fields=fields,
        edition=edition,
        seen=seen_in(request),
        by=request.user,
        at=request.at,
    )
    if continued := key_of(request, "continues"):
        WorkingCopy.objects.close(continued, by=request.user, at=request.at)
    return copy


def _said(request: HttpRequest, edition: Edition | None, copy: WorkingCopy) -> dict:
    saved = bool(request.POST.get("typed")) and copy.closed_at is None
    return {
        "saved": f"{timezone.localtime(request.at):%H:%M:%S}" if saved else "",
        "others": [
            {"name": str(other.person), "since": f"{timezone.localtime(other.opened_at):%H:%M}"}
            for other in others(request, edition)
        ],
        "taken_over": _taken_over(copy),
        "stale": _gone_on(request, edition),
    }


def _taken_over(copy: WorkingCopy) -> str:
    if copy.taken_over_at is None:
        return ""
    words = {
        "who": copy.taken_over_by or _("Somebody"),
        "when": f"{timezone.localtime(copy.taken_over_at):%H:%M}",
    }
    return (
        _("%(who)s took over the writing at %(when)s. What you typed is kept as a draft of your own.") % words
    )


def _gone_on(request: HttpRequest, edition: Edition | None) -> str:
    """Who saved or moved it since this form was opened, or nothing."""
    if edition is None or edition.was_seen(request.POST.get("seen", ""), with_spans=False):
        return ""
    return str(moves.overtaken(edition, to=request.user, at=request.at))


def others(request: HttpRequest, edition: Edition | None) -> list[WorkingCopy]:
    """Who else sits before this text now, each once."""
    if edition is None:
        return []
    here = WorkingCopy.objects.present(request.at).filter(edition=edition, taken_over_at=None)
    found = here.exclude(person=request.user).select_related("person").order_by("opened_at")
    return list({copy.person_id: copy for copy in found}.values())


def _edition_of(request: HttpRequest) -> Edition | None:
    given = request.POST.get("edition", "")
    if (edition_id := row_id(given)) is not None:
        return edition_or_404(request, edition_id)
    if given or not request.user.has_perm(WRITE):
        raise Http404
    return None


@require_POST
def take_over(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    if not can_edit(request.user, edition):
        raise PermissionDenied
    told = unsaved.take_over(edition, by=request.user, at=request.at)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"told": told})
    messages.success(request, _("You are writing alone now. Whoever was in it keeps what they typed."))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
