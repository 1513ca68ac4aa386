"""The desk's lists and forms of articles, sections, tags and the chain of review."""

import uuid
from collections.abc import Iterator

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import DateTimeField, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import moves, writing
from articles.forms import EditionForm, EditionPhotoForm
from articles.models import Edition, EditionPhoto, ReviewStep, Section, StaleEdition, Tag
from articles.permissions import WRITE, can_edit, can_enter, visible_to
from articles.views import desk
from articles.workflow import MOVES, STATE_LABELS, State
from cms.headers import with_editor
from photos.models import Photo
from record.admin import RecordedAdmin

# How often a form is tried when others change the row in the very moment it is saved.
ATTEMPTS = 3


@admin.register(Section)
class SectionAdmin(RecordedAdmin):
    list_display = ["name", "slug", "parent", "order", "open_from", "open_until"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        """Only a top section may have others under it: no other is offered."""
        if db_field.name == "parent":
            kwargs["queryset"] = Section.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Tag)
class TagAdmin(RecordedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    # One at a time: some may not be deleted.
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """Not a tag that readers were shown: what was approved stays as it was."""
        used = obj is not None and obj.editions.filter(state=State.APPROVED).exists()
        return not used and super().has_delete_permission(request, obj)


@admin.register(ReviewStep)
class ReviewStepAdmin(RecordedAdmin):
    list_display = ["order", "name", "waiting_label", "permission"]
    list_display_links = ["name"]


class StateFilter(admin.SimpleListFilter):
    """By state, and approved ones by what they are now."""

    title = gettext_lazy("state")
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        on_the_table = [(value, label) for value, label in STATE_LABELS if value != State.APPROVED]
        approved = [("scheduled", _("Scheduled")), ("live", _("Published")), ("ended", _("Ended"))]
        return [*on_the_table, *approved, ("all", _("All"))]

    def choices(self, changelist) -> Iterator[dict]:
        first, *others = super().choices(changelist)
        return iter([{**first, "display": _("On the way")}, *others])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        at, value = request.at, self.value()
        if value in dict(STATE_LABELS):
            return queryset.filter(state=value)
        chosen = {
            None: queryset.on_the_way(at),
            "scheduled": queryset.scheduled(at),
            "live": queryset.live(at),
            "ended": queryset.filter(live_until__lte=at),
            "all": queryset,
        }
        return chosen.get(value, queryset.none())


class PhotoInline(admin.StackedInline):
    model = EditionPhoto
    form = EditionPhotoForm
    template = "desk/articles/photos.html"
    extra = 1
    max_num = desk.MOST_PICTURES
    fields = ["upload", "caption", "credit", "alt", "order", "kept"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("photo")

    def get_formset(self, request: HttpRequest, obj: Edition | None = None, **kwargs) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.by, formset.form.at, formset.form.taken = request.user, request.at, request.taken
        return formset

    # Whoever may change the words may change the pictures.
    def has_add_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return obj is None or can_edit(request.user, obj)

    has_change_permission = has_delete_permission = has_view_permission = has_add_permission


@admin.register(Edition)
class EditionAdmin(RecordedAdmin):
    """Writing, and the list of what is on the way. Moves go through `articles.moves`."""

    form = EditionForm
    inlines = [PhotoInline]
    actions = None
    change_form_template = "desk/articles/write.html"
    change_list_template = "desk/articles/list.html"
    list_display = ["title", "state_now", "section", "created_by", "age"]
    list_filter = [StateFilter, "section"]
    list_select_related = ["article", "section", "step", "created_by"]
    list_per_page = 50
    ordering = ["-updated_at"]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy("Words of the text, with or without diacritics")
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", "section", "byline"]}),
        (gettext_lazy("More"), {"fields": ["keywords", "date_line", "expires_at"], "classes": ["collapse"]}),
    ]

    # ── Who ──────────────────────────────────────────────────────────────────
    def get_queryset(self, request: HttpRequest) -> QuerySet:
        as_of = Value(request.at, output_field=DateTimeField())
        return (
            visible_to(request.user, super().get_queryset(request)).annotate(as_of=as_of).defer("search_text")
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Edition:
        """Out of her scope is 404, as if it did not exist."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_enter(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(WRITE)

    def has_change_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return self.has_module_permission(request) if obj is None else can_edit(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Edition | None = None) -> bool:
        return False

    # ── The list ─────────────────────────────────────────────────────────────
    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_now(self, edition: Edition) -> str:
        return edition.state_label(edition.as_of)

    @admin.display(description=gettext_lazy("since the last change"), ordering="updated_at")
    def age(self, edition: Edition) -> str:
        return timesince(edition.updated_at, edition.as_of, depth=1)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return queryset.matching(search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Articles"), **(extra_context or {})})

    # ── The form ─────────────────────────────────────────────────────────────
    def get_urls(self) -> list:
        to_view = self.admin_site.admin_view
        return [
            path("<rowid:edition_id>/chuyen/<slug:name>/", to_view(desk.make_move), name="edition-move"),
            path("<rowid:edition_id>/an-ban-moi/", to_view(desk.open_next), name="edition-open-next"),
            *super().get_urls(),
        ]

    def get_form(
        self, request: HttpRequest, obj: Edition | None = None, change: bool = False, **kwargs
    ) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        form.by, form.at, form.move = request.user, request.at, request.POST.get("_move", "")
        form.refusal = getattr(request, "refusal", "")
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return {"byline": request.user.pen_name, "form_key": uuid.uuid4()}

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        edition = self.get_object(request, object_id) if object_id else None
        if edition and not can_edit(request.user, edition):
            return desk.kept(request, edition) if request.method == "POST" else desk.read(request, edition)
        if edition is None and (saved := _saved_already(request)):
            return self._second_click(request, saved)
        if request.POST.get("_move", "") not in {"", *MOVES}:
            raise Http404
        context = {**desk.beside(request, edition), **(extra_context or {})}
        return self._tried(request, object_id, form_url, context, edition)

    def _tried(
        self, request: HttpRequest, object_id, form_url, context, edition: Edition | None
    ) -> HttpResponse:
        """The form, sent to Django again when others changed the row in the very moment it was saved."""
        for _attempt in range(ATTEMPTS):
            request.taken = []
            try:
                return with_editor(super().changeform_view(request, object_id, form_url, context))
            except PermissionDenied:
                if edition is None or request.method != "POST":
                    raise
                # It left her hands between our look and Django's.
                return desk.kept(request, edition)
            except (StaleEdition, IntegrityError, moves.Refused) as problem:
                # All was rolled back but the pictures' files.
                Photo.discard_files(request.taken)
                if edition is None and (saved := _saved_already(request)):
                    # Two clicks at once: the other one's article is there by now.
                    return self._second_click(request, saved)
                if isinstance(problem, IntegrityError):
                    raise
                if not isinstance(problem, StaleEdition | moves.Overtaken):
                    return self._refused(request, object_id, form_url, context, problem)
        return desk.kept(request, edition)

    def _refused(self, request, object_id, form_url, context, refusal: moves.Refused) -> HttpResponse:
        """The form again, every word in it, with what the gate said."""
        request.refusal, request.taken = str(refusal), []
        response = with_editor(super().changeform_view(request, object_id, form_url, context))
        response.status_code = 403 if isinstance(refusal, moves.NotPermitted) else 409
        return response

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

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        """Pictures are the edition's words too: a change of theirs alone is a change of it."""
        if formset.has_changed() and not request.revised:
            self._revise(request, form.instance)
        super().save_formset(request, form, formset, change)

    def _revise(self, request: HttpRequest, edition: Edition) -> None:
        writing.revise(edition, by=request.user, at=request.at)
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
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
        return desk.moved(request, edition, name, seen=seen)

    # The record has its own events for words.
    def log_addition(self, request: HttpRequest, obj: Edition, message) -> None: ...

    def log_change(self, request: HttpRequest, obj: Edition, message) -> None: ...


def _saved_already(request: HttpRequest) -> Edition | None:
    """What an earlier click on "save" of the same opening of the form made."""
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
    mine = Edition.objects.select_related("article", "section", "step").filter(article__form_key=key)
    return mine.filter(created_by=request.user).order_by("number").first()
