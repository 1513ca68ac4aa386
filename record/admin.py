"""What every form of the desk does when it saves: it writes the record."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import record.models as record


class RecordedAdmin(admin.ModelAdmin):
    """A ModelAdmin whose additions, changes and deletions are events, and whose history shows them."""

    view_on_site = False

    def log_addition(self, request: HttpRequest, obj: Model, message) -> None:
        self._record(request, obj, "add")

    def log_change(self, request: HttpRequest, obj: Model, message) -> None:
        self._record(request, obj, "change", note="; ".join(_told(message)))

    def log_deletions(self, request: HttpRequest, queryset) -> None:
        for obj in queryset:
            self._record(request, obj, "delete")

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts, object_id: str) -> HttpResponse:
        """Out of her scope is not found; Django would lead her to the first page."""
        raise Http404

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record of “%(thing)s”") % {"thing": obj},
            "opts": self.opts,
            "events": record.Event.objects.about(obj)[:200],
        }
        return TemplateResponse(request, "desk/record.html", context)

    def _record(self, request: HttpRequest, obj: Model, act: str, note: str = "") -> None:
        kind = f"{obj._meta.model_name}.{act}"
        record.write(kind=kind, thing=obj, by=request.user, at=request.at, note=note)


def _told(message) -> Iterator[str]:
    """Django's list of changes in words: fields of the thing itself, and rows added, changed or deleted with it."""
    for part in message if isinstance(message, list) else []:
        for act, details in part.items():
            words = [details.get("name", ""), details.get("object", ""), ", ".join(details.get("fields", []))]
            yield " ".join([f"{act}:" if details.get("name") else "", *words]).strip()


class KindFilter(admin.SimpleListFilter):
    """The kinds of event that occurred, in words: of what, and what was done."""

    title = gettext_lazy("what")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        things = {model._meta.model_name: model._meta.verbose_name for model in apps.get_models()}
        kinds = record.Event.objects.order_by("kind").values_list("kind", flat=True).distinct()
        named = [(kind, _kind_and_thing(kind, things.get(kind.partition(".")[0]))) for kind in kinds]
        return sorted(named, key=lambda kind: kind[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        kind = self.value()
        if kind is None:
            return queryset
        return queryset.filter(kind=kind) if kind in dict(self.lookup_choices) else queryset.none()


def _kind_and_thing(kind: str, thing) -> str:
    """The same act is done to things of several kinds, so the thing is named with it."""
    act = record.kind_in_words(kind)
    return f"{capfirst(thing)}: {act}" if thing else act


@admin.register(record.Event)
class EventAdmin(admin.ModelAdmin):
    """The record, to read."""

    list_display = ["at", "actor_label", "named", "label", "turned", "note"]
    fields = ["at", "actor_label", "ordered_by", "named", "label", "turned", "note", "place", "link_hash"]
    list_filter = [KindFilter]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).told_to(request.user, at=request.at)

    @admin.display(description=gettext_lazy("what"), ordering="kind")
    def named(self, event: record.Event) -> str:
        return event.what

    @admin.display(description=gettext_lazy("from what to what"))
    def turned(self, event: record.Event) -> str:
        return event.turn

    @admin.display(description=gettext_lazy("number in the chain"))
    def place(self, event: record.Event) -> int | None:
        return event.link.pk if hasattr(event, "link") else None

    @admin.display(description=gettext_lazy("hash of the link"))
    def link_hash(self, event: record.Event) -> str | None:
        return event.link.hash if hasattr(event, "link") else None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
