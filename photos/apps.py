from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk, triggers


class PhotosConfig(AppConfig):
    name = "photos"
    verbose_name = _("Photos")

    def ready(self) -> None:
        from photos.triggers import TRIGGERS
        from photos.views.pages import LINK, PAGES
        from record.models import name_kinds

        triggers.register(self, *TRIGGERS)
        name_kinds(
            {
                "photo.describe": _("Described the picture"),
                "photo.focal": _("Set the focal point"),
                "photo.delete": _("Deleted the picture"),
                "photo.remove": _("Took the picture off every page"),
                "photo.restore": _("Put the picture back"),
            }
        )
        desk.add_link(LINK)
        for page in PAGES:
            desk.add_page(page)
