"""The reader's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from cms.fields import LineField, TextField
from comments.models import BODY_LENGTH, NAME_LENGTH, REASON_LENGTH, Comment, CommentSource
from comments.moderation import STATE_LABELS

# The consent text shown beside the box; a change of the words is a new version.
CONSENT_VERSION = "2026-11"


class CommentForm(forms.Form):
    """`parent` is a shown comment of the same article, itself no reply."""

    name = LineField(
        label=_("Your name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail (never shown)"),
        required=False,
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    body = TextField(
        label=_("Your comment"),
        min_length=2,
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    consent = forms.BooleanField(
        label=_("I agree that the newsroom keeps my name and e-mail to handle this comment."),
        error_messages={"required": _("Please tick the box: without it we may not keep your comment.")},
    )
    parent = forms.IntegerField(required=False, max_value=10**18, widget=forms.HiddenInput)

    def __init__(self, *args, article: Article, **kwargs) -> None:
        # Several forms may stand on one page; labels must find their own.
        kwargs.setdefault("auto_id", "y-kien-%s")
        super().__init__(*args, label_suffix="", **kwargs)
        self.article = article
        for name, field in self.fields.items():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-describedby"] = f"{self.auto_id % name}-loi"

    def clean_parent(self) -> Comment | None:
        pk = self.cleaned_data["parent"]
        if pk is None:
            return None
        answered = Comment.objects.shown().filter(pk=pk, article=self.article, parent=None).first()
        if answered is None:
            # The form that is shown again must be one that can be sent.
            self.data = {**self.data.dict(), "parent": ""}
            raise forms.ValidationError(
                _("The comment you answer is no longer shown. Your text is kept below.")
            )
        return answered

    def comment(self, *, section_id: int, suspect: bool, at) -> Comment:
        data = self.cleaned_data
        return Comment(
            article=self.article,
            section_id=section_id,
            parent=data["parent"],
            name=data["name"],
            body=data["body"],
            posted_at=at,
            consent=CONSENT_VERSION,
            suspect=suspect,
        )

    def source(self, *, network: str, user_agent: str) -> CommentSource:
        return CommentSource(email=self.cleaned_data["email"], network=network, user_agent=user_agent[:200])


class DecisionForm(forms.Form):
    """What a moderator's button carries: the version she saw, her place in the queue, a reason listed or her own."""

    version = forms.RegexField(r"\A[1-9][0-9]{0,8}\Z")
    tab = forms.ChoiceField(choices=STATE_LABELS, required=False)
    after = forms.RegexField(r"\A[0-9]{0,15}\Z", required=False)
    reason = LineField(required=False, max_length=REASON_LENGTH)
    own_reason = LineField(required=False, max_length=REASON_LENGTH)

    def given_reason(self) -> str:
        return self.cleaned_data["own_reason"] or self.cleaned_data["reason"]
