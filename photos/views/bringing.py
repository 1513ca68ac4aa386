"""Bringing pictures in: a page of its own, one answer a file; for scripts each file alone and its answer as JSON."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from photos import bringing
from photos.bringing import REFUSED, TAKEN, Answer
from photos.views.library import ACCEPTED
from photos.views.wording import words_page_context


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, [])
    files = request.FILES.getlist("files")
    answers = [bringing.bring(file, by=request.user, at=request.at) for file in files]
    if "application/json" in request.headers.get("Accept", ""):
        said = {"answers": [answer.as_json(at=request.at) for answer in answers]}
        return JsonResponse(said, status=answers[0].code if len(answers) == 1 else 200 if answers else 422)
    return _page(request, answers, none_sent=not files)


def _page(request: HttpRequest, answers: list[Answer], *, none_sent: bool = False) -> HttpResponse:
    taken = [answer.photo for answer in answers if answer.status == TAKEN]
    refused = none_sent or (answers and all(answer.status == REFUSED for answer in answers))
    context = {
        **admin.site.each_context(request),
        "title": _("Bring pictures in"),
        "answers": answers,
        "none_sent": none_sent,
        "accepted": ACCEPTED,
        **words_page_context(taken),
    }
    return TemplateResponse(request, "desk/photos/bring.html", context, status=422 if refused else 200)
