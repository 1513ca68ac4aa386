"""Form fields in the newsroom's habits."""

import re
from datetime import date, datetime

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from cms import html
from cms.text import fold, nfc, one_line

# Outside of these a year is a slip of the hand, and some break the arithmetic of time zones.
PLAUSIBLE_YEARS = range(1900, 2101)
DAYS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


# Midnight is an hour like others: somebody has to mean it.
_DAY_ALONE = re.compile(r"[\d/.-]+")


def as_typed(at: datetime) -> str:
    """As a person would type it into such a field: seconds only where there are any."""
    local = timezone.localtime(at) if at.tzinfo else at
    return formats.date_format(local, "H:i:s, d/m/Y" if local.second else "H:i, d/m/Y")


class DateLineField(forms.DateTimeField):
    """A time as it is printed, `18:56, 15/09/2021`, in the paper's time zone; one plain text box.

    A browser's own date picker shows the order of its language, which may be month first.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the time like this: 18:56, 15/09/2021."),
        "no_hour": _("Write the hour too, like this: 18:56, %(day)s."),
        "implausible": _("The year can't be right. Write the time like this: 18:56, 15/09/2021."),
    }

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"placeholder": "18:56, 15/09/2021", "inputmode": "text"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value):
        if not hasattr(value, "tzinfo"):
            return value
        return as_typed(value)

    def to_python(self, value):
        typed = " ".join(value.split()) if isinstance(value, str) else ""
        at = super().to_python(typed or value)
        if at is not None and at.year not in PLAUSIBLE_YEARS:
            raise forms.ValidationError(self.error_messages["implausible"], code="implausible")
        if _DAY_ALONE.fullmatch(typed):
            day = {"day": f"{at:%d/%m/%Y}"}
            raise forms.ValidationError(self.error_messages["no_hour"], code="no_hour", params=day)
        return at


class DayField(forms.DateField):
    """A day as it is written here, `15/09/2021`; one plain text box."""

    def __init__(self, **kwargs) -> None:
        wrong = _("Write the day like this: 15/09/2021.")
        box = forms.TextInput(attrs={"placeholder": "15/09/2021", "autocomplete": "off"})
        errors = {"invalid": wrong, "implausible": wrong}
        super().__init__(required=False, input_formats=DAYS, widget=box, error_messages=errors, **kwargs)

    def prepare_value(self, value):
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value

    def to_python(self, value) -> date | None:
        day = super().to_python(value)
        if day is not None and day.year not in PLAUSIBLE_YEARS:
            raise forms.ValidationError(self.error_messages["implausible"], code="implausible")
        return day


class LineField(forms.CharField):
    """One line of text, NFC; pasted line breaks become spaces.

    The browser gets no maximum: it would cut what is pasted without a word, where we can say what is too long.
    """

    def widget_attrs(self, widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

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
