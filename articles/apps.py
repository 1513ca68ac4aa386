from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles.triggers import TRIGGERS
        from articles.views.panels import PANELS

        triggers.register(self, *TRIGGERS)
        for panel in PANELS:
            desk.add_panel(panel)
