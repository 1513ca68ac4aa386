from django.urls import path

from comments.views import public

urlpatterns = [
    path("y-kien/<int:article_id>/", public.post_comment, name="comment-post"),
    path("y-kien/<int:article_id>/da-gui/", public.thanks, name="comment-thanks"),
    path("y-kien/<int:article_id>/tra-loi/<int:comment_id>/", public.reply, name="comment-reply"),
]
