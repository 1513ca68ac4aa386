"""The chain of review as data: which steps, in which order, and the permission that passes each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

STEP_PERMISSIONS = [
    ("articles.pass_editing", _("may pass the editing step")),
    ("articles.pass_publishing", _("may pass the publishing step")),
]


class ReviewStep(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    waiting_label = models.CharField(_("shown while waiting"), max_length=60)
    permission = models.CharField(_("permission"), max_length=60, choices=STEP_PERMISSIONS)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    def next(self) -> "ReviewStep | None":
        return ReviewStep.objects.filter(order__gt=self.order).first()

    def clean(self) -> None:
        if self.pk and self.editions.exists():
            before = ReviewStep.objects.get(pk=self.pk)
            if before.permission != self.permission:
                raise ValidationError(
                    {"permission": _("Articles are waiting at this step. Pass them on first.")}
                )
