"""What an open form says by itself: that somebody is there, and what she typed. And what becomes of unsaved words."""

import uuid
from collections.abc import Iterator

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import compare, moves, unsaved
from articles.forms import EditionForm
from articles.models import Edition, Section, Version, WorkingCopy
from articles.models.copy import LONGEST, Why
from articles.models.version import fields_of
from articles.permissions import WRITE, can_edit
from articles.picture_forms import is_of_a_picture, token_of
from articles.views.scope import edition_or_404
from cms.http import row_id
from cms.text import one_line
from photos.models import Photo

_OF_THE_FORM = frozenset({"seen", "form_key", "continues", "note", "live_from", "ordered_by"})


# ── What a form says by itself ───────────────────────────────────────────────
@require_POST
def typing(request: HttpRequest) -> JsonResponse:
    """Every few seconds: she is here, and with `typed` what stands in the form. Answers who else is here."""
    edition = _edition_of(request)
    key = key_of(request, "form_key")
    if key is None:
        raise Http404
    fields = typed_fields(request.POST)
    if sum(map(len, fields.values())) > LONGEST:
        return JsonResponse({"error": _("This text is too long to be kept. Save it in parts.")}, status=413)
    try:
        copy = _kept(request, edition, key, fields)
    except WorkingCopy.DoesNotExist:
        raise Http404 from None
    if request.POST.get("leaving"):
        WorkingCopy.objects.leave(copy.key, by=request.user)
    return JsonResponse(_said(request, edition, copy))


def _kept(request: HttpRequest, edition: Edition | None, key: uuid.UUID, fields: dict) -> WorkingCopy:
    if not request.POST.get("typed"):
        return unsaved.here(key=key, edition=edition, by=request.user, at=request.at)
    copy = unsaved.keep(
        key=key,
        fields=fields,
        edition=edition,
        seen=_seen(request),
        by=request.user,
        at=request.at,
    )
    if continued := key_of(request, "continues"):
        WorkingCopy.objects.close(continued, by=request.user, at=request.at)
    return copy


def _said(request: HttpRequest, edition: Edition | None, copy: WorkingCopy) -> dict:
    saved = bool(request.POST.get("typed")) and copy.closed_at is None
    return {
        "saved": f"{timezone.localtime(request.at):%H:%M:%S}" if saved else "",
        "others": [
            {"name": str(other.person), "since": f"{timezone.localtime(other.opened_at):%H:%M}"}
            for other in others(request, edition)
        ],
        "taken_over": _taken_over(copy),
        "stale": _gone_on(request, edition),
    }


def _taken_over(copy: WorkingCopy) -> str:
    if copy.taken_over_at is None:
        return ""
    words = {
        "who": copy.taken_over_by or _("Somebody"),
        "when": f"{timezone.localtime(copy.taken_over_at):%H:%M}",
    }
    return (
        _("%(who)s took over the writing at %(when)s. What you typed is kept as a draft of your own.") % words
    )


def _gone_on(request: HttpRequest, edition: Edition | None) -> str:
    """Who saved or moved it since this form was opened, or nothing."""
    if edition is None or edition.was_seen(request.POST.get("seen", ""), with_spans=False):
        return ""
    return str(moves.overtaken(edition))


def others(request: HttpRequest, edition: Edition | None) -> list[WorkingCopy]:
    """Who else sits before this text now, each once."""
    if edition is None:
        return []
    here = WorkingCopy.objects.present(request.at).filter(edition=edition, taken_over_at=None)
    found = here.exclude(person=request.user).select_related("person").order_by("opened_at")
    return list({copy.person_id: copy for copy in found}.values())


def typed_fields(post: QueryDict) -> dict[str, str]:
    """Of what a form sends: the words, by the names of their fields; nothing else is kept."""
    words = set(EditionForm.base_fields) - _OF_THE_FORM
    return {name: post[name] for name in post if name in words or is_of_a_picture(name)}


def _edition_of(request: HttpRequest) -> Edition | None:
    given = request.POST.get("edition", "")
    if (edition_id := row_id(given)) is not None:
        return edition_or_404(request, edition_id)
    if given or not request.user.has_perm(WRITE):
        raise Http404
    return None


def _seen(request: HttpRequest) -> str:
    return one_line(request.POST.get("seen", ""))[:40]


