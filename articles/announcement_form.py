"""The form of an announcement: what it says, where it leads, from when until when."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Announcement, Article
from articles.models.announcement import Kind
from articles.noticeboard import Wording
from cms.fields import DateLineField, LineField
from cms.text import asked_words

# Breaking news is shown so long where nobody says otherwise.
BREAKING_FOR = timedelta(hours=3)


class AnnouncementForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=Kind.choices,
        initial=Kind.BREAKING,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    text = LineField(
        label=gettext_lazy("What readers are told"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("One line of at most 200 characters. For days of mourning it may stay empty."),
    )
    article = forms.ModelChoiceField(Article.objects.all(), required=False, widget=forms.HiddenInput)
    shown_from = DateLineField(
        label=gettext_lazy("Shown from"), required=False, help_text=gettext_lazy("Empty: from now on.")
    )
    shown_until = DateLineField(
        label=gettext_lazy("Shown until"),
        required=False,
        help_text=gettext_lazy("Empty: breaking news for three hours, all else until somebody ends it."),
    )
    forever = forms.BooleanField(label=gettext_lazy("Until somebody ends it"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    q = LineField(
        label=gettext_lazy("Words of the article"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    use_required_attribute = False

    @classmethod
    def of(cls, announcement: Announcement) -> "AnnouncementForm":
        names = ("kind", "text", "shown_from", "shown_until")
        said = {name: getattr(announcement, name) for name in names}
        for edge in ("shown_from", "shown_until"):
            said[edge] = said[edge] and said[edge].replace(microsecond=0)
        still_open = announcement.shown_until is None
        return cls(
            initial=said
            | {"article": announcement.article_id, "seen": announcement.version, "forever": still_open}
        )

    def clean_q(self) -> str:
        words = self.cleaned_data["q"]
        if words and not asked_words(words):
            raise forms.ValidationError(_("There is no word in this. Write letters or digits."))
        return words

    def clean(self) -> dict:
        given = super().clean()
        if given.get("forever") and given.get("shown_until"):
            said = _("You wrote an end, and ticked that it has none. Empty the box, or take the tick away.")
            self.add_error("shown_until", said)
        return given

    def wording(self, *, at: datetime, begun: datetime | None = None) -> Wording:
        """`begun` is since when it has been shown: that edge stands."""
        given = self.cleaned_data
        begins = None if begun else given["shown_from"]
        until = given["shown_until"]
        if until is None and not given["forever"] and given["kind"] == Kind.BREAKING:
            until = (begins or at) + BREAKING_FOR
        return Wording(
            kind=given["kind"],
            text=given["text"],
            article=given["article"],
            shown_from=begins,
            shown_until=until,
        )
