from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        from articles import arranging, furniture, noticeboard, uses
        from articles.embargo import events_kept_from
        from articles.triggers import TRIGGERS
        from articles.views import (
            announcements,
            checklist,
            front_page,
            front_pages,
            instant,
            notices,
            panels,
            schedule,
            style_page,
        )
        from articles.workflow import EVENT_NAMES
        from files import uses as file_uses
        from photos import uses as photo_uses
        from record.models import keep_from, name_kinds

        triggers.register(self, *TRIGGERS)
        furniture.keep()
        name_kinds(EVENT_NAMES | arranging.EVENT_NAMES | noticeboard.EVENT_NAMES)
        keep_from(events_kept_from)
        keep_from(arranging.events_kept_from)
        photo_uses.register(uses.uses_of, uses.held)
        file_uses.register(uses.uses_of_file, uses.held_files)
        register_converter(instant.Moment, "moment")
        links = (panels, instant, schedule, front_pages, announcements, checklist, style_page)
        for link in (room.LINK for room in links):
            desk.add_link(link)
        for panel in (*panels.PANELS, *notices.PANELS):
            desk.add_panel(panel)
        rooms = (notices, instant, schedule, front_pages, front_page, announcements, style_page)
        for page in (page for room in rooms for page in room.PAGES):
            desk.add_page(page)
