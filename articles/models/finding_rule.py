"""What a site makes of the findings before approval: which hold, which inform, and the terms it does not use."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from articles.findings.kinds import (
    KIND_LABELS,
    SEVERITY_LABELS,
    TITLE_LENGTH,
    Kind,
    Rules,
    Severity,
    Term,
)
from articles.models.edition import Edition
from cms.text import fold

LONGEST_TITLE = Edition._meta.get_field("title").max_length


class FindingRule(models.Model):
    """What the site makes of one kind. A kind without a row stays as the paper's default is."""

    kind = models.CharField(_("finding"), max_length=20, choices=KIND_LABELS, unique=True)
    severity = models.CharField(_("what it does"), max_length=10, choices=SEVERITY_LABELS)
    title_length = models.PositiveSmallIntegerField(
        _("longest title (characters)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_TITLE)],
        help_text=_("Only for long titles."),
    )

    class Meta:
        verbose_name = _("rule before approval")
        verbose_name_plural = _("rules before approval")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title_length=None) | Q(kind=Kind.TITLE_LONG.value, title_length__gt=0),
                name="finding_rule_length_of_titles",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind])
                & Q(severity__in=[severity.value for severity in Severity]),
                name="finding_rule_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        if self.title_length is not None and self.kind != Kind.TITLE_LONG:
            raise ValidationError({"title_length": _("This finding has no length. Empty this box.")})


class BannedTerm(models.Model):
    words = models.CharField(
        _("words"),
        max_length=120,
        unique=True,
        help_text=_("Whole words, with their tones; capitals and the place of the tone make no difference."),
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Why, or what to write instead.")
    )

    class Meta:
        verbose_name = _("term the paper does not use")
        verbose_name_plural = _("terms the paper does not use")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if self.words and not any(c.isalnum() for c in fold(self.words)):
            raise ValidationError({"words": _("Write a word: this has no letter.")})


def site_rules() -> Rules:
    """All that the site has said, in one query."""
    severities, length, terms = {}, TITLE_LENGTH, []
    for kind, severity, limit, words, note in _said():
        if words:
            terms.append(Term(words, note))
            continue
        severities[Kind(kind)] = Severity(severity)
        length = limit or length
    return Rules(severities=severities, title_length=length, terms=tuple(sorted(terms)))


def _said() -> QuerySet:
    """Rows of rules and rows of terms, each with the other's columns empty."""
    nothing, no_number = Value("", output_field=TextField()), Cast(Value(None), IntegerField())
    rules = FindingRule.objects.order_by().annotate(term=nothing, why=nothing)
    terms = BannedTerm.objects.order_by().annotate(of=nothing, makes=nothing, limit=no_number)
    return rules.values_list("kind", "severity", "title_length", "term", "why").union(
        terms.values_list("of", "makes", "limit", "words", "note"), all=True
    )
