"""The public site's addresses."""

from django.urls import path, re_path

from articles.views import corrections, public, shared_preview, structured

urlpatterns = [
    path("", public.front, name="front"),
    path("tim-kiem/", public.search, name="search"),
    path("chu-de/<slug:slug>/", public.tag, name="tag"),
    path("cai-chinh/", corrections.corrections, name="corrections"),
    path("xem-truoc/<str:token>/", shared_preview.shared_preview, name="shared-preview"),
    path("rss/tin-moi.rss", structured.newest_feed, name="feed-newest"),
    path("sitemap.xml", structured.sitemap, name="sitemap"),
    path("robots.txt", structured.robots, name="robots"),
    # Eighteen digits fit the database's integers.
    re_path(r"^[-\w]+/\d+/[^/]*-(?P<article_id>\d{1,18})\.html$", public.article, name="article"),
    path("<slug:slug>/", public.section, name="section"),
]
