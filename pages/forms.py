"""The form of a page about the paper: words alone, without pictures, files or videos."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.utils.translation import gettext_lazy as _

from cms import shape
from cms.fields import LineField, RichTextField
from cms.text import slug
from pages.models import SLUG_LENGTH, TITLE_LENGTH, WORDS, Page


class PageForm(forms.Form):
    """`version` is the one that was seen when the form was opened."""

    title = LineField(
        label=_("Title"), max_length=TITLE_LENGTH, widget=forms.TextInput(attrs={"class": "wide"})
    )
    body = RichTextField(
        label=_("Text"),
        required=False,
        widget=CKEditorWidget("pages"),
        help_text=_("Empty: the page is not there for readers, and not named at the foot of the pages."),
    )
    order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=9999,
        initial=100,
        help_text=_("Smaller numbers stand first."),
    )
    in_footer = forms.BooleanField(label=_("Name it at the foot of every page"), required=False, initial=True)
    with_imprint = forms.BooleanField(
        label=_("Show the newsroom's address, licence and head below the text, as they are set for the site"),
        required=False,
    )
    version = forms.RegexField(r"\A[1-9][0-9]{0,8}\Z", widget=forms.HiddenInput)

    use_required_attribute = False

    @classmethod
    def of(cls, page: Page) -> "PageForm":
        body = page.shown_body()
        return cls(initial={**page.words, "body": body, "version": page.version})

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if shape.objects(body):
            raise forms.ValidationError(
                _("These pages hold words alone. Take the pictures, videos and files out of the text.")
            )
        return body

    @property
    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def seen(self) -> int:
        return int(self.cleaned_data["version"])

    def go_on_from(self, version: int) -> None:
        """The form that is shown again is one that can be sent: over what stands now, by who has read it."""
        self.data = {**self.data.dict(), "version": str(version)}


class NewPageForm(PageForm):
    version = None
    slug = forms.SlugField(
        label=_("Address"),
        max_length=SLUG_LENGTH,
        required=False,
        help_text=_("As in quy-tac-binh-luan. Empty: made of the title. It can't be changed later."),
        error_messages={"invalid": _("Write small letters without diacritics, digits and hyphens.")},
    )
    field_order = ["title", "slug"]

    def clean(self) -> dict:
        data = super().clean()
        if "slug" not in self.errors and data.get("title"):
            data["slug"] = data["slug"] or slug(data["title"])[:SLUG_LENGTH].strip("-")
            if Page.objects.filter(slug=data["slug"]).exists():
                self.add_error("slug", _("There is a page at this address already. Choose another."))
        return data


class RestoreForm(forms.Form):
    number = forms.RegexField(r"\A[1-9][0-9]{0,8}\Z")
    version = forms.RegexField(r"\A[1-9][0-9]{0,8}\Z")
