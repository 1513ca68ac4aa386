from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from files.views import library

        desk.add_link(library.LINK)
        for page in library.PAGES:
            desk.add_page(page)
