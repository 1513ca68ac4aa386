"""The form in which articles are written, and what becomes of a save; the list is `articles.views.find`."""

import uuid

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import moves, writing
from articles.forms import CORRECTION_FIELDS, EditionForm
from articles.models import Author, Edition, EditionPhoto, StaleEdition, WorkingCopy
from articles.models.copy import Why
from articles.permissions import WRITE, can_edit, can_enter, can_see, visible_to
from articles.picture_forms import MOST_PICTURES, EditionPhotoForm, EditionPhotoFormSet, typed_rows
from articles.views import desk, find, own_words, unsaved
from articles.views.addresses import addresses
from articles.workflow import MOVES
from cms.headers import with_editor
from photos.models import Photo
from record.admin import RecordedAdmin


class PhotoInline(admin.StackedInline):
    model = EditionPhoto
    form = EditionPhotoForm
    formset = EditionPhotoFormSet
    template = "desk/articles/photos.html"
    extra = 1
    max_num = MOST_PICTURES
    fields = ["upload", "caption", "credit", "alt", "order", "kept"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("photo")

    def get_formset(self, request: HttpRequest, obj: Edition | None = None, **kwargs) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by, formset.form.at, formset.form.taken = request.user, request.at, request.taken
        formset.typed = typed_rows(_shown_instead(request) or {})
        return formset

    def get_extra(self, request: HttpRequest, obj: Edition | None = None, **kwargs) -> int:
        """An empty row, and before it those that were typed earlier."""
        rows = typed_rows(_shown_instead(request) or {})
        there = {str(place.pk) for place in obj.photos.all()} if obj and rows else set()
        return self.extra + len(EditionPhotoFormSet.new_rows(rows, there))

    # Whoever may change the words may change the pictures.
    def has_add_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return obj is None or can_edit(request.user, obj)

    has_change_permission = has_delete_permission = has_view_permission = has_add_permission


# A box that was not ticked is not among the fields that were sent.
UNTICKED = {"with_correction": ""}


@admin.register(Edition)
class EditionAdmin(RecordedAdmin):
    """Writing. Moves go through `articles.moves`."""

    form = EditionForm
    inlines = [PhotoInline]
    actions = None
    change_form_template = "desk/articles/write.html"
    # Asked by Django's own choices of related rows; the list is `articles.views.find`.
    ordering = ["-updated_at"]
    search_fields = ["search_text"]
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", "section", "byline"]}),
        (gettext_lazy("Contributors and links"), {"fields": ["contributors", "story", "related"]}),
        (gettext_lazy("More"), {"fields": ["keywords", "date_line", "expires_at"], "classes": ["collapse"]}),
    ]
    correction_fieldset = (
        gettext_lazy("Correction and apology"),
        {
            "fields": CORRECTION_FIELDS,
            "classes": ["collapse"],
        },
    )

    # ── Who ──────────────────────────────────────────────────────────────────
    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            visible_to(request.user, super().get_queryset(request).by_last_change(), at=request.at)
            .select_related(
                "article", "section__parent", "step", "created_by", "taken_by", "correction", "embargo"
            )
            .defer("search_text")
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Edition:
        """Out of her scope is 404, as if it did not exist. Looked for once a request: saving compares and swaps."""
        if (found := getattr(request, "found", None)) and str(found.pk) == object_id:
            return found
        request.found = super().get_object(request, object_id, from_field)
        if request.found is None:
            raise Http404
        return request.found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_enter(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return can_enter(request.user) if obj is None else can_see(request.user, obj, at=request.at)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(WRITE)

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return self.has_module_permission(request) if obj is None else can_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    # ── The list ─────────────────────────────────────────────────────────────
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return find.find(request)

    # ── The form ─────────────────────────────────────────────────────────────
    def get_urls(self) -> list:
        return [*addresses(self.admin_site.admin_view), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Edition | None = None) -> list:
        """With a correction where there is something to put right; open where one is written."""
        if obj is None or obj.opened_from_id is None:
            return self.fieldsets
        name, options = self.correction_fieldset
        written = {**options, "classes": []} if getattr(obj, "correction", None) else options
        return [*self.fieldsets, (name, written)]

    def get_form(
        self, request: HttpRequest, obj: Edition | None = None, change: bool = False, **kwargs
    ) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        form.by, form.at, form.move = request.user, request.at, request.POST.get("_move", "")
        form.refusal, form.typed = getattr(request, "refusal", ""), _shown_instead(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        signs = Author.objects.filter(user=request.user).values_list("name", flat=True)
        return {
            "byline": request.user.pen_name,
            "contributors": next(iter(signs), ""),
            "form_key": uuid.uuid4(),
        }

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        request.found = None
        try:
            edition = self.get_object(request, object_id) if object_id else None
        except Http404:
            if request.method != "POST":
                raise
            return own_words.shut_out(request, object_id)
        if edition and request.method == "POST" and _went_on(request, edition):
            return unsaved.overtaken(request, edition)
        if edition and not can_edit(request.user, edition):
            return desk.read(request, edition)
        if edition is None and (saved := _saved_already(request)):
            return self._second_click(request, saved)
        if edition is None and (saved := _begun_as(_asked_key(request), request.user)):
            # Back from the article to the form it was begun in.
            return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[saved.pk]))
        if request.POST.get("_move", "") not in {"", *desk.BUTTONS}:
            raise Http404
        context = {**_earlier_words(request, edition), **(extra_context or {})}
        return self._tried(request, object_id, form_url, context, edition)

    def _tried(
        self, request: HttpRequest, object_id, form_url, context, edition: Edition | None
    ) -> HttpResponse:
        """The form, and what became of it when others changed the row in the very moment it was saved."""
        request.taken = []
        try:
            response = super().changeform_view(request, object_id, form_url, context)
        except PermissionDenied:
            if edition is None or request.method != "POST":
                raise
            # It left her hands between our look and Django's.
            return unsaved.overtaken(request, edition)
        except (StaleEdition, IntegrityError, moves.Refused) as problem:
            # All was rolled back but the pictures' files.
            Photo.discard_files(request.taken)
            if edition is None and (saved := _saved_already(request)):
                # Two clicks at once: the other one's article is there by now.
                return self._second_click(request, saved)
            if isinstance(problem, IntegrityError):
                raise
            if isinstance(problem, StaleEdition | moves.Overtaken):
                return unsaved.overtaken(request, edition)
            return self._refused(request, object_id, form_url, context, problem)
        return self._shown(request, edition, response)

    def _refused(self, request, object_id, form_url, context, refusal: moves.Refused) -> HttpResponse:
        """The form again, every word in it, with what the gate said."""
        request.refusal, request.taken, request.found = str(refusal), [], None
        edition = self.get_object(request, object_id) if object_id else None
        response = self._shown(
            request, edition, super().changeform_view(request, object_id, form_url, context)
        )
        response.status_code = 403 if isinstance(refusal, moves.NotPermitted) else 409
        return response

    def _shown(self, request: HttpRequest, edition: Edition | None, response: HttpResponse) -> HttpResponse:
        """The form's page, with what stands beside it; what was sent and not saved is kept too."""
        if not isinstance(response, TemplateResponse):
            return response
        if request.method == "POST":
            _keep_unsaved(request, edition, response)
        response.context_data = {**desk.beside(request, edition), **response.context_data}
        if edition:
            permitted = response.context_data["permitted"]
            response.context_data["guide"] = desk.part_of_guide(edition, permitted, at=request.at)
        return with_editor(response)

    def _second_click(self, request: HttpRequest, saved: Edition) -> HttpResponse:
        """The same words again: there they are. Others (sent after the back button) stay in the form."""
        # As the form of a new article: on one that has been submitted she may change nothing any more.
        form = self.get_form(request)(request.POST, instance=saved)
        if not desk.says_the_same(form):
            return self.changeform_view(request, str(saved.pk))
        messages.info(request, _("This article was saved already; here it is."))
        return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[saved.pk]))

    def save_model(self, request: HttpRequest, obj: Edition, form: forms.ModelForm, change: bool) -> None:
        request.revised = not change
        if not change:
            writing.begin(obj, by=request.user, at=request.at, form_key=form.cleaned_data["form_key"])
        elif form.words_changed():
            self._revise(request, obj)
            if set(CORRECTION_FIELDS) & set(form.changed_data):
                writing.correct(obj, form.correction(), at=request.at)
        for name in ("form_key", "continues"):
            if key := form.cleaned_data[name]:
                WorkingCopy.objects.close(key, by=request.user, at=request.at)

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        """Pictures are the edition's words too: a change of theirs alone is a change of it."""
        if formset.has_changed() and not request.revised:
            self._revise(request, form.instance)
        super().save_formset(request, form, formset, change)

    def _revise(self, request: HttpRequest, edition: Edition) -> None:
        move = MOVES.get(request.POST.get("_move", ""))
        writing.revise(edition, by=request.user, at=request.at, then=move)
        request.revised = True

    def response_add(self, request: HttpRequest, obj: Edition, post_url_continue=None) -> HttpResponse:
        return self._after_saving(request, obj, seen=obj.stamp)

    def response_change(self, request: HttpRequest, obj: Edition) -> HttpResponse:
        # The words just saved, and the article as it was seen.
        article_seen = request.POST.get("seen", "").partition(".")[2]
        return self._after_saving(request, obj, seen=f"{obj.version}.{article_seen}")

    def _after_saving(self, request: HttpRequest, edition: Edition, *, seen: str) -> HttpResponse:
        name = request.POST.get("_move", "")
        if not name:
            messages.success(request, self._saved(edition, request))
            return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
        return desk.moved(request, edition, name, seen=seen)

    @staticmethod
    def _saved(edition: Edition, request: HttpRequest) -> str:
        """What became of it: an edit that made passes void brought it back to the first step."""
        if edition.step_id is None or edition.state_since != request.at:
            return _("Saved.")
        return _("Saved. It is back at the first step: %(state)s.") % {
            "state": edition.state_label(request.at)
        }

    # The record has its own events for words.
    def log_addition(self, request: HttpRequest, obj: Edition, message) -> None: ...

    def log_change(self, request: HttpRequest, obj: Edition, message) -> None: ...


