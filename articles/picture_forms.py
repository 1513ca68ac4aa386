"""The pictures' part of the writing form: a file, its words, and rows that were typed earlier."""

import re
from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import EditionPhoto
from cms.fields import LineField
from photos.models import Photo
from photos.tokens import photo_of, token_of

MOST_PICTURES = 100
_FIELD = re.compile(r"photos-(\d{1,3})-(\w+)", re.ASCII)
# Of a row, what is kept while it is not saved; `photo` stands in older versions.
_KEPT = frozenset({"id", "caption", "credit", "alt", "order", "kept", "DELETE", "photo"})


def is_of_a_picture(name: str) -> bool:
    """Whether a field of the writing form belongs to a row of its pictures."""
    match = _FIELD.fullmatch(name)
    return match is not None and int(match[1]) < MOST_PICTURES and match[2] in _KEPT


def typed_rows(fields: Mapping[str, str]) -> list[dict[str, str]]:
    """The pictures' rows among the fields of a form, in their order; empty ones left out."""
    rows: dict[int, dict[str, str]] = {}
    for name, text in fields.items():
        if match := _FIELD.fullmatch(name):
            rows.setdefault(int(match[1]), {})[match[2]] = text
    said = [rows[place] for place in sorted(rows)]
    return [row for row in said if any(text for word, text in row.items() if word != "order")]


class EditionPhotoForm(forms.ModelForm):
    """A picture with its caption. Subclassed per request with `by`, `at` and `taken`, which lists what was stored.

    A picture that was uploaded with a form that has an error elsewhere is kept: `kept` brings it back.
    """

    by: User
    at: datetime
    taken: list[Photo]

    upload = forms.FileField(
        label=_("Picture file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.gif"}),
    )
    caption = LineField(
        label=_("Caption"), required=False, max_length=500, widget=forms.TextInput(attrs={"class": "wide"})
    )
    credit = LineField(label=_("Credit"), required=False, max_length=150)
    alt = LineField(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "wide"}),
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = EditionPhoto
        fields = ["caption", "credit", "alt", "order"]

    def clean(self) -> dict:
        data = super().clean()
        photo = self._photo(data)
        if photo:
            self.instance.photo = photo
            # The form is shown again with this when something else is wrong.
            self.data = self.data.copy()
            self.data[self.add_prefix("kept")] = token_of(photo)
        if (
            not self.instance.photo_id
            and not data.get("caption")
            and "upload" not in self.errors
            and self.has_changed()
        ):
            self.add_error(
                "caption", _("Choose a picture, or write the caption of one that is still to come.")
            )
        return data

    def _photo(self, data: dict) -> Photo | None:
        upload = data.get("upload")
        if upload:
            try:
                photo = Photo.objects.take_in(upload, name=upload.name, by=self.by, at=self.at)
                if not photo.was_there:
                    self.taken.append(photo)
                return photo
            except forms.ValidationError as error:
                self.add_error("upload", error)
                return None
        if data.get("kept"):
            return photo_of(data["kept"])
        return None


class EditionPhotoFormSet(forms.BaseInlineFormSet):
    """Shows rows that were typed earlier (`typed`), each at the picture it was typed for, new ones at the end."""

    typed: list[dict[str, str]] | None = None

    def _construct_form(self, i: int, **kwargs) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        if self.typed and not self.is_bound:
            form.initial |= self._typed_for(form, i - self.initial_form_count())
        return form

    def _typed_for(self, form: forms.ModelForm, new: int) -> dict[str, str]:
        if form.instance.pk:
            return next((row for row in self.typed if row.get("id") == str(form.instance.pk)), {})
        rows = self.new_rows(self.typed, {str(place.pk) for place in self.get_queryset()})
        return {word: text for word, text in rows[new].items() if word != "id"} if new < len(rows) else {}

    @staticmethod
    def new_rows(typed: list[dict[str, str]], there: set[str]) -> list[dict[str, str]]:
        """Those of no picture that is in the edition by now."""
        return [row for row in typed if row.get("id") not in there]
