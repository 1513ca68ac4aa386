"""What staff may say of a file, and ask of the library of files. The search's fields are parameters of its address."""

from django import forms
from django.utils.translation import gettext_lazy

from cms.asked import AskedForm
from cms.fields import LineField
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


class SearchForm(AskedForm):
    PARAMETERS = PARAMETERS

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

    def narrowed(self, files: FileQuerySet) -> FileQuerySet:
        """Of these files those that are asked for; none where the question can't be read."""
        if not self.is_valid():
            return files.none()
        found = files.matching(self.cleaned_data["words"])
        return found.filter(kind=self.cleaned_data["kind"]) if self.cleaned_data["kind"] else found
