"""What the library may be asked: the fields of its form, which are the parameters of its address."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms.asked import AskedForm
from cms.fields import LineField
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


class SearchForm(AskedForm):
    PARAMETERS = PARAMETERS

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
