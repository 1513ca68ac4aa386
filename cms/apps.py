"""The site as an app, and Django's own apps where they are made ours."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.urls import register_converter


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import checks, desk
        from cms.guide import pages
        from cms.http import RowId

        checks.register()
        for page in pages.PAGES:
            desk.add_page(page)
        register_converter(RowId, "rowid")


class DeskConfig(AdminConfig):
    """Django's admin with our desk as its only site."""

    default_site = "cms.desk.Desk"


class StaticConfig(StaticFilesConfig):
    """Static files without the editor's sample pages, which must not be reachable on our host."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "*.html", "samples", "tests", "*.php", "*.md"]
