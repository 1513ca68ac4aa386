"""The outbox, to read: what was sent, what waits and why. Never a mail's text, which may open an account."""

from django.contrib import admin
from django.http import HttpRequest
from django_tasks_db.models import DBTaskResult

from mail.models import Mail

# The library's page speaks English to a Vietnamese desk, and what matters of its rows stands in the log.
admin.site.unregister(DBTaskResult)


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    list_display = ["to", "subject", "created_at", "sent_at", "attempts", "last_error"]
    fields = ["to", "subject", "created_at", "due_at", "sent_at", "attempts", "last_error"]
    search_fields = ["to", "subject"]
    ordering = ["-pk"]
    show_full_result_count = False
    view_on_site = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
