"""Articles that a writer puts beside hers ("Tin liên quan"): approved with it, found by what they are today."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.edition import Edition


class Related(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="related")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "article"], name="related_once"),
        ]

    def __str__(self) -> str:
        return str(self.article)
