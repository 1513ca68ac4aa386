from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.translation import gettext_lazy as _

from cms import desk


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from accounts import sessions, views
        from accounts.roles import VIEW_GRANTS
        from record.models import name_kinds

        user_logged_in.connect(sessions.begin, dispatch_uid="accounts.sessions.begin")
        user_logged_out.connect(sessions.end_all, dispatch_uid="accounts.sessions.end_all")
        for route, name, view, permission in (
            ("tai-khoan/", "account", views.account, desk.STAFF),
            ("quyen/", "rights", views.rights, VIEW_GRANTS),
            ("quyen/nguoi/<rowid:person_id>/", "rights-of-person", views.rights_of_person, desk.STAFF),
            (
                "quyen/chuyen-muc/<rowid:section_id>/",
                "rights-in-section",
                views.rights_in_section,
                VIEW_GRANTS,
            ),
        ):
            desk.add_page(desk.Page(route=route, name=name, view=view, permission=permission))
        for link in views.LINKS:
            desk.add_link(link)
        name_kinds(
            {
                "grant.add": _("Right granted"),
                "grant.delete": _("Right taken away"),
                "user.new_password": _("New password after a forgotten one"),
            }
        )