def _went_on(request: HttpRequest, edition: Edition) -> bool:
    """Whether a save comes too late: it left her hands, or somebody saved meanwhile, or took the writing over."""
    if not (
        can_edit(request.user, edition) and edition.was_seen(request.POST.get("seen", ""), with_spans=False)
    ):
        return True
    opening = unsaved.key_of(request, "form_key")
    taken = WorkingCopy.objects.open().filter(key=opening, person=request.user, taken_over_at__isnull=False)
    return opening is not None and taken.exists()


def _earlier_words(request: HttpRequest, edition: Edition | None) -> dict:
    """Words to be shown in the form instead of the edition's, when the address asks for some: `ban`, `ban-cu`."""
    if request.method != "GET":
        return {}
    if key := request.GET.get("ban"):
        copy = unsaved.own_copy(request, key, edition)
        stale = edition is not None and not edition.was_seen(copy.seen, with_spans=False)
        # Upon what others saved meanwhile, only what she changed herself.
        words = unsaved.her_part(copy.fields, copy.seen, edition) if stale else UNTICKED | copy.fields
        request.shown_instead = {**words, "continues": str(copy.key)}
        return {"continuing": copy, "replaces": edition if stale else None}
    if edition and (number := request.GET.get("ban-cu", "")).isdecimal():
        version = get_object_or_404(edition.versions.placed().select_related("saved_by"), number=number[:9])
        request.shown_instead = UNTICKED | unsaved.fields_of_version(version, edition)
        return {"restoring": version}
    return {}


