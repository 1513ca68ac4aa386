"""People and what was granted to them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Grant, User
from record.admin import RecordedAdmin

# Roles are bundles named in `accounts/roles.py`; the database's copy is not edited by hand.
admin.site.unregister(Group)


class GrantInline(admin.TabularInline):
    model = Grant
    extra = 0
    fields = ["role", "section"]


class PersonCreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "display_name")


@admin.register(User)
class PersonAdmin(RecordedAdmin, UserAdmin):
    add_form = PersonCreationForm
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "usable_password", "password1", "password2"]})
    ]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["display_name", "pen_name", "department", "email"]}),
        (_("Account"), {"fields": ["is_active", "is_staff"]}),
    ]
    inlines = [GrantInline]
    list_display = ["username", "display_name", "department", "is_active"]
    list_filter = ["is_active", "grants__role"]
    search_fields = ["username", "display_name", "pen_name"]
    filter_horizontal = []

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        """A new person may enter the desk at once; what she finds there is by her grants."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def get_queryset(self, request: HttpRequest):
        """A superuser is managed by superusers alone: nobody rises by resetting her password."""
        people = super().get_queryset(request)
        return people if request.user.is_superuser else people.filter(is_superuser=False)
