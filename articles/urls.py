"""The public site's addresses."""

from django.urls import include, path, re_path

from articles.views import corrections, feeds, public, shared_preview, sitemaps, stories

urlpatterns = [
    path("", public.front, name="front"),
    path("tim-kiem/", public.search, name="search"),
    path("chu-de/<slug:slug>/", public.tag, name="tag"),
    path("su-kien/<slug:slug>/", stories.story, name="story"),
    path("tac-gia/<slug:slug>/", stories.author, name="author"),
    path("cai-chinh/", corrections.corrections, name="corrections"),
    path("thong-tin/", include("pages.urls")),
    path("xem-truoc/<str:token>/", shared_preview.shared_preview, name="shared-preview"),
    path("rss/", feeds.feeds, name="feeds"),
    path("rss/tin-moi.rss", feeds.newest, name="feed-newest"),
    path("rss/<slug:slug>.rss", feeds.of_section, name="feed-section"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-muc.xml", sitemaps.sections, name="sitemap-sections"),
    path("sitemap-bai-<rowid:page>.xml", sitemaps.articles, name="sitemap-articles"),
    path("sitemap-chu-de-<rowid:page>.xml", sitemaps.named, {"kind": "tags"}, name="sitemap-tags"),
    path("sitemap-su-kien-<rowid:page>.xml", sitemaps.named, {"kind": "stories"}, name="sitemap-stories"),
    path("sitemap-tac-gia-<rowid:page>.xml", sitemaps.named, {"kind": "authors"}, name="sitemap-authors"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap-news"),
    path("robots.txt", sitemaps.robots, name="robots"),
    # Eighteen digits fit the database's integers.
    re_path(r"^[-\w]+/\d+/[^/]*-(?P<article_id>\d{1,18})\.html$", public.article, name="article"),
    path("<slug:slug>/", public.section, name="section"),
]
