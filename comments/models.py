"""What readers answer under an article ("Ý kiến bạn đọc"): plain text, held until somebody has read it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Section
from cms.text import fold, nfc, one_line
from comments.moderation import STATE_LABELS, State

NAME_LENGTH, BODY_LENGTH, REASON_LENGTH = 60, 3000, 200
DUPLICATE_WITHIN = timedelta(minutes=10)
SOURCE_KEPT_FOR = timedelta(days=90)


class CommentQuerySet(models.QuerySet):
    def shown(self) -> "CommentQuerySet":
        """What readers see: the one door to the public. A reply goes with the comment it answers."""
        return self.filter(Q(parent=None) | Q(parent__state=State.SHOWN), state=State.SHOWN)

    def waiting(self) -> "CommentQuerySet":
        return self.filter(state=State.HELD)

    def by_thread(self) -> "CommentQuerySet":
        """Newest thread first, a thread's own comments in the order they came."""
        return self.annotate(thread=Coalesce("parent_id", "id")).order_by("-thread", "pk")

    def same_as(self, comment: "Comment") -> "CommentQuerySet":
        """The same text by the same name on the same article a short while ago: a second click."""
        since = comment.posted_at - DUPLICATE_WITHIN
        return self.filter(
            article=comment.article, parent=comment.parent, fold_key=comment.fold_key, posted_at__gt=since
        )

    def post(self, comment: "Comment", source: "CommentSource") -> "Comment":
        """Keeps a reader's comment, held; or gives back the one it repeats. Call inside a transaction.

        Counting on the article's row first makes two posts on one article wait for each other.
        """
        Article.objects.filter(pk=comment.article_id).update(comments_posted=F("comments_posted") + 1)
        comment.fold_key = f"{fold(comment.name)}\n{fold(comment.body)}"
        earlier = self.same_as(comment).first()
        if earlier:
            Article.objects.filter(pk=comment.article_id).update(comments_posted=F("comments_posted") - 1)
            return earlier
        comment.save()
        source.comment, source.expires_at = comment, comment.posted_at + SOURCE_KEPT_FOR
        source.save()
        return comment


class Comment(models.Model):
    article = models.ForeignKey(Article, models.PROTECT, related_name="comments", verbose_name=_("article"))
    # Where it was written: what a moderator's grant is asked about.
    section = models.ForeignKey(Section, models.PROTECT, related_name="+", verbose_name=_("section"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("in reply to")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    body = models.TextField(_("comment"), max_length=BODY_LENGTH)
    fold_key = models.TextField(editable=False)
    posted_at = models.DateTimeField(_("posted"))
    consent = models.CharField(max_length=30, editable=False)
    # Came with neither Origin nor Referer: perhaps no browser sent it.
    suspect = models.BooleanField(_("suspect"), default=False)

    state = models.CharField(_("state"), max_length=10, choices=STATE_LABELS, default=State.HELD)
    version = models.PositiveIntegerField(default=1)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader comment")
        verbose_name_plural = _("reader comments")
        default_permissions = ()
        permissions = [("moderate_comment", _("may moderate comments"))]
        indexes = [
            models.Index("article", condition=Q(state="shown"), name="comment_shown"),
            models.Index("posted_at", condition=Q(state="held"), name="comment_waiting"),
            models.Index("state", "id", name="comment_by_state"),
            models.Index("article", F("posted_at").desc(), name="comment_of_article"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="comment_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="comment_rejected_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="comment_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def save(self, **kwargs) -> None:
        """Writes a new comment. What was said is never changed; state goes through `comments.decisions`."""
        if not self._state.adding:
            raise TypeError("A comment's row is changed by decisions alone.")
        self.name, self.body = one_line(self.name), nfc(self.body).strip()
        super().save(**kwargs)


class CommentSource(models.Model):
    """A reader's personal data, apart from the words and with an end of its own."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="source")
    email = models.EmailField(blank=True)
    network = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("comment source")
        verbose_name_plural = _("comment sources")
        default_permissions = ()
