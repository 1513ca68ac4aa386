from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms import desk


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Reader comments")

    def ready(self) -> None:
        from comments.moderation import DECISIONS, MODERATE, STATE_LABELS
        from comments.views import desk as views
        from comments.views.panels import LINK, PANELS
        from record.models import name_kinds

        desk.add_page(desk.Page(route="y-kien/", name="comment-queue", view=views.queue, permission=MODERATE))
        route = "y-kien/<rowid:comment_id>/<slug:decision>/"
        desk.add_page(desk.Page(route=route, name="comment-decide", view=views.decide, permission=MODERATE))
        name_kinds({decision.kind: decision.label for decision in DECISIONS.values()} | dict(STATE_LABELS))
        desk.add_link(LINK)
        for panel in PANELS:
            desk.add_panel(panel)
