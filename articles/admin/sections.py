"""Sections and tags at the desk."""

from collections import Counter

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from articles.models import Section, Tag
from articles.permissions import known_tags
from articles.views.addresses import of_sections
from articles.workflow import State
from record.admin import RecordedAdmin


def _counted(objs) -> list[str]:
    """What keeps these from being deleted, by kind and number."""
    found = NestedObjects(using=DEFAULT_DB_ALIAS)
    found.collect(objs)
    kinds = Counter(type(one) for one in found.protected)
    return [f"{capfirst(kind._meta.verbose_name_plural)}: {number}" for kind, number in kinds.items()]


def counted_deletion(objs, found: tuple) -> tuple:
    """How many of each stand in its way; their names are not for everybody who manages what they hang on."""
    _listed, counts, lacking, protected = found
    listed = [f"{capfirst(name)}: {number}" for name, number in counts.items()]
    # Where something stands in its way it is not her rights that do.
    return (listed, counts, set(), _counted(objs)) if protected else (listed, counts, lacking, [])


@admin.register(Section)
class SectionAdmin(RecordedAdmin):
    list_display = ["name", "slug", "parent", "order", "display", "open_from", "open_until"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug"]
    change_form_template = "desk/accounts/section_form.html"
    change_list_template = "desk/accounts/section_list.html"

    def get_urls(self) -> list:
        return [*of_sections(self.admin_site.admin_view), *super().get_urls()]

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        return counted_deletion(objs, super().get_deleted_objects(objs, request))

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
