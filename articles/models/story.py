"""Running stories (dòng sự kiện): articles of one matter, which readers follow from its beginning."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from photos.models import Photo


class StoryQuerySet(models.QuerySet):
    def going_on(self) -> "StoryQuerySet":
        """Those that go on: an article is put under one of these."""
        return self.filter(is_closed=False)


class Story(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    lead = models.TextField(_("lead"), blank=True)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    is_closed = models.BooleanField(
        _("closed"), default=False, help_text=_("Its page stays; no further article is put under it.")
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("running story")
        verbose_name_plural = _("running stories")
        ordering = ["is_closed", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.slug])
