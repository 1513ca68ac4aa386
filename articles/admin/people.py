"""Running stories and authors at the desk: whoever edits keeps them."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.admin.sections import counted_deletion
from articles.models import Author, Edition, Story
from articles.models.edition import EditionQuerySet
from articles.people_forms import AuthorForm, StoryForm
from articles.permissions import visible_to
from articles.picking import fits
from articles.workflow import State
from record.admin import RecordedAdmin

LATEST = 50


class _OfArticles(RecordedAdmin):
    """What articles are put under: its page at the desk lists them, and it stays while there are any."""

    change_form_template = "desk/articles/of_articles.html"
    # One at a time: some may not be deleted.
    actions = None
    # How an edition names it.
    LOOKUP: ClassVar[str]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Its public address stands once readers may have it."""
        used = obj is not None and self._editions(obj).filter(state=State.APPROVED).exists()
        return ["slug"] if used else []

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        return counted_deletion(objs, super().get_deleted_objects(objs, request))

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        found = self.get_object(request, object_id) if object_id else None
        listed = {"articles": self._listed(request, found)} if found else {}
        return super().changeform_view(request, object_id, form_url, {**listed, **(extra_context or {})})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """With or without diacritics. There are hundreds of them, not thousands."""
        names = queryset.order_by().values_list("pk", "name")
        fitting = [pk for pk, name in names if fits(search_term, name)]
        return queryset.filter(pk__in=fitting), False

    def _editions(self, found: Model) -> EditionQuerySet:
        return Edition.objects.filter(**{self.LOOKUP: found})

    def _listed(self, request: HttpRequest, found: Model) -> list[tuple[Edition, str]]:
        """The latest that she may know of, and how each stands."""
        known = visible_to(request.user, self._editions(found).distinct(), at=request.at)
        latest = known.select_related("article", "section", "step").by_last_change()
        editions = latest.defer("body", "search_text", "lead")[:LATEST]
        return [(edition, edition.state_label(request.at)) for edition in editions]


@admin.register(Story)
class StoryAdmin(_OfArticles):
    form = StoryForm
    list_display = ["name", "slug", "is_closed"]
    list_filter = ["is_closed"]
    search_fields = ["name"]
    LOOKUP = "story"


@admin.register(Author)
class AuthorAdmin(_OfArticles):
    form = AuthorForm
    list_display = ["name", "office", "account", "slug"]
    list_select_related = ["user"]
    search_fields = ["name"]
    LOOKUP = "contributors__author"

    @admin.display(description=_("account"))
    def account(self, author: Author) -> str:
        return str(author.user) if author.user_id else "–"

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("display_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
