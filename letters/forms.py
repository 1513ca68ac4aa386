"""The reader's form, and what staff send with what they do of a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.models import Section
from articles.permissions import sections_to_write_in
from cms.asked import AskedForm
from cms.fields import LineField, TextField
from letters.models import (
    ANSWER_LENGTH,
    BODY_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    SENDER_KEPT_FOR,
    SUBJECT_LENGTH,
    Kind,
    Letter,
    Sender,
    phone_number,
)
from letters.steps import STATE_LABELS, State

# The consent text shown beside the box; a change of the words, or of how long, is a new version.
CONSENT_VERSION = "2026-12"


class LetterForm(forms.Form):
    """`website` is a trap: readers don't see it, programs fill it in."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Kind.choices,
        error_messages={
            "required": _("Choose what it is."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    subject = LineField(
        label=_("Subject"),
        max_length=SUBJECT_LENGTH,
        error_messages={"required": _("Write in a few words what it is about.")},
    )
    body = TextField(
        label=_("Your letter"),
        min_length=10,
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write your letter here.")},
        help_text=_(
            "What happened, where, when; how you know of it. Numbers of identity papers are not kept."
        ),
    )
    name = LineField(
        label=_("Your name, or a pen name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, or a pen name.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = LineField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("So that we can answer: one of the two is enough. They are never shown to readers."),
    )
    no_answer = forms.BooleanField(label=_("I need no answer."), required=False)
    consent = forms.BooleanField(
        error_messages={"required": _("Please tick the box: without it we may not keep your letter.")},
    )
    website = forms.CharField(label=_("Leave this empty"), required=False, max_length=1000)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", auto_id="thu-%s", use_required_attribute=False, **kwargs)
        for name, field in self.fields.items():
            helped = f" thu-{name}-giup" if field.help_text else ""
            field.widget.attrs["aria-describedby"] = f"thu-{name}-loi{helped}"
        # A browser would cut what is pasted, and not say so; the form says how much is too much.
        del self.fields["body"].widget.attrs["maxlength"]
        self.fields["consent"].label = _(
            "I agree that the newsroom keeps my name and how to reach me for %(days)d days, to handle this letter."
        ) % {"days": SENDER_KEPT_FOR.days}
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        number = phone_number(typed)
        if typed and not number:
            raise forms.ValidationError(_("Write the number in digits, like this: 0912 345 678."))
        return number

    def clean(self) -> dict:
        data = super().clean()
        reachable = data.get("email") or data.get("phone") or {"email", "phone"} & set(self.errors)
        if not reachable and not data.get("no_answer"):
            self.add_error(
                "email", _("Write an e-mail address or a telephone number, or tick that you need no answer.")
            )
        return data

    def letter(self, *, suspect: bool, at) -> Letter:
        data = self.cleaned_data
        return Letter(
            kind=data["kind"],
            subject=data["subject"],
            body=data["body"],
            wants_answer=not data["no_answer"],
            received_at=at,
            consent=CONSENT_VERSION,
            suspect=suspect,
            state=State.SPAM if data["website"] else State.NEW,
        )

    def sender(self, *, network: str, user_agent: str) -> Sender:
        data = self.cleaned_data
        contact = {"name": data["name"], "email": data["email"], "phone": data["phone"]}
        return Sender(**contact, network=network, user_agent=user_agent[:200])


class SearchForm(AskedForm):
    PARAMETERS = {"words": "q", "state": "trang-thai"}

    words = LineField(
        label=_("Words of the letter"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=_("Or its reference, the reader's e-mail address or telephone number."),
    )
    state = forms.ChoiceField(choices=STATE_LABELS, required=False, widget=forms.HiddenInput)

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        return words if "@" in words else super().clean_words()


class ActForm(forms.Form):
    """What a button carries: the version that was seen, a reason listed or her own, the answer."""

    version = forms.RegexField(r"\A[1-9][0-9]{0,8}\Z")
    reason = LineField(required=False, max_length=REASON_LENGTH)
    own_reason = LineField(required=False, max_length=REASON_LENGTH)
    answer = TextField(required=False, max_length=ANSWER_LENGTH)

    def given(self) -> dict[str, str]:
        data = self.cleaned_data
        return {"reason": data["own_reason"] or data["reason"], "answer": data["answer"]}


class NoteForm(forms.Form):
    text = TextField(
        label=_("Note for colleagues"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
    )
    use_required_attribute = False


class EraseForm(forms.Form):
    version = forms.RegexField(r"\A[1-9][0-9]{0,8}\Z", widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label=_("Erase the letter's words and all that is known of the reader. It can't be undone."),
        error_messages={"required": _("Tick the box if you mean it.")},
    )
    use_required_attribute = False


class ArticleForm(forms.Form):
    section = forms.ModelChoiceField(Section.objects.none(), label=_("Section"))
    use_required_attribute = False

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections_to_write_in(by)
