"""An article is an identity: its id, its path, its date line, its comments and counters."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.text import slug


class Article(models.Model):
    """`version` counts changes of spans and of embargoes; every one of them swaps it."""

    path = models.CharField(max_length=255, blank=True)
    dated = models.DateTimeField(_("date line"), null=True)
    version = models.PositiveIntegerField(default=1)
    editions_opened = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # What one opening of the form stands for: a second click on "save" finds the first one's article.
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Same title and date line is the same article, to the importer.
    import_key = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - null: no file
    comments_open = models.BooleanField(_("comments open"), default=True)
    comments_posted = models.PositiveIntegerField(default=0, editable=False)
    comments_shown = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("withdraw_article", _("may withdraw articles")),
            ("move_articles", _("may move articles between sections")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["path"], condition=~models.Q(path=""), name="article_path_once"),
        ]

    def __str__(self) -> str:
        return self.path or f"#{self.pk}"

    def get_absolute_url(self) -> str:
        # As `reverse` does: on a page of the site at an instant, addresses keep the instant.
        return f"{get_script_prefix()}{self.path}"

    def path_for(self, *, section_slug: str, dated: datetime, title: str) -> str:
        """`khoa-giao/202109/giao-ban-12.html`: the month is that of the date line where the paper is."""
        return f"{section_slug}/{timezone.localtime(dated):%Y%m}/{slug(title)}-{self.pk}.html"

    @transaction.atomic
    def next_number(self) -> int:
        """Takes the next edition's number; two who ask at once get two."""
        Article.objects.filter(pk=self.pk).update(editions_opened=models.F("editions_opened") + 1)
        self.refresh_from_db(fields=["editions_opened"])
        return self.editions_opened
