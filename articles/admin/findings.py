"""What is checked before approval, at the desk: which findings hold, and the terms the paper does not use."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from articles.findings.kinds import KIND_LABELS, SEVERITY_LABELS, default_severity
from articles.models import BannedTerm, FindingRule
from cms.fields import LineField
from record.admin import RecordedAdmin


@admin.register(FindingRule)
class FindingRuleAdmin(RecordedAdmin):
    list_display = ["kind", "severity", "title_length"]
    change_list_template = "desk/articles/finding_rules.html"
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: FindingRule | None = None) -> list[str]:
        """A rule stays about what it is about; the record tells its history by that."""
        return ["kind"] if obj else []

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """With the kinds of which the site has said nothing, and what they do by default."""
        said = set(FindingRule.objects.values_list("kind", flat=True))
        does = dict(SEVERITY_LABELS)
        unsaid = [(label, does[default_severity(kind)]) for kind, label in KIND_LABELS if kind not in said]
        return super().changelist_view(request, {"unsaid": unsaid, **(extra_context or {})})


class TermForm(forms.ModelForm):
    words = LineField(
        label=BannedTerm._meta.get_field("words").verbose_name,
        max_length=120,
        help_text=BannedTerm._meta.get_field("words").help_text,
    )

    class Meta:
        model = BannedTerm
        fields = ["words", "note"]


@admin.register(BannedTerm)
class BannedTermAdmin(RecordedAdmin):
    form = TermForm
    list_display = ["words", "note"]
    search_fields = ["words", "note"]
    actions = None
