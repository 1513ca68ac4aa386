"""People and what was granted to them: nobody gives what she lacks, or takes hold of an account that may more."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

import record.models as record
from accounts.forms import (
    GrantForm,
    GrantFormSet,
    PersonCreationForm,
    PersonForm,
    SetPasswordForm,
    grant_form,
    where,
)
from accounts.granting import divided, outreaches
from accounts.models import Grant, User
from record.admin import RecordedAdmin

# Roles are bundles named in `accounts/roles.py`; the database's copy is not edited by hand.
admin.site.unregister(Group)

# Whoever sets one of these holds the account, and with it all that it may.
HOLDS_THE_ACCOUNT = ["username", "email", "is_active"]
MORE_THAN_YOU = _(
    "This person holds rights that you do not hold. Her username, e-mail address, password and whether the account "
    "is active are changed by somebody who holds all of them."
)
YOUR_OWN = _(
    "This is your own account. You change your e-mail address and password on the page “My account”; your username, "
    "your rights and whether the account is active are changed by somebody else."
)


def _reason(request: HttpRequest, person: User) -> str:
    """Why she may not take hold of this account; empty where she may. Found out once a request."""
    known = request.__dict__.setdefault("not_hers", {})
    if person.pk not in known:
        own = person.pk == request.user.pk
        known[person.pk] = YOUR_OWN if own else "" if outreaches(request.user, person) else MORE_THAN_YOU
    return known[person.pk]


class GrantInline(admin.TabularInline):
    model = Grant
    form = GrantForm
    formset = GrantFormSet
    template = "desk/accounts/grants.html"
    extra = 2
    fields = ["role", "section"]

    def get_formset(self, request: HttpRequest, obj: User | None = None, **kwargs) -> type:
        return super().get_formset(request, obj, form=grant_form(request.user), **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A grant is given and taken away, each an act of its own; it never turns into another."""
        return False


@admin.register(User)
class PersonAdmin(RecordedAdmin, UserAdmin):
    form = PersonForm
    add_form = PersonCreationForm
    change_password_form = SetPasswordForm
    change_form_template = "desk/accounts/person.html"
    delete_confirmation_template = "desk/accounts/delete.html"
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "usable_password", "password1", "password2"]})
    ]
    person_fieldset = (_("Person"), {"fields": ["display_name", "pen_name", "department"]})
    inlines = [GrantInline]
    # One at a time: some may not be deleted.
    actions = None
    list_display = ["username", "display_name", "department", "is_active"]
    list_filter = ["is_active", "grants__role"]
    search_fields = ["username", "display_name", "pen_name"]
    filter_horizontal = []

    # ── Who ──────────────────────────────────────────────────────────────────
    def get_queryset(self, request: HttpRequest):
        """A superuser is managed by superusers alone: nobody rises by resetting her password."""
        people = super().get_queryset(request)
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        hers = obj is None or not _reason(request, obj)
        return hers and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        """Whatever hangs on her keeps the account, her articles and what may be deleted by nobody alike."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return listed, counts, set(), [*protected, *lacking]

    # ── The form ─────────────────────────────────────────────────────────────
    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        if obj is None:
            return self.add_fieldsets
        if reason := _reason(request, obj):
            # Without the password: read-only, Django would show its hash.
            return [
                self.person_fieldset,
                (_("Account"), {"fields": HOLDS_THE_ACCOUNT, "description": reason}),
            ]
        return [
            (_("Account"), {"fields": ["username", "password", "email", "is_active"]}),
            self.person_fieldset,
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return HOLDS_THE_ACCOUNT if obj and _reason(request, obj) else []

    def get_inlines(self, request: HttpRequest, obj: User | None) -> list:
        """An account is opened first; rights are given to a person who is there, by somebody else."""
        return [] if obj is None or obj.pk == request.user.pk else self.inlines

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, obj: User | None = None, **kwargs
    ):
        if obj is not None:
            context |= {"fixed_grants": divided(request.user, obj)[1], "own": obj.pk == request.user.pk}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # ── Saving ───────────────────────────────────────────────────────────────
    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        """A new person may enter the desk at once; what she finds there is by her grants."""
        if not change:
            obj.is_staff = True
            obj.save()
            return
        # What others wrote into this row meanwhile (sessions, what she has seen) stays.
        obj.save(update_fields=form.changed_data)
        if "is_active" in form.changed_data:
            obj.end_sessions()

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for act, grants in (("delete", formset.deleted_objects), ("add", formset.new_objects)):
            for grant in grants:
                note = f"{grant.role}: {where(grant.section)}"
                record.write(
                    kind=f"grant.{act}", thing=form.instance, by=request.user, at=request.at, note=note
                )

    # ── The password ─────────────────────────────────────────────────────────
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        person = self.get_object(request, id)
        if person is not None and (reason := _reason(request, person)):
            context = {**self.admin_site.each_context(request), "reason": reason, "person": person}
            return TemplateResponse(request, "desk/accounts/not_yours.html", context, status=403)
        return super().user_change_password(request, id, form_url)
