"""The pages about the paper at the desk: the list, the form, what stood there before, putting it back."""

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms import desk
from cms.headers import with_editor
from pages.forms import NewPageForm, PageForm, RestoreForm
from pages.models import CHANGE, OlderText, Overtaken, Page

# A page is saved some dozen times in its life; whatever is older is found by its number in the address.
MOST_OLDER = 100


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    rows = Page.objects.select_related("updated_by")
    return _shown(request, "list", {"title": _("Pages about the paper"), "pages": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = NewPageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                page = Page.objects.begin(
                    form.words, slug=form.cleaned_data["slug"], by=request.user, at=request.at
                )
        except IntegrityError:
            form.add_error("slug", _("There is a page at this address already. Choose another."))
        else:
            messages.success(request, _published(page))
            return HttpResponseRedirect(reverse("admin:page", args=[page.pk]))
    context = {"title": _("A new page"), "form": form}
    return with_editor(_shown(request, "add", context, status=422 if form.errors else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page.objects.select_related("updated_by"), pk=page_id)
    if request.method != "POST":
        return _form(request, page, PageForm.of(page))
    form = PageForm(request.POST)
    if not form.is_valid():
        return _form(request, page, form, status=422)
    try:
        changed = page.revise(form.words, seen=form.seen, by=request.user, at=request.at)
    except Overtaken as refusal:
        now = Page.objects.select_related("updated_by").get(pk=page.pk)
        form.go_on_from(now.version)
        return _form(request, now, form, problem=str(refusal), status=409)
    messages.success(request, _published(page) if changed else _("Nothing was changed."))
    return HttpResponseRedirect(reverse("admin:page", args=[page.pk]))


def _published(page: Page) -> str:
    if page.is_shown:
        return _("Saved, and published: readers see it now.")
    return _("Saved. Without a text the page is not there for readers.")


def _form(
    request: HttpRequest, page: Page, form: PageForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "title": page.title,
        "page": page,
        "form": form,
        "problem": problem,
        "older": page.older.select_related("saved_by").defer("body")[:MOST_OLDER],
    }
    return with_editor(_shown(request, "form", context, status=status))


@require_safe
def older(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """A text as it stood, and the way to put it back."""
    rows = OlderText.objects.select_related("page", "saved_by")
    text = get_object_or_404(rows, page=page_id, number=number)
    title = _("%(title)s: text no. %(number)d") % {"title": text.page.title, "number": number}
    return _shown(request, "older", {"title": title, "page": text.page, "text": text})


@require_POST
def restore(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id)
    form, way_back = RestoreForm(request.POST), reverse("admin:page", args=[page.pk])
    if not form.is_valid():
        messages.error(request, _("Which text is to be put back was not said. Open it and try again."))
        return HttpResponseRedirect(way_back)
    text = get_object_or_404(OlderText, page=page, number=int(form.cleaned_data["number"]))
    try:
        page.restore(text, seen=int(form.cleaned_data["version"]), by=request.user, at=request.at)
    except Overtaken:
        messages.error(
            request, _("Somebody saved this page after you opened it. Look at it, then put the text back.")
        )
        return HttpResponseRedirect(reverse("admin:page-older", args=[page.pk, text.number]))
    messages.success(request, _published(page))
    return HttpResponseRedirect(way_back)


def _shown(request: HttpRequest, name: str, context: dict, *, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"desk/pages/{name}.html", context, status=status)


LINK = desk.Link(
    label=gettext_lazy("Pages about the paper"),
    url_name="admin:pages",
    allowed=lambda request: request.user.has_perm(CHANGE),
    order=60,
)
_ROOT = "trang/"
_ONE = f"{_ROOT}<rowid:page_id>/"
PAGES = [
    desk.Page(route=_ROOT, name="pages", view=pages, permission=CHANGE),
    desk.Page(route=f"{_ROOT}them/", name="page-add", view=add, permission=CHANGE),
    desk.Page(route=_ONE, name="page", view=one, permission=CHANGE),
    desk.Page(route=f"{_ONE}ban-cu/<rowid:number>/", name="page-older", view=older, permission=CHANGE),
    desk.Page(route=f"{_ONE}khoi-phuc/", name="page-restore", view=restore, permission=CHANGE),
]
