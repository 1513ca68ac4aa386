"""The desk's forms of running stories and of authors."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.credits import SEPARATORS, names_key
from articles.models import Author, Story
from cms.fields import LineField, TextField
from cms.sorting import LONGEST_NAME
from cms.text import SLUG_LENGTH, fold, slug
from photos.choice import LibraryPhotoField


class _NamedForm(forms.ModelForm):
    """Something with a page of its own: its address is made of its name where nobody wrote one."""

    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=SLUG_LENGTH,
        help_text=_(
            "The end of its public address. Empty: made of the name. It stands once articles were approved."
        ),
    )
    photo = LibraryPhotoField()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not re.search("[a-z0-9]", fold(name)):
            raise forms.ValidationError(_("“%(name)s” has no letter.") % {"name": name})
        return name

    def clean(self) -> dict:
        data = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not data.get("slug") and data.get("name"):
            data["slug"] = self._free(slug(data["name"]))
        return data

    def _free(self, wanted: str) -> str:
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        taken = set(others.filter(slug__startswith=wanted[: SLUG_LENGTH - 4]).values_list("slug", flat=True))
        numbered = (f"{wanted[: SLUG_LENGTH - 4]}-{number}" for number in range(2, len(taken) + 3))
        return next(one for one in (wanted, *numbered) if one not in taken)


class StoryForm(_NamedForm):
    name = LineField(
        label=Story._meta.get_field("name").verbose_name,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    lead = TextField(
        label=_("Lead"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
        help_text=_("What it is about, above its articles."),
    )

    class Meta:
        model = Story
        fields = ["name", "slug", "lead", "photo", "is_closed"]


class AuthorForm(_NamedForm):
    name = LineField(
        label=_("Pen name"),
        max_length=LONGEST_NAME,
        help_text=_("As it is printed. No two authors have the same."),
    )
    office = LineField(label=_("Office"), required=False, max_length=120)
    about = TextField(
        label=_("About"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "wide"}),
        help_text=_("For readers, on the author's page."),
    )

    class Meta:
        model = Author
        fields = ["name", "slug", "user", "office", "about", "photo"]

    def clean_name(self) -> str:
        name = super().clean_name()
        if any(mark in name for mark in SEPARATORS):
            raise forms.ValidationError(
                _(
                    "A pen name has none of these: %(marks)s. Between them the form of an article reads work and share."
                ),
                params={"marks": " ".join(SEPARATORS)},
            )
        others = Author.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if names_key(name) in map(names_key, others):
            raise forms.ValidationError(
                _("There is an author “%(name)s”. Write what tells this one apart, as it is to be printed."),
                params={"name": name},
            )
        return name
