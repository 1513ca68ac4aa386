"""The chain of review as data: which steps, in which order, and the permission that passes each.

One chain stands for the site; a section may have one of its own, which also holds for what is under it.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.section import Section

STEP_PERMISSIONS = [
    ("articles.pass_editing", _("may pass the editing step")),
    ("articles.pass_department", _("may pass the department's step")),
    ("articles.pass_secretariat", _("may pass the secretariat's step")),
    ("articles.pass_publishing", _("may pass the publishing step")),
]


class ReviewStepQuerySet(models.QuerySet):
    def chain_of(self, section: Section) -> list["ReviewStep"]:
        """The steps a text of this section goes through: its own chain, else its parent's, else the site's."""
        nearest_first = [section.pk, section.parent_id, None]
        found = list(self.filter(Q(section=None) | Q(section__in=[pk for pk in nearest_first if pk])))
        for owner in nearest_first:
            if chain := [step for step in found if step.section_id == owner]:
                return chain
        return []


class ReviewStep(models.Model):
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("section"),
        help_text=_("Empty: for the whole site. A section with steps of its own goes through those alone."),
    )
    name = models.CharField(_("name"), max_length=60)
    waiting_label = models.CharField(_("shown while waiting"), max_length=60)
    permission = models.CharField(_("permission"), max_length=60, choices=STEP_PERMISSIONS)
    order = models.PositiveSmallIntegerField(_("order"))

    objects = ReviewStepQuerySet.as_manager()
    # The chain it stands in, where it was fetched for many pieces at once (`possible.look_at_all`).
    known_chain: "list[ReviewStep] | None" = None

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")
        ordering = [models.F("section__order").asc(nulls_first=True), "section_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "order"], name="step_order_once_in_section"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(section=None), name="step_order_once_on_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.section})" if self.section_id else self.name

    def chain(self) -> "list[ReviewStep]":
        """The chain this step stands in, whatever chain its pieces' section has by now. One query."""
        if self.known_chain is not None:
            return self.known_chain
        return list(ReviewStep.objects.filter(section=self.section_id).order_by("order"))

    def next(self) -> "ReviewStep | None":
        return (
            ReviewStep.objects.filter(section=self.section_id, order__gt=self.order).order_by("order").first()
        )

    def clean(self) -> None:
        """The same order twice in one chain: said at the field, where the constraint would say it above the form."""
        same = ReviewStep.objects.filter(section=self.section_id, order=self.order).exclude(pk=self.pk)
        if self.order is not None and same.exists():
            raise ValidationError({"order": _("Another step of this chain stands there. Choose another.")})
