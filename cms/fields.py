"""Form fields in the newsroom's habits."""

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from cms import html
from cms.text import fold, nfc, one_line


class DateLineField(forms.DateTimeField):
    """A time as it is printed, `18:56, 15/09/2021`, in the paper's time zone; one plain text box.

    A browser's own date picker shows the order of its language, which may be month first.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the time like this: 18:56, 15/09/2021."),
    }

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"placeholder": "18:56, 15/09/2021", "inputmode": "text"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if not hasattr(value, "tzinfo"):
            return value
        local = timezone.localtime(value) if value.tzinfo else value
        return formats.date_format(local, "H:i:s, d/m/Y" if local.second else "H:i, d/m/Y")

    def to_python(self, value):
        return super().to_python(" ".join(value.split()) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """One line of text, NFC; pasted line breaks become spaces."""

    def to_python(self, value):
        return _if_visible(one_line(super().to_python(value)))


class TextField(forms.CharField):
    """Plain text of several lines, NFC, line ends as LF."""

    widget = forms.Textarea

    def to_python(self, value):
        return _if_visible(nfc(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n"))


class RichTextField(forms.CharField):
    """Rich text, as the gate to safe HTML lets it through."""

    def to_python(self, value):
        return html.clean(super().to_python(value))


def _if_visible(text: str) -> str:
    """Nothing, where there is nothing to see: zero-width characters and spaces are no words."""
    return text if fold(text) else ""
