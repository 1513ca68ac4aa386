"""What the editor asks for while somebody writes: articles to link to, and whether an address may be embedded."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import picking
from articles.credits import Unreadable, ids_in
from articles.permissions import can_enter
from articles.templatetags.newsroom import date_line
from cms import embeds
from cms.fields import LineField
from cms.text import asked_words

LONGEST = 300


class QuestionForm(forms.Form):
    q = LineField(required=False)

    def clean_q(self) -> str:
        words = self.cleaned_data["q"]
        if words and not asked_words(words):
            raise forms.ValidationError(_("There is no word in this. Write letters or digits."))
        return words


@require_safe
def articles(request: HttpRequest) -> JsonResponse:
    """Articles by words of theirs, with or without diacritics; what can't be asked is answered with the reason.

    `?bai=12,45` asks what those with these numbers are called.
    """
    _require_staff(request)
    if "bai" in request.GET:
        return JsonResponse({"articles": _by_number(request)})
    form = QuestionForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"articles": [], "said": " ".join(form.errors["q"])})
    picks = picking.to_link(form.cleaned_data["q"], by=request.user, at=request.at)
    return JsonResponse({"articles": [_told(pick) for pick in picks], "said": ""})


def _by_number(request: HttpRequest) -> list[dict]:
    """Those of them that she may know of, in their order."""
    try:
        ids = ids_in(request.GET["bai"][:LONGEST])
    except Unreadable:
        return []
    found = picking.named(ids, by=request.user, at=request.at).values()
    return [_told(picking.Pick(edition, not edition.is_live(request.at))) for edition in found]


@require_safe
def authors(request: HttpRequest) -> JsonResponse:
    """Who may be named as a contributor, by words of their names."""
    _require_staff(request)
    found = picking.authors(request.GET.get("q", "")[:LONGEST])
    return JsonResponse({"authors": [{"name": one.name, "office": one.office} for one in found]})


def _told(pick: picking.Pick) -> dict:
    edition = pick.edition
    return {
        "id": edition.article_id,
        "title": edition.title,
        "section": edition.section.name,
        "date": date_line(pick.when) if pick.when else "",
        "path": edition.article.get_absolute_url(),
        "scheduled": pick.is_scheduled,
    }


@require_safe
def embed(request: HttpRequest) -> JsonResponse:
    """The one address under which a pasted one is kept, or why it can't be embedded. Nobody outside is asked."""
    _require_staff(request)
    found = embeds.parse(request.GET.get("dia-chi", ""))
    if found is None:
        return JsonResponse({"error": _refusal()}, status=422)
    return JsonResponse({"address": found.canonical, "name": found.name, "shape": found.shape})


def _refusal() -> str:
    names = ", ".join(provider.name for provider in embeds.PROVIDERS.values())
    return _(
        "This is no address of a video or a post that can be embedded (%(names)s). Open the video or the post "
        "itself and copy its address from there, or put a link into the text."
    ) % {"names": names}


def _require_staff(request: HttpRequest) -> None:
    if not can_enter(request.user):
        raise PermissionDenied
