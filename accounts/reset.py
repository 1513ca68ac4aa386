"""A forgotten password: a link by mail, good once and for two hours.

Known, unknown, inactive and mail-less addresses get the same answer. The link is made of SITE_URL: a request's Host
header is whatever somebody wrote into it.
"""

from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import record.models as record
from accounts.models import User
from mail import outbox

# Seconds: one mail to an account in each such piece of the clock, however often it is asked for.
ONE_MAIL_IN = 300

LETTER = _(
    "Somebody, probably you, asked for a new password for the account “%(person)s” at the desk of %(site)s.\n"
    "\n"
    "Open this address to choose one:\n"
    "%(link)s\n"
    "\n"
    "It works once, within %(hours)s hours. If you did not ask for it, do nothing: your password stays as it is.\n"
)


class AskForm(PasswordResetForm):
    def post_mails(self, *, at: datetime) -> None:
        """To each active account of this address that has a password."""
        for person in self.get_users(self.cleaned_data["email"]):
            outbox.post(
                to=person.email,
                subject=gettext("%(site)s: a new password") % {"site": settings.SITE_NAME},
                text=_text(person),
                key=f"password-reset:{person.pk}:{int(at.timestamp()) // ONE_MAIL_IN}",
                at=at,
            )


def _text(person: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    way = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(person)])
    words = {
        "person": person,
        "site": settings.SITE_NAME,
        "link": f"{settings.SITE_URL}{way}",
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    return LETTER % words


class NewPasswordForm(SetPasswordForm):
    def save(self, commit: bool = True) -> User:
        """The password alone is written: what an administrator changed meanwhile stays."""
        person = super().save(commit=False)
        person.save(update_fields=["password"])
        return person


class Ask(views.PasswordResetView):
    form_class = AskForm
    title = _("Forgotten password")

    def form_valid(self, form: AskForm) -> HttpResponse:
        with transaction.atomic():
            form.post_mails(at=self.request.at)
        return HttpResponseRedirect(self.get_success_url())


class Asked(views.PasswordResetDoneView):
    title = _("A mail is on its way")


class Choose(views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    title = _("A new password")
    success_url = reverse_lazy("password_reset_complete")

    def get_user(self, uidb64: str) -> User | None:
        person = super().get_user(uidb64)
        return person if person and person.is_active else None

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer = super().form_valid(form)
        record.write(kind="user.new_password", thing=self.user, by=self.user, at=self.request.at)
        return answer


class Chosen(views.PasswordResetCompleteView):
    title = _("The new password is set")
