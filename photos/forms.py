"""What is typed about pictures: their words one by one or together, the focal point, and why one is taken off."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.fields import DayField, LineField, TextField
from photos.models import Photo
from photos.refusals import Incomplete, Refused

# As many rows as one form may have fields, and a person patience.
MOST_AT_ONCE = 50
# In the order in which they are typed.
FIELDS = ("caption", "credit", "alt", "place", "taken_on", "licence", "licence_until")


def _wide() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "wide"})


class SeenForm(forms.Form):
    """An act on the picture as it was seen."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    use_required_attribute = False

    def clean(self) -> dict:
        if "version" in self.errors:
            raise forms.ValidationError(_("The form was not whole. Load the page anew and try once more."))
        return self.cleaned_data

    def bind_to(self, photo: Photo) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = photo.version

    def refused(self, why: Refused, photo: Photo) -> None:
        """What was typed stays; the next try is bound to the picture as it is now."""
        self.bind_to(photo)
        field = why.field if isinstance(why, Incomplete) else None
        self.add_error(field if field in self.fields else None, str(why))


class WordsForm(SeenForm):
    """The words of one picture. Prefilled with what its file suggested where nobody wrote anything yet."""

    caption = LineField(label=_("Caption"), required=False, max_length=500, widget=_wide())
    credit = LineField(label=_("Credit"), required=False, max_length=150)
    alt = LineField(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        widget=_wide(),
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    place = LineField(label=_("Place"), required=False, max_length=150)
    taken_on = DayField(label=_("Taken on"))
    licence = LineField(
        label=_("Licence"),
        required=False,
        max_length=200,
        help_text=_("Who allowed its use, and for what."),
    )
    licence_until = DayField(label=_("Licensed until"), help_text=_("The last day. Empty: without an end."))

    def __init__(self, *args, photo: Photo, **kwargs) -> None:
        self.photo = photo
        self.suggested: frozenset[str] = frozenset()
        self.overtaken = ""
        super().__init__(*args, **kwargs)

    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def rows(self) -> list[dict]:
        """The fields to be shown: with whether the file suggested what stands there, and what others saved instead."""
        return [
            {
                "field": self[name],
                "suggested": name in self.suggested,
                "stands": self._stands(name) if self.overtaken else None,
            }
            for name in FIELDS
        ]

    def _stands(self, name: str) -> str | None:
        """What is saved by now, where it differs from what was typed."""
        field = self.fields[name]
        saved = field.prepare_value(getattr(self.photo, name))
        saved = "" if saved is None else self[name].field.widget.format_value(saved) or ""
        return saved if saved != (self[name].value() or "") else None


class CreditForAllForm(forms.Form):
    credit_for_all = LineField(
        label=_("The same credit for all"),
        required=False,
        max_length=150,
        help_text=_("It takes the place of what stands in the rows below."),
    )


class FocalForm(SeenForm):
    """Hundredths of the width and the height, from the left and from the top."""

    x = forms.IntegerField(label=_("From the left, in hundredths"), min_value=0, max_value=100)
    y = forms.IntegerField(label=_("From the top, in hundredths"), min_value=0, max_value=100)


class RemovalForm(forms.Form):
    """Bound to no version: see `photos.removal.remove`."""

    use_required_attribute = False

    ordered_by = LineField(label=_("On whose order"), max_length=150)
    reason = TextField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RestoreForm(SeenForm):
    reason = TextField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
