"""What is typed about pictures: their words one by one or together, the focal point, and why one is taken off."""

import json

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
    """The words of one picture. Prefilled with what its file suggested where nobody wrote anything yet.

    `first` is what stood in each field when the page was opened: what she left alone gives way to what others saved.
    """

    kept = FIELDS
    first = forms.CharField(required=False, widget=forms.HiddenInput)
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
        self.clashes: frozenset[str] = frozenset()
        self.overtaken = ""
        super().__init__(*args, **kwargs)
        self.initial["first"] = json.dumps(self._stored(photo), ensure_ascii=False)

    def bind_to(self, photo: Photo) -> None:
        """Takes on what is stored by now, but for the fields that she changed herself."""
        super().bind_to(photo)
        stored, first = self._stored(photo), self._first()
        for name in self.kept:
            key = self.add_prefix(name)
            if name in first and self.data.get(key, "").strip() == first[name].strip():
                self.data[key] = stored[name]
        self.clashes = frozenset(name for name in self.kept if first.get(name) != stored[name])
        self.data[self.add_prefix("first")] = json.dumps(stored, ensure_ascii=False)

    def _stored(self, photo: Photo) -> dict[str, str]:
        """As it would stand in the fields."""
        return {name: self._as_shown(name, _value_of(photo, name)) for name in self.kept}

    def _as_shown(self, name: str, value) -> str:
        field = self.fields[name]
        value = field.prepare_value(value)
        return "" if value is None else field.widget.format_value(value) or ""

    def _first(self) -> dict[str, str]:
        """What the form says stood there. One that says nothing readable has every field her own."""
        try:
            said = json.loads(self.data.get(self.add_prefix("first"), ""))
        except ValueError:
            return {}
        said = said if isinstance(said, dict) else {}
        return {name: text for name, text in said.items() if isinstance(text, str)}

    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def rows(self) -> list[dict]:
        """The fields to be shown: with whether the file suggested what stands there, and what others saved instead."""
        return [
            {
                "field": self[name],
                "suggested": name in self.suggested,
                "stands": self._stands(name) if name in self.clashes else None,
            }
            for name in FIELDS
        ]

    def _stands(self, name: str) -> str | None:
        """What somebody else saved there, where it differs from what was typed."""
        saved = self._as_shown(name, _value_of(self.photo, name))
        return saved if saved != (self[name].value() or "") else None


class PictureForm(WordsForm):
    """All that is said of one picture on its page: its words, and its focal point in hundredths from left and top."""

    kept = (*FIELDS, "x", "y")

    x = forms.IntegerField(label=_("From the left, in hundredths"), min_value=0, max_value=100)
    y = forms.IntegerField(label=_("From the top, in hundredths"), min_value=0, max_value=100)

    def __init__(self, *args, photo: Photo, initial: dict, **kwargs) -> None:
        initial = {**initial, "x": photo.focal_x, "y": photo.focal_y}
        super().__init__(*args, photo=photo, initial=initial, **kwargs)

    def point(self) -> tuple[int, int]:
        return self.cleaned_data["x"], self.cleaned_data["y"]


def _value_of(photo: Photo, name: str):
    return getattr(photo, {"x": "focal_x", "y": "focal_y"}.get(name, name))


class ForAllForm(forms.Form):
    """What a series has in common, typed once."""

    credit_for_all = LineField(label=_("The same credit for all"), required=False, max_length=150)
    place_for_all = LineField(label=_("The same place for all"), required=False, max_length=150)
    taken_on_for_all = DayField(label=_("The same day for all"))
    licence_for_all = LineField(label=_("The same licence for all"), required=False, max_length=200)
    licence_until_for_all = DayField(label=_("Licensed until, for all"))

    use_required_attribute = False

    def given(self) -> dict[str, str]:
        """Field of a picture → what was typed for all; nothing while one of them is wrong."""
        if not self.is_valid():
            return {}
        typed = {name: self.data.get(name, "") for name, value in self.cleaned_data.items() if value}
        return {name.removesuffix("_for_all"): text for name, text in typed.items()}


class RemovalForm(forms.Form):
    """Bound to no version: see `photos.removal.remove`."""

    use_required_attribute = False

    ordered_by = LineField(label=_("On whose order"), max_length=150)
    reason = TextField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class RestoreForm(SeenForm):
    reason = TextField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
