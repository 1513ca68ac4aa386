"""Tags (từ khóa), one for each folded spelling."""

from collections.abc import Iterable

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.text import one_line, slug


class TagQuerySet(models.QuerySet):
    def named(self, names: Iterable[str]) -> list["Tag"]:
        """The tags of these names, made where they are new; "Nông thôn mới" and "nong thon moi" are one."""
        wanted = {slug(name): one_line(name) for name in names if name.strip()}
        self.bulk_create((Tag(slug=s, name=n) for s, n in wanted.items()), ignore_conflicts=True)
        return list(self.filter(slug__in=wanted))


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=100, unique=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])
