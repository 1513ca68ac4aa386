"""The form in which the front page is laid out: from when, over what, and which articles are looked for.

The arrangement itself stands beside it: one hidden field for each place (`articles.arrangement`).
"""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.arrangement import place_of
from articles.front import Place
from articles.models import Layout, Section
from cms.fields import DateLineField, LineField
from cms.text import asked_words

NOW, LATER = "now", "later"
PLACES = "cho"


class ArrangementForm(forms.Form):
    when = forms.ChoiceField(
        label=gettext_lazy("From when"),
        choices=[(NOW, gettext_lazy("From now on")), (LATER, gettext_lazy("From a time"))],
        initial=NOW,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose from when this page is shown.")},
    )
    live_from = DateLineField(label=gettext_lazy("Shown from"), required=False)
    # What she saw as the newest; what she began with; what this one takes the place of.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    over = forms.ModelChoiceField(Layout.objects.all(), required=False, widget=forms.HiddenInput)
    instead_of = forms.ModelChoiceField(Layout.objects.all(), required=False, widget=forms.HiddenInput)
    q = LineField(
        label=gettext_lazy("Words of the article"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    muc = forms.ModelChoiceField(
        Section.objects.all(),
        label=gettext_lazy("Section"),
        required=False,
        empty_label=gettext_lazy("All sections"),
    )
    use_required_attribute = False

    @classmethod
    def as_typed(cls, data: QueryDict, **instead) -> "ArrangementForm":
        """What was typed, without a word about its mistakes: nothing is decided yet."""
        return cls(initial={name: data.get(name, "") for name in cls.base_fields} | instead)

    def clean_q(self) -> str:
        words = self.cleaned_data["q"]
        if words and not asked_words(words):
            raise forms.ValidationError(_("There is no word in this. Write letters or digits."))
        return words

    def clean(self) -> dict:
        """The time and the choice of now or later say the same."""
        given = super().clean()
        when, typed = given.get("when"), given.get("live_from")
        if when == NOW and typed:
            said = _("You chose “from now on”, and wrote a time. Empty this box, or choose “from a time”.")
            self.add_error("live_from", said)
        if when == LATER and not typed and "live_from" not in self.errors:
            self.add_error(
                "live_from", _("Write the time from which this page is shown, like this: 06:00, 24/11/2026.")
            )
        return given

    def moment(self, *, at: datetime) -> datetime:
        """When this page would be seen first, as far as that can be read by now."""
        self.is_valid()
        typed = self.cleaned_data.get("live_from")
        return typed if typed and self.cleaned_data.get("when") == LATER and typed > at else at


def arranged(data: QueryDict) -> list[Place]:
    """The places as the form holds them, in their order; what is none was written by nobody here."""
    return [place for text in data.getlist(PLACES) if (place := place_of(text))]
