"""What readers send to the newsroom ("Gửi tin, gửi ý kiến cho tòa soạn"): words, and apart from them who sent them.

A letter has no section: whoever handles letters anywhere handles all of them. Its name in the record is its reference
alone, so that erasing a reader leaves the record whole.
"""

import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from cms.identity import without_id_numbers
from cms.text import fold, nfc, one_line, words
from letters.steps import OPEN, STATE_LABELS, State

NAME_LENGTH, SUBJECT_LENGTH, BODY_LENGTH = 60, 150, 10_000
REASON_LENGTH, NOTE_LENGTH, ANSWER_LENGTH = 200, 2_000, 10_000
# Promised beside the box of consent (`CONSENT_VERSION`), on the page of privacy, in docs/operations.md and in the guide
# (docs/huong-dan/bien-tap-vien.md): whoever changes one changes them all.
SENDER_KEPT_FOR, TRACE_KEPT_FOR = timedelta(days=180), timedelta(days=30)
# From one network (256 addresses, or a /48), and from all: what comes after is asked to wait.
HOUR, FROM_ONE_NETWORK, FROM_ALL = timedelta(hours=1), 20, 500
# Without letters and digits that are mistaken for each other on the telephone.
_SAID_ALOUD = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_A_REFERENCE = re.compile(rf"[{_SAID_ALOUD}]{{4}}-?[{_SAID_ALOUD}]{{4}}", re.IGNORECASE | re.ASCII)


class Kind(models.TextChoices):
    TIP = "tip", _("News tip")
    OPINION = "opinion", _("Opinion")
    COMPLAINT = "complaint", _("Complaint")
    QUESTION = "question", _("Question to the newsroom")


class TooMany(Exception):
    """So many letters came within the hour that the next one is not taken."""


class LetterQuerySet(models.QuerySet):
    def in_state(self, state: str) -> "LetterQuerySet":
        """The newest first; walked along an index."""
        return self.filter(state=state).order_by("-received_at", "-pk")

    def new(self) -> "LetterQuerySet":
        return self.filter(state=State.NEW)

    def matching(self, question: str) -> "LetterQuerySet":
        """Those that hold every word that is asked (`cms.word_index`); of an e-mail address or a telephone number,
        those that came from it: so a reader's own letters are found when she asks for them."""
        question = question.strip()
        if not question:
            return self
        if "@" in question:
            return self.filter(sender__email__iexact=question)
        if number := phone_number(question):
            return self.filter(Q(sender__phone=number) | Q(search_text__holds=number))
        if _A_REFERENCE.fullmatch(question):
            question = question.replace("-", "")
        return self.filter(search_text__holds=question)

    def known_by(self, reference: str) -> "LetterQuerySet":
        return self.filter(reference=reference)

    @transaction.atomic
    def post(self, letter: "Letter", sender: "Sender") -> "Letter":
        """Keeps a reader's letter; or gives back the one it repeats, as long as nobody has finished with that.

        Raises TooMany. Of two that are sent at once the database takes one: `waiting_key` is unique.
        """
        if letter.state == State.NEW:
            letter.waiting_key = _key_of(letter, sender)
            earlier = self.filter(waiting_key=letter.waiting_key).first()
            if earlier:
                return earlier
        Sender.objects.refuse_a_flood(sender.network, at=letter.received_at)
        letter.reference = new_reference()
        try:
            with transaction.atomic():
                letter.save()
                sender.belong_to(letter)
        except IntegrityError:
            earlier = self.filter(waiting_key=letter.waiting_key).exclude(waiting_key="").first()
            if earlier is None:
                raise
            return earlier
        return letter


def new_reference() -> str:
    return "".join(secrets.choice(_SAID_ALOUD) for _place in range(8))


def phone_number(text: str) -> str:
    """The number as it is kept: digits, with a plus before a country's code. Empty for what is none."""
    number = text.translate(str.maketrans("", "", " .-()\u00a0"))
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    return number if 8 <= len(digits) <= (15 if number != digits else 11) else ""


def _key_of(letter: "Letter", sender: "Sender") -> str:
    """Of words and sender, and telling neither: keyed, for a telephone number is soon guessed."""
    parts = [
        letter.kind,
        fold(letter.subject),
        fold(letter.body),
        fold(sender.name),
        sender.email,
        sender.phone,
    ]
    return salted_hmac("letters.Letter.waiting_key", "\n".join(parts), algorithm="sha256").hexdigest()