def _shown_instead(request: HttpRequest) -> dict[str, str] | None:
    return getattr(request, "shown_instead", None)


def _keep_unsaved(request: HttpRequest, edition: Edition | None, response: HttpResponse) -> None:
    """A form that came back with mistakes, or whose move was refused, is kept: closing the page loses nothing."""
    [photos] = [f.formset for f in response.context_data["inline_admin_formsets"]]
    kept = {form.add_prefix("kept"): form.data.get(form.add_prefix("kept"), "") for form in photos.forms}
    unsaved.keep_refused(request, edition, why=Why.INVALID, pictures=kept)


def _saved_already(request: HttpRequest) -> Edition | None:
    """What an earlier click on "save" of the same opening of the form made."""
    return _begun_as(unsaved.key_of(request, "form_key"), request.user)


def _begun_as(key: uuid.UUID | None, user: User) -> Edition | None:
    """Her article that was begun in this opening of the form, if it was."""
    mine = Edition.objects.select_related("article", "section", "step").filter(created_by=user)
    return mine.filter(article__form_key=key).order_by("number").first() if key else None


def _asked_key(request: HttpRequest) -> uuid.UUID | None:
    """The opening that the address of a new article's form carries once it was sent."""
    try:
        return uuid.UUID(request.GET.get("lan", ""))
    except ValueError:
        return None
