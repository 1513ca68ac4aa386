from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles import uses
        from articles.embargo import events_kept_from
        from articles.triggers import TRIGGERS
        from articles.views import checklist, instant, notices, panels, schedule, style_page
        from articles.workflow import EVENT_NAMES
        from files import uses as file_uses
        from photos import uses as photo_uses
        from record.models import keep_from, name_kinds

        triggers.register(self, *TRIGGERS)
        name_kinds(EVENT_NAMES)
        keep_from(events_kept_from)
        photo_uses.register(uses.uses_of, uses.held)
        file_uses.register(uses.uses_of_file, uses.held_files)
        register_converter(instant.Moment, "moment")
        for link in (panels.LINK, instant.LINK, schedule.LINK, checklist.LINK, style_page.LINK):
            desk.add_link(link)
        for panel in (*panels.PANELS, *notices.PANELS):
            desk.add_panel(panel)
        for page in (*notices.PAGES, *instant.PAGES, *schedule.PAGES, *style_page.PAGES):
            desk.add_page(page)
