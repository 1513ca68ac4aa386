from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages about the paper")

    def ready(self) -> None:
        from pages.triggers import TRIGGERS
        from pages.views.desk import LINK, PAGES
        from record.models import name_kinds

        triggers.register(self, *TRIGGERS)
        name_kinds(
            {
                "page.begin": _("Began the page"),
                "page.edit": _("Changed the page"),
                "page.restore": _("Restored an older text of the page"),
            }
        )
        desk.add_link(LINK)
        for page in PAGES:
            desk.add_page(page)
