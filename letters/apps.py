from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class LettersConfig(AppConfig):
    name = "letters"
    verbose_name = _("Readers' letters")

    def ready(self) -> None:
        from letters.steps import ACTS, STATE_LABELS
        from letters.triggers import TRIGGERS
        from letters.views.desk import PAGES
        from letters.views.panels import LINK, PANELS
        from record.models import name_kinds

        triggers.register(self, *TRIGGERS)
        names = {act.kind: act.label for act in ACTS.values()} | dict(STATE_LABELS)
        more = {
            "letter.erase": _("Erased the reader's data"),
            "letter.article": _("Began an article of the letter"),
        }
        name_kinds(names | more)
        desk.add_link(LINK)
        for panel in PANELS:
            desk.add_panel(panel)
        for page in PAGES:
            desk.add_page(page)
