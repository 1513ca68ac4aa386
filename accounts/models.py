"""Who works here, and what was granted to whom."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    first_name = last_name = None
    display_name = models.CharField(_("display name"), max_length=100)
    pen_name = models.CharField(_("pen name"), max_length=100, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    mail_waiting = models.BooleanField(_("a mail when a text waits for me"), default=False)
    mail_returned = models.BooleanField(_("a mail when my text is sent back"), default=True)
    mail_approved = models.BooleanField(_("a mail when my text is approved"), default=False)
    mail_withdrawn = models.BooleanField(_("a mail when my article is withdrawn"), default=True)
    looked_at = models.DateTimeField(_("news seen at"), null=True, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each of her sessions carries: another password ends them, and so does `end_sessions`."""
        lasting = f"{self.sessions_ended}:{self.password}"
        return salted_hmac("accounts.User.sessions", lasting, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """Ends every session of hers, wherever it is; the row alone is changed, by one more."""
        User.objects.filter(pk=self.pk).update(sessions_ended=models.F("sessions_ended") + 1)

    @cached_property
    def reach(self) -> dict[str, frozenset[int] | None]:
        """What was granted: permission (`app.codename`) → ids of sections, or None for all. One query."""
        rows = Grant.objects.filter(person=self, role__permissions__isnull=False).values_list(
            "section_id", "role__permissions__content_type__app_label", "role__permissions__codename"
        )
        reach: dict[str, frozenset[int] | None] = {}
        for section_id, app_label, codename in rows:
            permission = f"{app_label}.{codename}"
            so_far = reach.get(permission, frozenset())
            reach[permission] = None if section_id is None or so_far is None else so_far | {section_id}
        return reach

    def where(self, *permissions: str) -> frozenset[int] | None:
        """The sections in which she holds any of these, by id; None for all. What is under them counts too."""
        reached: frozenset[int] = frozenset()
        if not self.is_active:
            return reached
        for permission in permissions:
            here = None if self.is_superuser else self.reach.get(permission, frozenset())
            if here is None:
                return None
            reached |= here
        return reached


class Grant(models.Model):
    """A role given to a person, in a section (with its sub-sections) or in all."""

    person = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("person"))
    role = models.ForeignKey(Group, models.PROTECT, related_name="grants", verbose_name=_("role"))
    section = models.ForeignKey(
        "articles.Section",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
        help_text=_("Empty: in all sections."),
    )

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "section"], name="grant_once"),
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(section=None), name="grant_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}" + (f" ({self.section})" if self.section else "")
