"""The library of files at the desk: finding, bringing in, naming, seeing where each is used, deleting."""

import json

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.desk import Link, Page
from cms.keyset import Listed, listed
from files import uses
from files.bringing import Answer, bring, card
from files.forms import SearchForm, TitleForm
from files.intake import most_bytes
from files.kinds import FORMATS
from files.models import File
from files.permissions import ADD, can_enter, may_describe

LENGTH, CHOICE = 40, 20
MOST_AT_ONCE = 20


def _found(request: HttpRequest, length: int) -> tuple[SearchForm, Listed, list[File]]:
    """The page that is asked for. Two queries."""
    form = SearchForm(request.GET)
    page = listed(form.narrowed(File.objects.all()).newest_first(), request.GET, by="added_at", length=length)
    rows = File.objects.select_related("added_by").defer("search_text").in_bulk(page.ids)
    return form, page, [rows[pk] for pk in page.ids if pk in rows]


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    form, page, files = _found(request, LENGTH)
    context = {
        **_bringing(request, _("Files")),
        "form": form,
        "page": page,
        "files": files,
        "ways": page.ways(form.query()),
        "query": form.query(),
    }
    return TemplateResponse(request, "desk/files/library.html", context)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The library as a dialog asks for it. What can't be searched for is answered with the reason."""
    form, page, files = _found(request, CHOICE)
    said = " ".join(error for errors in form.errors.values() for error in errors)
    older = page.ways(form.query()).get("older", "")
    return JsonResponse({"files": [card(file) for file in files], "older": older, "said": said})


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Files from a form; a script sends each alone and is answered in JSON."""
    if request.method != "POST":
        return TemplateResponse(request, "desk/files/bring.html", _bringing(request, _("Bring files in")))
    uploads = request.FILES.getlist("files")[:MOST_AT_ONCE]
    answers = [bring(upload, by=request.user, at=request.at) for upload in uploads]
    if "application/json" in request.headers.get("Accept", ""):
        told = {"answers": [answer.as_json() for answer in answers]}
        return JsonResponse(told, status=answers[0].code if answers else 422)
    context = {**_bringing(request, _("Bring files in")), "answers": answers, "none_sent": not answers}
    return TemplateResponse(request, "desk/files/bring.html", context, status=_code(answers))


def _code(answers: list[Answer]) -> int:
    return 200 if any(answer.file for answer in answers) else 422


def _bringing(request: HttpRequest, title: str) -> dict:
    limits = {name: most_bytes(format_.kind) for name, format_ in FORMATS.items()}
    return {
        **admin.site.each_context(request),
        "title": title,
        "accepted": ",".join(f".{extension}" for extension in FORMATS),
        "limits_json": json.dumps(limits),
        "megabytes": {kind: most_bytes(kind) // 1024 // 1024 for kind, _label in File.KINDS},
    }


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, file_id: int) -> HttpResponse:
    file = get_object_or_404(File.objects.select_related("added_by"), pk=file_id)
    form = TitleForm(request.POST or None, instance=file)
    if request.method == "POST":
        if not may_describe(request.user, file):
            raise PermissionDenied
        if form.is_valid():
            # The form wrote into the row it was given; what stood there is asked for again.
            File.objects.get(pk=file.pk).call(form.cleaned_data["title"], by=request.user, at=request.at)
            messages.success(request, _("The title is saved."))
            return HttpResponseRedirect(reverse("admin:file", args=[file.pk]))
    return _page(request, file, form)


def _page(request: HttpRequest, file: File, form: TitleForm) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": file.original_name,
        "file": file,
        "form": form,
        "uses": uses.of(file, user=request.user, at=request.at),
        "is_held": uses.held([file.pk]),
        "may_describe": may_describe(request.user, file),
    }
    return TemplateResponse(request, "desk/files/file.html", context, status=422 if form.errors else 200)


@require_POST
def delete(request: HttpRequest, file_id: int) -> HttpResponse:
    file = get_object_or_404(File, pk=file_id)
    if not may_describe(request.user, file):
        raise PermissionDenied
    kept = _("“%(title)s” is used in an article, so it stays. Take it out there first.") % {"title": file}
    try:
        if uses.held([file.pk]):
            messages.error(request, kept)
            return HttpResponseRedirect(reverse("admin:file", args=[file_id]))
        file.discard(by=request.user, at=request.at)
    except ProtectedError:
        messages.error(request, kept)
        return HttpResponseRedirect(reverse("admin:file", args=[file_id]))
    messages.success(request, _("“%(title)s” is deleted.") % {"title": file})
    return HttpResponseRedirect(reverse("admin:file-library"))


LINK = Link(
    label=gettext_lazy("Files"),
    url_name="admin:file-library",
    allowed=lambda request: can_enter(request.user),
    order=16,
)
_ROOT = "files/file/"
PAGES = [
    Page(route=_ROOT, name="file-library", view=library, permission=ADD),
    Page(route=f"{_ROOT}them/", name="file-bring", view=bring_in, permission=ADD),
    Page(route=f"{_ROOT}chon/", name="file-choose", view=choose, permission=ADD),
    Page(route=f"{_ROOT}<rowid:file_id>/", name="file", view=one, permission=ADD),
    Page(route=f"{_ROOT}<rowid:file_id>/xoa/", name="file-delete", view=delete, permission=ADD),
]
