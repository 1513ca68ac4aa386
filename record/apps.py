from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import triggers


class RecordConfig(AppConfig):
    name = "record"
    verbose_name = _("Record")

    def ready(self) -> None:
        from record.triggers import TRIGGERS

        triggers.register(self, *TRIGGERS)
