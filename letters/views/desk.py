"""Readers' letters at the desk: the list by state, one letter with all that was done of it, and the acts."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import record.models as record
from articles.models import Edition
from articles.permissions import WRITE, visible_to
from cms.desk import Page
from cms.keyset import listed
from letters import handling
from letters.forms import ActForm, ArticleForm, EraseForm, NoteForm, SearchForm
from letters.models import Letter, bounded, sender_of
from letters.steps import ACTS, HANDLE, OPEN, REASONS, STATE_LABELS, State
from letters.to_article import begin_article

LENGTH, COUNTED, MOST_EVENTS = 30, 99, 50


# ── The list ─────────────────────────────────────────────────────────────────
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Of one state, the newest first; of nobody more than a name is shown here."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    state = asked.get("state") or State.NEW
    found = Letter.objects.in_state(state).matching(asked.get("words", ""))
    page = listed(found if form.is_valid() else found.none(), request.GET, by="received_at", length=LENGTH)
    rows = Letter.objects.select_related("sender", "taken_by").defer("body", "search_text").in_bulk(page.ids)
    context = {
        **admin.site.each_context(request),
        "title": _("Readers' letters"),
        "form": form,
        "state": state,
        "tabs": [(value, label, *_counted(value), _way(value, asked)) for value, label in STATE_LABELS],
        "letters": [(rows[pk], sender_of(rows[pk])) for pk in page.ids if pk in rows],
        "page": page,
        "ways": page.ways(form.query(state=state)),
        "words": asked.get("words", ""),
    }
    return TemplateResponse(request, "desk/letters/list.html", context)


def _counted(state: str) -> tuple[int | None, bool]:
    """How many wait, up to a hundred; of what is done with nobody asks."""
    return bounded(Letter.objects.filter(state=state), COUNTED) if state in OPEN else (None, False)


def _way(state: str, asked: dict) -> str:
    words = asked.get("words")
    return urlencode({"trang-thai": state} | ({"q": words} if words else {}))


# ── One letter ───────────────────────────────────────────────────────────────
def _letter_or_404(letter_id: int) -> Letter:
    return get_object_or_404(Letter.objects.select_related("sender", "taken_by", "handled_by"), pk=letter_id)


@require_safe
def one(request: HttpRequest, letter_id: int) -> HttpResponse:
    return _page(request, _letter_or_404(letter_id))


def _page(
    request: HttpRequest,
    letter: Letter,
    *,
    problem: str = "",
    typed: dict | None = None,
    note: NoteForm | None = None,
    erasing: EraseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """`typed` is what was sent with an act that was not done: not a word of it is lost."""
    context = {
        **admin.site.each_context(request),
        "title": letter.subject or letter.said_reference,
        "letter": letter,
        "sender": sender_of(letter),
        "acts": handling.permitted_acts(request.user, letter),
        "reasons": REASONS,
        "notes": letter.notes.select_related("by"),
        "answers": letter.answers.select_related("by"),
        "events": record.Event.objects.about(letter)[:MOST_EVENTS],
        "problem": problem,
        "typed": typed or {},
        "note_form": note or NoteForm(),
        "erase_form": erasing or EraseForm(initial={"version": letter.version}),
        "begun": _begun(request, letter),
        "article_form": _article_form(request, letter),
    }
    return TemplateResponse(request, "desk/letters/letter.html", context, status=status)


def _begun(request: HttpRequest, letter: Letter) -> Edition | None:
    """The article that was begun of it, where she may know of it."""
    if letter.article_id is None:
        return None
    editions = visible_to(request.user, Edition.objects.filter(article=letter.article_id), at=request.at)
    return editions.order_by("number").only("title").first()


def _article_form(request: HttpRequest, letter: Letter) -> ArticleForm | None:
    if letter.article_id or letter.erased_at or not request.user.has_perm(WRITE):
        return None
    return ArticleForm(by=request.user)


def _back(letter: Letter) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:letter", args=[letter.pk]))


@require_POST
def act(request: HttpRequest, letter_id: int, name: str) -> HttpResponse:
    if name not in ACTS:
        raise Http404
    letter, form = _letter_or_404(letter_id), ActForm(request.POST)
    if not form.is_valid():
        said = " ".join(complaint for field in form.errors.values() for complaint in field)
        return _page(request, letter, problem=said, typed=request.POST.dict(), status=422)
    seen = int(form.cleaned_data["version"])
    try:
        done = handling.handle(name, letter, by=request.user, seen=seen, at=request.at, **form.given())
    except handling.Refused as refusal:
        status = 422 if isinstance(refusal, handling.Incomplete) else 409
        now = _letter_or_404(letter_id)
        return _page(request, now, problem=str(refusal), typed=request.POST.dict(), status=status)
    messages.success(
        request,
        _("%(reference)s: %(state)s") % {"reference": done.said_reference, "state": done.get_state_display()},
    )
    return _back(letter)


@require_POST
def note(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter, form = _letter_or_404(letter_id), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, letter, note=form, status=422)
    try:
        handling.note(letter, form.cleaned_data["text"], by=request.user, at=request.at)
    except handling.Refused as refusal:
        return _page(request, letter, problem=str(refusal), note=form, status=409)
    messages.success(request, _("The note is kept."))
    return _back(letter)


@require_POST
def erase(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter, form = _letter_or_404(letter_id), EraseForm(request.POST)
    if not form.is_valid():
        form.data = {**form.data.dict(), "version": str(letter.version)}
        return _page(request, letter, erasing=form, status=422)
    try:
        handling.erase(letter, by=request.user, seen=int(form.cleaned_data["version"]), at=request.at)
    except handling.Refused as refusal:
        return _page(request, _letter_or_404(letter_id), problem=str(refusal), status=409)
    messages.success(request, _("The reader's data and words are erased."))
    return _back(letter)


@require_POST
def to_article(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A draft of hers with the letter's words; of a letter that has one, that."""
    letter = _letter_or_404(letter_id)
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    form = ArticleForm(request.POST, by=request.user)
    if letter.erased_at or not form.is_valid():
        return _page(request, letter, problem=_("Choose the section of the article."), status=422)
    article = begin_article(letter, section=form.cleaned_data["section"], by=request.user, at=request.at)
    draft = visible_to(request.user, Edition.objects.filter(article=article), at=request.at).first()
    if draft is None:
        messages.info(request, _("A colleague has begun an article of this letter already."))
        return _back(letter)
    messages.success(
        request, _("The draft is yours. The letter's words stand in it as the reader wrote them.")
    )
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[draft.pk]))


_ROOT = "thu/"
_ONE = f"{_ROOT}<rowid:letter_id>/"
PAGES = [
    Page(route=_ROOT, name="letters", view=letters, permission=HANDLE),
    Page(route=_ONE, name="letter", view=one, permission=HANDLE),
    Page(route=f"{_ONE}xu-ly/<slug:name>/", name="letter-act", view=act, permission=HANDLE),
    Page(route=f"{_ONE}ghi-chu/", name="letter-note", view=note, permission=HANDLE),
    Page(route=f"{_ONE}xoa-du-lieu/", name="letter-erase", view=erase, permission=HANDLE),
    Page(route=f"{_ONE}viet-bai/", name="letter-to-article", view=to_article, permission=HANDLE),
]
