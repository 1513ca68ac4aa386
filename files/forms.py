"""What staff may say of a file, and ask of the library of files. The search's fields are parameters of its address."""

from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.fields import LineField
from cms.text import asked_words
from files.models import File, FileQuerySet

PARAMETERS = {"words": "q", "kind": "loai"}


class TitleForm(forms.ModelForm):
    title = LineField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy(
            "Readers see it where the place in the text says nothing else, and as the file's name."
        ),
    )

    class Meta:
        model = File
        fields = ["title"]

    use_required_attribute = False


class SearchForm(forms.Form):
    """Bound to an address."""

    words = LineField(
        label=gettext_lazy("Words of the file"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy(
            "Of its title or name; with or without diacritics. An asterisk ends a word that goes on: thon*"
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All files")), *File.KINDS],
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There is no such choice: “%(value)s”. Choose another.")
        },
    )

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
        """What is asked, in one form."""
        if not self.is_valid():
            return ""
        asked = self.cleaned_data
        return urlencode({parameter: asked[name] for name, parameter in PARAMETERS.items() if asked[name]})

    def narrowed(self, files: FileQuerySet) -> FileQuerySet:
        """Of these files those that are asked for; none where the question can't be read."""
        if not self.is_valid():
            return files.none()
        found = files.matching(self.cleaned_data["words"])
        return found.filter(kind=self.cleaned_data["kind"]) if self.cleaned_data["kind"] else found
