"""The page on which an embargo is set, changed and lifted: until when, and who knows."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from articles import embargo, moves
from articles.models import Edition, Embargo
from articles.permissions import holds_step, who_may_pass
from articles.possible import is_unseen
from articles.views.scope import edition_or_404
from cms.fields import DateLineField


class EmbargoForm(forms.Form):
    until = DateLineField(
        label=gettext_lazy("Under embargo until"),
        help_text=gettext_lazy("It cannot be published before. At that time the embargo ends by itself."),
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who knows of it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You and whoever wrote the text belong to them without being ticked."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, candidates: QuerySet[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = candidates


def beside(request: HttpRequest, edition: Edition) -> dict | None:
    """What the page of an edition says of its embargo, and whether she may set one; None if there is nothing to say."""
    kept = _on(edition, request)
    may_set = is_unseen(edition, at=request.at) and embargo.may_set(request.user, edition, at=request.at)
    if kept is None and not may_set:
        return None
    people = kept.people.order_by("display_name", "pk") if kept else []
    return {"on": kept, "people": list(people), "may_set": may_set}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    if not embargo.may_set(request.user, edition, at=request.at):
        raise PermissionDenied
    candidates = embargo.candidates(edition)
    if request.method != "POST":
        return _page(request, edition, EmbargoForm(initial=_initial(request, edition), candidates=candidates))
    form = EmbargoForm(request.POST, candidates=candidates)
    if not form.is_valid():
        return _page(request, edition, form, status=422)
    try:
        embargo.set_embargo(edition, **form.cleaned_data, by=request.user, at=request.at)
    except moves.Refused as refusal:
        return _refused(request, edition, form, refusal)
    messages.success(request, _("It is under embargo: nobody else finds it at the desk."))
    return _back_to(edition)


@require_POST
def lift(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    try:
        embargo.lift(edition, by=request.user, seen=request.POST.get("seen", ""), at=request.at)
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The embargo is lifted."))
    return _back_to(edition)


def _refused(
    request: HttpRequest, edition: Edition, form: EmbargoForm, refusal: moves.Refused
) -> HttpResponse:
    """The form again, with what was typed and why not; the next try is bound to how the article stands now."""
    field = refusal.field if isinstance(refusal, moves.Incomplete) else None
    form.add_error(field, str(refusal))
    form.data = form.data.copy()
    form.data["seen"] = edition_or_404(request, edition.pk).stamp
    return _page(request, edition, form, status=422 if field else 409)


def _page(request: HttpRequest, edition: Edition, form: EmbargoForm, *, status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Embargo"),
        "edition": edition,
        "form": form,
        "on": _on(edition, request),
        "stamp": edition.stamp,
        "nobody_passes": _nobody_passes(edition, request),
    }
    return TemplateResponse(request, "desk/articles/embargo.html", context, status=status)


def _nobody_passes(edition: Edition, request: HttpRequest) -> bool:
    """Whether it waits at a step that none of those who know may pass: it would wait until the embargo is over."""
    if edition.step_id is None or _on(edition, request) is None:
        return False
    return not who_may_pass(edition, at=request.at).exists() and not holds_step(request.user, edition)


def _initial(request: HttpRequest, edition: Edition) -> dict:
    kept = _on(edition, request)
    if kept is None:
        return {"seen": edition.stamp}
    return {"seen": edition.stamp, "until": kept.until, "people": kept.people.all()}


def _on(edition: Edition, request: HttpRequest) -> Embargo | None:
    kept = getattr(edition, "embargo", None)
    return kept if kept and kept.is_on(request.at) else None


def _back_to(edition: Edition) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
