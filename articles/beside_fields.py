"""What stands beside a text as rows, held by the writing form as lines of text: contributors and related articles.

So versions, unsaved words and comparisons keep them as they keep any word. Scripts make rows of the lines.
"""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles import credits
from articles.models import Author
from articles.models.author import Work
from cms.fields import LineField, TextField

_ROWS = {
    "data-behaviour": "contributors",
    "data-works": format_lazy("|".join("{}" for _work in Work), *Work.labels),
}


class ContributorsField(TextField):
    """Its clean value is a list of `credits.Credit`."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Contributors"),
            required=False,
            max_length=3000,
            help_text=_(
                "Who made it, behind the printed byline: for author pages, and for what is paid. One a line, pen name "
                "first: Lò Thị Mẫu · photos · 30%. Without a work it is the text; the share may be left out."
            ),
            widget=forms.Textarea(attrs={**_ROWS, "rows": 2, "class": "wide"}),
        )

    def clean(self, value: str) -> list[credits.Credit]:
        text = super().clean(value)
        if not text:
            return []
        try:
            return credits.credits_in(text, Author.objects.known())
        except credits.Unreadable as problem:
            raise forms.ValidationError(problem.messages) from problem


class RelatedField(LineField):
    """Its clean value is a list of articles' ids. Whether she may name them is the form's to ask."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Related articles"),
            required=False,
            max_length=300,
            help_text=_(
                "At most six, in their order; what is missing is found by the running story and the tags. Write their "
                "numbers, which stand at the end of their addresses: 12, 45."
            ),
            widget=forms.TextInput(attrs={"class": "wide", "data-behaviour": "related"}),
        )

    def clean(self, value: str) -> list[int]:
        try:
            return credits.ids_in(super().clean(value))
        except credits.Unreadable as problem:
            raise forms.ValidationError(problem.messages) from problem
