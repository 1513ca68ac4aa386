"""What the library may be asked: the fields of its form, which are the parameters of its address."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms.fields import LineField
from cms.text import asked_words
from photos.cards import today
from photos.models import PhotoQuerySet

PARAMETERS = {"words": "q", "show": "loc", "mine": "cua-toi"}
WITHOUT_ALT, LICENCE, REMOVED = "thieu-mo-ta", "het-quyen", "da-go"
SOON = timedelta(days=30)
SHOWN = [
    ("", gettext_lazy("All pictures")),
    (WITHOUT_ALT, gettext_lazy("Without alternative text")),
    (LICENCE, gettext_lazy("Licence ended, or ends within 30 days")),
    (REMOVED, gettext_lazy("Taken off every page")),
]


class SearchForm(forms.Form):
    """Bound to an address."""

    words = LineField(
        label=gettext_lazy("Words of the picture"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy(
            "Of caption, credit, alternative text, place or file name; with or without diacritics. "
            "An asterisk ends a word that goes on: thon*"
        ),
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Which pictures"),
        choices=SHOWN,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no such choice: “%(value)s”. Choose another.")
        },
    )
    mine = forms.BooleanField(label=gettext_lazy("Only pictures I brought in"), required=False)

    use_required_attribute = False

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)

    def add_prefix(self, field_name: str) -> str:
        return PARAMETERS.get(field_name, field_name)

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if words and not asked_words(words):
            raise forms.ValidationError(_("There is no word in this. Write letters or digits."))
        return words

    def query(self) -> str:
        """What is asked, in one form. Of what can be read."""
        found = {**self.cleaned_data, "mine": "on" if self.cleaned_data.get("mine") else ""}
        return urlencode(
            {parameter: found[name] for name, parameter in PARAMETERS.items() if found.get(name)}
        )

    def narrowed(self, photos: PhotoQuerySet, *, by: User, at: datetime) -> PhotoQuerySet:
        """Of these pictures, those that are asked for; none where the question cannot be read."""
        if not self.is_valid():
            return photos.none()
        asked = self.cleaned_data
        found = _shown(photos, asked["show"], at=at)
        if asked["mine"]:
            found = found.filter(added_by=by)
        return found.matching(asked["words"])


def newest_first(photos: PhotoQuerySet) -> PhotoQuerySet:
    return photos.order_by("-added_at", "-pk")


def _shown(photos: PhotoQuerySet, show: str, *, at: datetime) -> PhotoQuerySet:
    if show == REMOVED:
        return photos.filter(removed_at__isnull=False)
    standing = photos.shown()
    if show == WITHOUT_ALT:
        return standing.filter(alt="")
    if show == LICENCE:
        return standing.filter(licence_until__lte=today(at) + SOON)
    return standing
