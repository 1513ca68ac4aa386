"""What is typed about people: a new account, its password, grants of rights, and one's own account."""

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.granting import can_grant, divided, offered
from accounts.models import Grant, User
from accounts.overview import sections_in_order
from accounts.roles import SINGLE_RIGHTS

NOT_YOURS = _("“%(role)s” in “%(section)s” is more than you hold there, so you cannot give it.")
TWICE = _("“%(role)s” in “%(section)s” is granted already.")


def where(section) -> str:
    """A grant's section in words; None is everywhere."""
    return str(section) if section else gettext("all sections")


class PersonCreationForm(AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "display_name")


class WhetherPasswordIsSet(ReadOnlyPasswordHashWidget):
    """How the password is kept is nothing to show: only whether there is one, and the way to set it."""

    def get_context(self, name, value, attrs) -> dict:
        usable = bool(value) and is_password_usable(value)
        said = gettext("A password is set.") if usable else gettext("No password is set.")
        return super().get_context(name, value, attrs) | {"summary": [{"label": said}]}


class PersonForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User

    password = ReadOnlyPasswordHashField(label=_("Password"), widget=WhetherPasswordIsSet)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Django speaks here of ways to log in that the desk has not.
        if "password" in self.fields:
            self.fields["password"].help_text = ""


class SetPasswordForm(AdminPasswordChangeForm):
    def save(self, commit: bool = True) -> User:
        """The password alone is written: what others wrote into the row meanwhile stays."""
        person = super().save(commit=False)
        person.save(update_fields=["password"])
        return person


class GrantForm(forms.ModelForm):
    """A grant to be given; one that was given is not changed but taken away, and another given."""

    by: User
    roles: dict[str, object] = {}
    sections: dict[str, object] = {}
    everywhere = False

    class Meta:
        model = Grant
        fields = ["role", "section"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        role, section = self._meta.model._meta.get_field("role"), self._meta.model._meta.get_field("section")
        self.fields["role"] = forms.TypedChoiceField(
            label=role.verbose_name, choices=self._role_choices, coerce=lambda pk: self.roles.get(str(pk))
        )
        self.fields["section"] = forms.TypedChoiceField(
            label=section.verbose_name,
            choices=self._section_choices,
            coerce=lambda pk: self.sections.get(str(pk)),
            empty_value=None,
            required=not self.everywhere,
            help_text=section.help_text if self.everywhere else "",
        )

    def _role_choices(self) -> list:
        alone = {right.name for right in SINGLE_RIGHTS.values()}
        bundles = [(pk, role.name) for pk, role in self.roles.items() if role.name not in alone]
        singles = [(pk, role.name) for pk, role in self.roles.items() if role.name in alone]
        groups = [(gettext("Roles"), bundles), (gettext("Single rights"), singles)]
        return [("", "—"), *(group for group in groups if group[1])]

    def _section_choices(self) -> list:
        empty = gettext("All sections") if self.everywhere else "—"
        named = [(pk, f"— {place}" if place.parent_id else str(place)) for pk, place in self.sections.items()]
        return [("", empty), *named]

    def clean(self) -> dict:
        given = super().clean()
        role, section = given.get("role"), given.get("section")
        if role and "section" in given and not can_grant(self.by, role, section):
            raise ValidationError(NOT_YOURS, params={"role": role, "section": where(section)})
        return given


class GrantFormSet(BaseInlineFormSet):
    """The grants of a person that `form.by` may take away, and new ones. What else she holds is not in it."""

    def __init__(self, *args, queryset=None, instance=None, **kwargs) -> None:
        hers, fixed = divided(self.form.by, instance) if instance and instance.pk else ([], [])
        self.fixed = {(grant.role_id, grant.section_id) for grant in fixed}
        of_hers = Grant.objects.filter(pk__in=[grant.pk for grant in hers]).select_related(
            "person", "role", "section"
        )
        super().__init__(*args, queryset=of_hers, instance=instance, **kwargs)

    def clean(self) -> None:
        super().clean()
        held = set(self.fixed)
        held |= {(form.instance.role_id, form.instance.section_id) for form in self._staying()}
        for form in self.extra_forms:
            role, section = form.cleaned_data.get("role"), form.cleaned_data.get("section")
            if role is None or form in self.deleted_forms:
                continue
            pair = (role.pk, section.pk if section else None)
            if pair in held:
                raise ValidationError(TWICE, params={"role": role, "section": where(section)})
            held.add(pair)

    def _staying(self) -> list[GrantForm]:
        return [form for form in self.initial_forms if form not in self.deleted_forms]


def grant_form(by: User) -> type[GrantForm]:
    """The form of a grant with what this person may give: asked for once, for all rows."""
    roles, places = offered(by, sections_in_order())
    offers = {
        "by": by,
        "roles": {str(role.pk): role for role in roles},
        "sections": {str(place.pk): place for place in places if place},
        "everywhere": None in places,
    }
    return type("GrantFormOfHers", (GrantForm,), offers)


class AccountForm(forms.ModelForm):
    """What somebody says of herself. Her address opens her account, so changing it needs the password."""

    current_password = forms.CharField(
        label=_("Current password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Only to change the e-mail address."),
    )

    class Meta:
        model = User
        fields = ["pen_name", "email", "mail_waiting", "mail_returned", "mail_approved", "mail_withdrawn"]
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "email"})}

    def clean(self) -> dict:
        given = super().clean()
        if "email" in self.changed_data and not self.instance.check_password(
            given.get("current_password", "")
        ):
            self.add_error("current_password", _("Give your current password to change your e-mail address."))
        return given

    def save(self, commit: bool = True) -> User:
        """Only what she changed is written."""
        person = super().save(commit=False)
        person.save(update_fields=self.said())
        return person

    def said(self) -> list[str]:
        return [name for name in self.changed_data if name in self.Meta.fields]
