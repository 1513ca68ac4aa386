"""A Word file becomes a draft: choosing the file, reading what was understood of it, saving it.

One address, three pages that follow one another; each carries what is known in its form.
"""

import json
import uuid

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import from_word
from articles.from_word import Draft
from articles.models import Edition
from articles.permissions import WRITE, sections_to_write_in
from articles.word.archive import Refused
from articles.word_forms import WordFileForm, WordPictures, WordTextForm
from cms import html
from cms.headers import with_editor


@require_http_methods(["GET", "HEAD", "POST"])
def draft_from_word(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    if request.method != "POST":
        return _start(request, WordFileForm())
    if "form_key" in request.POST:
        return _save(request)
    if "draft" in request.POST:
        return _choose(request)
    return _read(request)


# ── The file ─────────────────────────────────────────────────────────────────
def _start(request: HttpRequest, form: WordFileForm, *, lost: str = "", status: int = 200) -> HttpResponse:
    return _page(request, "from_word", {"form": form, "lost": lost}, status=status)


def _read(request: HttpRequest) -> HttpResponse:
    form = WordFileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            draft = from_word.taken_in(upload.file, upload.name, by=request.user, at=request.at)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _offer(request, draft) if draft.choices() else _review(request, draft, chosen=[])
    return _start(request, form, status=422)


# ── Old fonts ────────────────────────────────────────────────────────────────
def _offer(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What was typed in an old font, beside what it says: whoever looks at it decides, part by part."""
    labels = {"title": _("Title"), "lead": _("Lead"), "byline": _("Byline"), "body": _("Body")}
    rows = [
        {
            "name": name,
            "label": labels.get(name) or _("Caption"),
            "is_rich": name == "body",
            "typed": html.stored(html.clean(typed)) if name == "body" else typed,
            "decoded": html.stored(html.clean(decoded)) if name == "body" else decoded,
        }
        for name, typed, decoded in draft.choices()
    ]
    context = {"rows": rows, "draft": json.dumps(draft.as_fields(), ensure_ascii=False), "font": draft.old}
    return _page(request, "from_word_old", context)


def _choose(request: HttpRequest) -> HttpResponse:
    try:
        draft = Draft.of_fields(json.loads(request.POST["draft"]))
    except (ValueError, RecursionError):
        lost = _("What was read of the file did not arrive whole. Choose the file once more.")
        return _start(request, WordFileForm(), lost=lost, status=422)
    return _review(request, draft, chosen=request.POST.getlist("use"))


# ── What was understood ──────────────────────────────────────────────────────
def _review(request: HttpRequest, draft: Draft, *, chosen: list[str]) -> HttpResponse:
    first = draft.chosen(chosen)
    sections = sections_to_write_in(request.user)[:2]
    only = sections[0].pk if len(sections) == 1 else None
    words = {**first, "section": only, "form_key": uuid.uuid4()}
    pictures = [{**row, "above": row["first"] and place == 0} for place, row in enumerate(first["pictures"])]
    form = WordTextForm(by=request.user, initial=words)
    rows = WordPictures(initial=pictures, prefix="pictures")
    return _form(request, form, rows, told=draft.told)


def _form(
    request: HttpRequest, form: WordTextForm, pictures, *, told: list[str], status: int = 200
) -> HttpResponse:
    context = {"form": form, "pictures": pictures.show(), "told": told}
    return with_editor(_page(request, "from_word_review", context, status=status))


def _save(request: HttpRequest) -> HttpResponse:
    form = WordTextForm(request.POST, by=request.user)
    pictures = WordPictures(request.POST, prefix="pictures")
    if not (form.is_valid() & pictures.is_valid()):
        return _form(request, form, pictures, told=request.POST.getlist("told"), status=422)
    key = form.cleaned_data["form_key"]
    try:
        edition = from_word.begin(
            words=form.words,
            section=form.cleaned_data["section"],
            pictures=pictures.rows,
            form_key=key,
            by=request.user,
            at=request.at,
        )
    except IntegrityError:
        edition = Edition.objects.filter(article__form_key=key, created_by=request.user, number=1).first()
        if edition is None:
            raise PermissionDenied from None
        messages.info(request, _("This article was saved already; here it is."))
    else:
        messages.success(request, _("The file is a draft of yours now."))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))


def _page(request: HttpRequest, name: str, context: dict, *, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("Make a draft of a Word file"), **context}
    return TemplateResponse(request, f"desk/articles/{name}.html", context, status=status)
