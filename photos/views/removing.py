"""A picture leaves: deleted while nothing holds on to it, or taken off every page at once and perhaps put back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from photos import keeping, removal, uses
from photos.forms import RemovalForm, RestoreForm, SeenForm
from photos.models import Photo
from photos.refusals import Refused
from photos.views.picture import MOST_NEAR, photo_or_404, shown


def _to(photo: Photo) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:photo", args=[photo.pk]))


# ── Deleting ─────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_or_404(photo_id)
    if not photo.may_be_described_by(request.user):
        raise PermissionDenied
    if photo.is_removed:
        return _to(photo)
    if request.method != "POST":
        return _delete_page(request, photo)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _delete_page(request, photo, problem=form.non_field_errors()[0], status=422)
    try:
        photo.delete_unused(seen=form.cleaned_data["version"], by=request.user, at=request.at)
    except Refused as refusal:
        return _delete_page(request, photo_or_404(photo_id), problem=str(refusal), status=409)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": photo})
    return HttpResponseRedirect(reverse("admin:photo-library"))


def _delete_page(request: HttpRequest, photo: Photo, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        **_common(request, photo),
        "title": _("Delete it from the library"),
        "held": uses.held([photo.pk]),
        "problem": problem,
    }
    return TemplateResponse(request, "desk/photos/delete.html", context, status=status)


def _common(request: HttpRequest, photo: Photo) -> dict:
    found = uses.of(photo, user=request.user, at=request.at)
    return {**admin.site.each_context(request), "photo": photo, "uses": found}


# ── Off every page ───────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_or_404(photo_id)
    if not removal.may_remove(request.user):
        raise PermissionDenied
    if photo.is_removed and request.method != "POST":
        return _to(photo)
    if request.method != "POST":
        return _remove_page(request, photo, RemovalForm())
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return _remove_page(request, photo, form, status=422)
    given = form.cleaned_data
    try:
        photo = removal.remove(
            photo, by=request.user, ordered_by=given["ordered_by"], reason=given["reason"], at=request.at
        )
    except Refused as refusal:
        # Somebody was faster: it is off already, or gone.
        return shown(request, photo_or_404(photo_id), problem=str(refusal), status=409)
    messages.success(request, _("The picture is off every page. The texts stand as they were."))
    return _to(photo)


def _remove_page(request: HttpRequest, photo: Photo, form: RemovalForm, *, status: int = 200) -> HttpResponse:
    # Of all articles, whoever may see them: how much it leaves is part of the decision.
    everywhere = uses.of(photo, user=None, at=request.at)
    context = {
        **_common(request, photo),
        "title": _("Take it off every page"),
        "form": form,
        "near": Photo.objects.near(photo)[:MOST_NEAR],
        "pages": sum(use.is_live for use in everywhere.seen),
    }
    return TemplateResponse(request, "desk/photos/remove.html", context, status=status)


@require_safe
def removed(request: HttpRequest, photo_id: int) -> HttpResponse | FileResponse:
    """How what was taken off looked, for nobody but those who may bring it back."""
    photo = photo_or_404(photo_id)
    if not removal.may_remove(request.user):
        raise PermissionDenied
    try:
        return FileResponse(keeping.kept_small(photo))
    except FileNotFoundError as gone:
        raise Http404 from gone


@require_POST
def restore(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_or_404(photo_id)
    form = RestoreForm(request.POST)
    if not removal.may_remove(request.user):
        raise PermissionDenied
    if not form.is_valid():
        return shown(request, photo, restore_form=form, status=422)
    given = form.cleaned_data
    try:
        photo = removal.restore(
            photo, by=request.user, reason=given["reason"], at=request.at, seen=given["version"]
        )
    except Refused as refusal:
        photo = photo_or_404(photo_id)
        if not photo.is_removed:
            return shown(request, photo, problem=str(refusal), status=409)
        form.refused(refusal, photo)
        return shown(request, photo, restore_form=form, status=409)
    messages.success(request, _("The picture is back where it stood."))
    return _to(photo)
