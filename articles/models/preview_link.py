"""A preview link: an address by which people without an account read one edition before it is published.

Whoever has the address reads; so it is long and random, kept only as a digest, and ends by itself.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from articles.models.embargo import Embargo
from articles.workflow import Phase, State

DAYS = [(1, _("1 day")), (3, _("3 days")), (7, _("7 days"))]
# How long what is over is still listed beside the edition.
KEPT_FOR = timedelta(days=30)


def new_token() -> str:
    """192 random bits, as they stand in an address."""
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class Standing(models.TextChoices):
    """What a link is at an instant. Never stored."""

    OPEN = "open", _("can be opened")
    REVOKED = "revoked", _("ended by the newsroom")
    PUBLISHED = "published", _("ended with the publication")
    OVER = "over", _("its time is over")
    EMBARGO = "embargo", _("shut while the article is under embargo")
    MAKER_GONE = "maker_gone", _("ended with the account of whoever made it")


class PreviewLinkQuerySet(models.QuerySet):
    def open(self, at: datetime) -> "PreviewLinkQuerySet":
        """Those that show something at this instant. See `PreviewLink.standing`."""
        unpublished = ~Q(edition__state=State.APPROVED) | Q(edition__live_from__gt=at)
        kept = Embargo.objects.on(at).filter(edition=OuterRef("edition"))
        return self.filter(
            unpublished, ~Exists(kept), revoked_at=None, expires_at__gt=at, made_by__is_active=True
        )

    def opened_by(self, token: str, *, at: datetime) -> "PreviewLink | None":
        """The link this token opens, with its edition. Dead and unknown tokens are one query and one answer."""
        whole = self.select_related("edition__article", "edition__section__parent", "edition__correction")
        return whole.open(at).filter(token_digest=digest_of(token)).first()

    def revoke(self, *, at: datetime) -> int:
        return self.filter(revoked_at=None).update(revoked_at=at)

    def forgettable(self, at: datetime) -> "PreviewLinkQuerySet":
        return self.filter(Q(expires_at__lt=at - KEPT_FOR) | Q(revoked_at__lt=at - KEPT_FOR))


class PreviewLink(models.Model):
    """`label` says for whom it was made. The token itself stands nowhere: it is shown once, to whoever made it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="preview_links")
    token_digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("for whom"), max_length=100)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="preview_link_expires_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def standing(self, at: datetime) -> Standing:
        """The Python truth beside `PreviewLinkQuerySet.open`."""
        if self.revoked_at is not None:
            return Standing.REVOKED
        if self.edition.phase(at) not in (None, Phase.SCHEDULED):
            return Standing.PUBLISHED
        if self.expires_at <= at:
            return Standing.OVER
        if (embargo := getattr(self.edition, "embargo", None)) and embargo.is_on(at):
            return Standing.EMBARGO
        return Standing.OPEN if self.made_by.is_active else Standing.MAKER_GONE

    def is_open(self, at: datetime) -> bool:
        return self.standing(at) == Standing.OPEN
