"""The forms of a Word file that becomes a draft: the file itself, and what was understood of it."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Section
from articles.permissions import sections_to_write_in
from articles.word.reading import MOST_PICTURES
from cms.fields import LineField, RichTextField, TextField
from cms.http import row_id
from photos.models import Photo

_WIDE = {"class": "wide"}


class WordFileForm(forms.Form):
    file = forms.FileField(
        label=_("Word file"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": _("Choose a Word file (.docx)."),
            "missing": _("Choose a Word file (.docx)."),
            "empty": _("The file is empty. Choose another."),
        },
    )


class WordTextForm(forms.Form):
    """The words, every one to be changed before anything is saved. `by` is who makes the draft."""

    title = LineField(label=_("Title"), max_length=250, widget=forms.TextInput(attrs=_WIDE))
    lead = TextField(label=_("Lead"), required=False, widget=forms.Textarea(attrs={**_WIDE, "rows": 3}))
    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"))
    byline = LineField(label=_("Byline"), required=False, max_length=150)
    body = RichTextField(label=_("Body"), required=False, widget=CKEditorWidget)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections_to_write_in(by)
        # The browser would stop a form that lacks a title; the server says what else is wrong beside it.
        self.use_required_attribute = False

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "lead", "byline", "body")}


class WordPictureForm(forms.Form):
    """A picture's words at its place. `above` puts it above the text; `first` says that it stood there in the file."""

    photo = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    first = forms.BooleanField(widget=forms.HiddenInput, required=False)
    above = forms.BooleanField(label=_("Show above the text"), required=False)
    caption = LineField(
        label=_("Caption"), required=False, max_length=500, widget=forms.TextInput(attrs=_WIDE)
    )
    credit = LineField(label=_("Credit"), required=False, max_length=150)
    alt = LineField(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=_WIDE),
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    shown: Photo | None = None


class _WordPictures(forms.BaseFormSet):
    """The rows with the pictures they name, asked for at once."""

    def show(self) -> "_WordPictures":
        asked = [row_id(str(form["photo"].value())) for form in self.forms]
        photos = Photo.objects.shown().in_bulk([pk for pk in asked if pk]) if asked else {}
        for form, pk in zip(self.forms, asked, strict=True):
            form.shown = photos.get(pk)
        return self

    @property
    def rows(self) -> list[dict]:
        """The words of each; `there` where the library still has the picture."""
        return [{**form.cleaned_data, "there": form.shown is not None} for form in self.show().forms]


WordPictures = forms.formset_factory(
    WordPictureForm, formset=_WordPictures, extra=0, max_num=MOST_PICTURES, absolute_max=MOST_PICTURES
)
