"""One picture of the library in a form of the desk: its number, which a script fills in from the picker."""

from django import forms
from django.utils.translation import gettext_lazy as _

from photos.models import Photo


class LibraryPhotoField(forms.ModelChoiceField):
    """A page with one includes desk/photos/_choose_one.html."""

    default_error_messages = {
        "invalid_choice": _(
            "There is no picture with this number in the library. It stands on the picture's page."
        ),
    }

    def __init__(self, **kwargs) -> None:
        box = forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-behaviour": "library-photo"}
        )
        help_text = _("Its number in the library, which stands at the end of the address of its page.")
        super().__init__(
            Photo.objects.all(), required=False, widget=box, help_text=help_text, label=_("Photo"), **kwargs
        )

    def clean(self, value: str) -> Photo | None:
        photo = super().clean(value)
        if photo is not None and photo.is_removed:
            raise forms.ValidationError(
                _("This picture was taken off every page and can't be used."), code="removed"
            )
        return photo
