from django.urls import path

from comments.views import public

urlpatterns = [
    path("y-kien/<rowid:article_id>/", public.post_comment, name="comment-post"),
    path("y-kien/<rowid:article_id>/da-gui/", public.thanks, name="comment-thanks"),
    path("y-kien/<rowid:article_id>/tra-loi/<rowid:comment_id>/", public.reply, name="comment-reply"),
]
