"""The words of several pictures together, as after bringing them in: each row's mistakes stand at its place."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from photos.forms import FIELDS, MOST_AT_ONCE, ForAllForm, PictureForm, WordsForm
from photos.models import Photo
from photos.refusals import NotPermitted, Overtaken

NAMED, LATER = "anh", "sau"
MOST_NAMED = 500


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """Of the pictures the address or the form names, those she may describe."""
    posted = request.POST if request.method == "POST" else None
    photos = _named(posted if posted is not None else request.GET)
    hers = [photo for photo in photos if photo.may_be_described_by(request.user) and not photo.is_removed]
    if not photos:
        raise Http404
    if not hers:
        raise PermissionDenied
    if posted is None:
        return _page(request, words_page_context(hers))
    return _save(request, hers[:MOST_AT_ONCE], posted)


def words_page_context(photos: list[Photo]) -> dict:
    """The form for these pictures, as it is first shown; what is too much for one page comes after it."""
    now, later = photos[:MOST_AT_ONCE], photos[MOST_AT_ONCE:]
    forms = [form_of(photo) for photo in now]
    return {"forms": forms, "for_all": ForAllForm(), "later": [photo.pk for photo in later]}


def form_of(photo: Photo, posted: QueryDict | None = None, *, alone: bool = False) -> WordsForm:
    """Its words. Before anybody saved any, what stands there was read from the file."""
    saved = {name: getattr(photo, name) for name in FIELDS}
    kind, prefix = (PictureForm, "anh") if alone else (WordsForm, f"anh-{photo.pk}")
    form = kind(posted, initial={**saved, "version": photo.version}, prefix=prefix, photo=photo)
    if posted is None and photo.version == 1:
        form.suggested = frozenset(name for name, text in saved.items() if text)
    return form


def _named(asked: QueryDict) -> list[Photo]:
    ids = _ids(asked, NAMED)
    there = Photo.objects.in_bulk(ids)
    return [there[pk] for pk in ids if pk in there]


def _ids(asked: QueryDict, name: str) -> list[int]:
    """Each once, in their order."""
    numbers = (int(pk) for pk in asked.getlist(name)[:MOST_NAMED] if pk.isascii() and pk.isdecimal())
    return list(dict.fromkeys(pk for pk in numbers if pk < 10**18))


def _save(request: HttpRequest, photos: list[Photo], posted: QueryDict) -> HttpResponse:
    for_all = ForAllForm(posted)
    filled = _filled(posted, photos, for_all.given())
    forms = [form_of(photo, filled) for photo in photos]
    later = _ids(posted, LATER)
    context = {"forms": forms, "for_all": for_all if for_all.errors else ForAllForm(), "later": later}
    # Every row is looked at, so that all mistakes are shown at once.
    if not all([for_all.is_valid(), *(form.is_valid() for form in forms)]):
        return _page(request, context, status=422)
    if not _saved_together(request, forms):
        return _page(request, context, status=409)
    number = len(forms)
    said = ngettext(
        "The words of %(number)d picture are saved.", "The words of %(number)d pictures are saved.", number
    )
    messages.success(request, said % {"number": number})
    if not later:
        return HttpResponseRedirect(reverse("admin:photo-library"))
    return HttpResponseRedirect(f"{reverse('admin:photo-words')}?{urlencode({NAMED: later}, doseq=True)}")


def _filled(posted: QueryDict, photos: list[Photo], for_all: dict[str, str]) -> QueryDict:
    filled = posted.copy()
    for photo in photos:
        for name, text in for_all.items():
            filled[f"anh-{photo.pk}-{name}"] = text
    return filled


def _saved_together(request: HttpRequest, forms: list[WordsForm]) -> bool:
    """All or none; rows that somebody else changed meanwhile say so, and show what stands there by now."""
    whole = True
    with transaction.atomic():
        for form in forms:
            try:
                save_words(request, form)
            except Overtaken as refusal:
                whole = False
                be_overtaken(form, refusal)
        transaction.set_rollback(not whole)
    return whole


def save_words(request: HttpRequest, form: WordsForm) -> int:
    """The version that what else she did is bound to. Raises Overtaken.

    What is saved already, as by a second click, is not saved again.
    """
    photo, said, seen = form.photo, form.words(), form.cleaned_data["version"]
    # What the file suggested becomes somebody's words by being saved.
    if photo.version > 1 and all(getattr(photo, name) == text for name, text in said.items()):
        return seen
    try:
        photo.describe(said, seen=seen, by=request.user, at=request.at)
    except NotPermitted as refusal:
        raise PermissionDenied from refusal
    return photo.version


def be_overtaken(form: WordsForm, refusal: Overtaken) -> None:
    """Every typed word stays; the next try is bound to what stands there now, which is shown beside it.

    What she did not touch is what others saved: by saving again she takes back nothing of theirs.
    """
    form.photo = Photo.objects.get(pk=form.photo.pk)
    form.overtaken = str(refusal)
    form.bind_to(form.photo)


def _page(request: HttpRequest, context: dict, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": _("Words of pictures"), **context}
    context["wrong"] = sum(bool(form.errors or form.overtaken) for form in context["forms"])
    return TemplateResponse(request, "desk/photos/words.html", context, status=status)