class Letter(models.Model):
    reference = models.CharField(_("reference"), max_length=8, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True)
    body = models.TextField(_("letter"), max_length=BODY_LENGTH, blank=True)
    wants_answer = models.BooleanField(_("wants an answer"), default=True)
    received_at = models.DateTimeField(_("received"))
    consent = models.CharField(max_length=30, editable=False)
    # Came with neither Origin nor Referer: perhaps no browser sent it.
    suspect = models.BooleanField(_("suspect"), default=False)
    search_text = models.TextField(editable=False, blank=True)
    waiting_key = models.CharField(max_length=64, editable=False, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=STATE_LABELS, default=State.NEW)
    version = models.PositiveIntegerField(default=1)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("handled by")
    )
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(_("erased"), null=True)
    article = models.ForeignKey(
        Article, models.PROTECT, null=True, related_name="+", verbose_name=_("article")
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's letter")
        verbose_name_plural = _("readers' letters")
        default_permissions = ()
        permissions = [("handle_letter", _("may handle readers' letters"))]
        indexes = [models.Index("state", F("received_at").desc(), F("id").desc(), name="letter_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["waiting_key"], condition=~Q(waiting_key=""), name="letter_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="letter_state_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="letter_kind_known"),
            models.CheckConstraint(
                condition=Q(waiting_key="") | Q(state__in=sorted(OPEN)), name="letter_waits_while_open"
            ),
            models.CheckConstraint(
                condition=Q(state="taken", taken_by__isnull=False) | ~Q(state="taken"),
                name="letter_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(reason="") | Q(erased_at__isnull=False),
                name="letter_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(subject="", body="", search_text="", reason=""),
                name="letter_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        """Without a word of the reader's: so it stands in the record for good."""
        return self.said_reference

    def save(self, **kwargs) -> None:
        """Writes a new letter, without numbers of identity papers. What was said is never changed."""
        if not self._state.adding:
            raise TypeError("A letter's row is changed by what is done with it alone.")
        self.subject = without_id_numbers(one_line(self.subject))
        self.body = without_id_numbers(nfc(self.body).strip())
        self.search_text = words(f"{self.reference} {self.subject} {self.body}")
        super().save(**kwargs)

    @property
    def said_reference(self) -> str:
        """As it is said and written: `7K3M-9QXD`."""
        return f"{self.reference[:4]}-{self.reference[4:]}"

    @property
    def stamp(self) -> str:
        """What a form carries of the row it was made of."""
        return str(self.version)


class SenderQuerySet(models.QuerySet):
    def refuse_a_flood(self, network: str, *, at: datetime) -> None:
        """Raises TooMany."""
        lately = self.filter(sent_at__gt=at - HOUR)
        from_there = lately.filter(network=network)[:FROM_ONE_NETWORK].count() if network else 0
        if from_there >= FROM_ONE_NETWORK or lately[:FROM_ALL].count() >= FROM_ALL:
            raise TooMany

    def forget(self, *, at: datetime) -> int:
        """Deletes whose time is over, and of the others the trace of the machine. How many were deleted."""
        self.filter(sent_at__lte=at - TRACE_KEPT_FOR).exclude(network="", user_agent="").update(
            network="", user_agent=""
        )
        return self.filter(expires_at__lte=at).delete()[0]


class Sender(models.Model):
    """A reader's personal data, apart from the words and with an end of its own."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="sender")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    network = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = SenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("sender of a letter")
        verbose_name_plural = _("senders of letters")
        default_permissions = ()
        indexes = [
            models.Index("network", "sent_at", name="sender_lately"),
            models.Index("sent_at", name="sender_sent"),
            models.Index("phone", name="sender_phone"),
        ]

    def belong_to(self, letter: Letter) -> None:
        self.letter, self.sent_at = letter, letter.received_at
        self.name, self.expires_at = (
            without_id_numbers(one_line(self.name)),
            letter.received_at + SENDER_KEPT_FOR,
        )
        self.save()


class _Said(models.Model):
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="%(class)ss")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["pk"]


class Note(_Said):
    """For colleagues alone."""

    class Meta(_Said.Meta):
        verbose_name = _("note on a letter")
        verbose_name_plural = _("notes on letters")


class Answer(_Said):
    """What was sent to the reader by e-mail."""

    class Meta(_Said.Meta):
        verbose_name = _("answer to a letter")
        verbose_name_plural = _("answers to letters")


def bounded(rows: models.QuerySet, most: int) -> tuple[int, bool]:
    """How many there are, up to a number; and whether there are more."""
    many = rows.order_by()[: most + 1].count()
    return min(many, most), many > most


def sender_of(letter: Letter) -> Sender | None:
    """Nothing, once it was forgotten or erased."""
    return getattr(letter, "sender", None)
