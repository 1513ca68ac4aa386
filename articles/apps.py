from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles.triggers import TRIGGERS
        from articles.views import notices, panels
        from articles.workflow import EVENT_NAMES
        from record.models import name_kinds

        triggers.register(self, *TRIGGERS)
        name_kinds(EVENT_NAMES)
        desk.add_link(panels.LINK)
        for panel in (*panels.PANELS, *notices.PANELS):
            desk.add_panel(panel)
        for page in notices.PAGES:
            desk.add_page(page)