def key_of(request: HttpRequest, name: str) -> uuid.UUID | None:
    """An opening of the form, by the name of its hidden field."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


@require_POST
def take_over(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    if not can_edit(request.user, edition):
        raise PermissionDenied
    told = unsaved.take_over(edition, by=request.user, at=request.at)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"told": told})
    messages.success(request, _("You are writing alone now. Whoever was in it keeps what they typed."))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))


# ── Unsaved words ────────────────────────────────────────────────────────────
def own_copy(request: HttpRequest, key: str, edition: Edition | None) -> WorkingCopy:
    """Her own unsaved words for this article, whichever of its editions they were typed in; else 404."""
    try:
        asked = uuid.UUID(str(key))
    except ValueError:
        raise Http404 from None
    copies = WorkingCopy.objects.unsaved().filter(person=request.user, key=asked)
    of_article = {"edition__article": edition.article_id} if edition else {"edition": None}
    return get_object_or_404(copies, **of_article)


def unsaved_of(request: HttpRequest, edition: Edition | None) -> list[WorkingCopy]:
    """Her own unsaved words for this article; without one, those that belong to no article yet."""
    copies = WorkingCopy.objects.unsaved().filter(person=request.user)
    found = copies.filter(edition__article=edition.article_id) if edition else copies.filter(edition=None)
    return list(found.select_related("edition").order_by("-typed_at")[:10])


def fields_of_version(version: Version, edition: Edition) -> dict[str, str]:
    """An older version's words for the form: pictures that are still there at their rows, others brought back."""
    fields, there = dict(version.fields), {str(place.photo_id or ""): place for place in edition.photos.all()}
    for name, photo_id in version.fields.items():
        prefix, _dash, word = name.rpartition("-")
        if word != "photo" or not photo_id:
            continue
        if place := there.get(photo_id):
            fields[f"{prefix}-id"] = str(place.pk)
        elif photo := Photo.objects.filter(pk=photo_id).first():
            fields[f"{prefix}-kept"] = token_of(photo)
    return fields


def keep_refused(request: HttpRequest, edition: Edition | None, *, why: str, pictures: dict[str, str]) -> str:
    """Keeps a form that could not be saved as a draft of its own; returns its key."""
    key = key_of(request, "form_key") or uuid.uuid4()
    kept = {
        "edition": edition,
        "seen": _seen(request),
        "by": request.user,
        "at": request.at,
    }
    fields = typed_fields(request.POST) | pictures
    try:
        copy = unsaved.keep(key=key, fields=fields, why=why, **kept)
    except WorkingCopy.DoesNotExist:
        copy = None
    if copy is None or copy.closed_at:
        copy = unsaved.keep(key=uuid.uuid4(), fields=fields, why=why, **kept)
    return str(copy.key)


def overtaken(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Somebody else was faster: her save is kept whole, pictures too, and shown beside what stands now."""
    key = keep_refused(request, edition, why=Why.OVERTAKEN, pictures=dict(_pictures(request)))
    messages.warning(request, moves.overtaken(edition))
    return HttpResponseRedirect(reverse("admin:copy-compare", args=[edition.pk, key]))


def _pictures(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Uploads that came with a refused save, stored after all: `photos-0-kept` brings each back into the form."""
    for name, upload in request.FILES.items():
        prefix, _dash, word = name.rpartition("-")
        if word != "upload" or not prefix.startswith("photos-"):
            continue
        upload.seek(0)
        try:
            photo = Photo.objects.take_in(upload, name=upload.name, by=request.user, at=request.at)
        except ValidationError as error:
            messages.error(request, f"{upload.name}: {' '.join(error.messages)}")
        else:
            yield f"{prefix}-kept", token_of(photo)


@require_POST
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """She does not want these words any more. They are put away, not erased, for a month."""
    copy = get_object_or_404(WorkingCopy.objects.unsaved(), key=key, person=request.user)
    WorkingCopy.objects.close(copy.key, by=request.user, at=request.at)
    messages.success(request, _("Put away."))
    if copy.edition_id is None:
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[copy.edition_id]))


# ── Side by side ─────────────────────────────────────────────────────────────
@require_safe
def compare_copy(request: HttpRequest, edition_id: int, key: uuid.UUID) -> HttpResponse:
    """Her unsaved words beside what stands in the edition now."""
    edition = edition_or_404(request, edition_id)
    copy = own_copy(request, str(key), edition)
    context = {
        "title": _("Two drafts of one text"),
        "copy": copy,
        "mine_of": copy.typed_at,
        "rows": _rows(fields_of(edition), copy.fields),
        "may_edit": can_edit(request.user, edition),
    }
    return _side_by_side(request, edition, context)


@require_safe
def compare_version(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """What stood in the edition once, beside what stands in it now."""
    edition = edition_or_404(request, edition_id)
    version = get_object_or_404(Version.objects.select_related("saved_by"), edition=edition, number=number)
    context = {
        "title": _("An older version"),
        "version": version,
        "rows": _rows(version.fields, fields_of(edition)),
        "may_edit": can_edit(request.user, edition),
    }
    return _side_by_side(request, edition, context)


def _rows(left: dict[str, str], right: dict[str, str]) -> dict[bool, list[compare.Row]]:
    """What differs, and what is the same; sections by their names."""
    given = [side.get("section", "") for side in (left, right)]
    ids = [row_id(section) for section in given]
    names = {str(section.pk): section.name for section in Section.objects.filter(pk__in=ids)}
    sides = [
        {**side, "section": names.get(section, "")}
        for side, section in zip((left, right), given, strict=True)
    ]
    rows = compare.rows(*sides)
    return {differs: [row for row in rows if row.differs == differs] for differs in (True, False)}


def _side_by_side(request: HttpRequest, edition: Edition, context: dict) -> HttpResponse:
    rows = context.pop("rows")
    context |= {
        "differing": rows[True],
        "same": rows[False],
        **admin.site.each_context(request),
        "edition": edition,
        "state_now": edition.state_label(request.at),
    }
    return TemplateResponse(request, "desk/articles/compare.html", context)
