"""Sections and tags at the desk."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Section, Tag
from articles.permissions import known_tags
from articles.views.addresses import of_sections
from articles.workflow import State
from record.admin import RecordedAdmin


@admin.register(Section)
class SectionAdmin(RecordedAdmin):
    list_display = ["name", "slug", "parent", "order", "open_from", "open_until"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    change_form_template = "desk/accounts/section_form.html"
    change_list_template = "desk/accounts/section_list.html"

    def get_urls(self) -> list:
        return [*of_sections(self.admin_site.admin_view), *super().get_urls()]

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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return known_tags(request.user, super().get_queryset(request), at=request.at)

    def has_delete_permission(self, request: HttpRequest, obj: Tag | None = None) -> bool:
        """Not a tag that readers were shown: what was approved stays as it was."""
        used = obj is not None and obj.editions.filter(state=State.APPROVED).exists()
        return not used and super().has_delete_permission(request, obj)
