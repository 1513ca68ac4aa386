"""One picture: what it looks like, its words, what must stay in view, where it is used, what was done to it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import record.models as record
from photos import uses
from photos.cards import is_expired
from photos.forms import PictureForm, RestoreForm
from photos.models import REMOVE, Photo
from photos.refusals import Overtaken
from photos.views.wording import be_overtaken, form_of, save_words

MOST_NEAR, MOST_EVENTS = 8, 50


def photo_or_404(photo_id: int) -> Photo:
    return get_object_or_404(Photo.objects.select_related("added_by", "removed_by"), pk=photo_id)


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, photo_id: int) -> HttpResponse:
    photo = photo_or_404(photo_id)
    if request.method != "POST":
        return shown(request, photo)
    if not photo.may_be_described_by(request.user):
        raise PermissionDenied
    form = form_of(photo, request.POST, alone=True)
    if not form.is_valid():
        return shown(request, photo, form=form, status=422)
    try:
        _save(request, form)
    except Overtaken as refusal:
        be_overtaken(form, refusal)
        # Where it was taken off meanwhile there is no form any more.
        problem = str(refusal) if form.photo.is_removed else ""
        return shown(request, photo_or_404(photo_id), form=form, problem=problem, status=409)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("admin:photo", args=[photo.pk]))


def _save(request: HttpRequest, form: PictureForm) -> None:
    """Its words and what must stay in view, together or not at all. Raises Overtaken."""
    photo, (x, y) = form.photo, form.point()
    with transaction.atomic():
        seen = save_words(request, form)
        if (x, y) != (photo.focal_x, photo.focal_y):
            photo.set_focal(x, y, seen=seen, by=request.user, at=request.at)


def shown(
    request: HttpRequest,
    photo: Photo,
    *,
    form: PictureForm | None = None,
    restore_form: RestoreForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    may_describe = photo.may_be_described_by(request.user) and not photo.is_removed
    may_remove = request.user.has_perm(REMOVE)
    context = {
        **admin.site.each_context(request),
        "title": photo.original_name,
        "photo": photo,
        "expired": is_expired(photo, request.at),
        "form": (form or form_of(photo, alone=True)) if may_describe else None,
        "restore_form": (restore_form or _restoring(photo)) if may_remove else None,
        # What was taken off the pages is shown to nobody but those who may bring it back.
        "may_read": may_remove or not photo.is_removed,
        "may_remove": may_remove and not photo.is_removed,
        "may_delete": may_describe,
        "near": Photo.objects.near(photo)[:MOST_NEAR],
        "uses": uses.of(photo, user=request.user, at=request.at),
        "events": record.Event.objects.about(photo).told_to(request.user, at=request.at)[:MOST_EVENTS],
        "problem": problem,
    }
    return TemplateResponse(request, "desk/photos/photo.html", context, status=status)


def _restoring(photo: Photo) -> RestoreForm | None:
    return RestoreForm(initial={"version": photo.version}) if photo.is_removed else None
