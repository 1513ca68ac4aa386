"""Every address of the site, by walking the URLconf: an address nobody thought of fails here first."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from accounts.models import User
from articles.models import (
    Announcement,
    Article,
    BannedTerm,
    Edition,
    FindingRule,
    Layout,
    Notice,
    PreviewLink,
    ReviewStep,
    SavedSearch,
    Section,
    Tag,
    Version,
    WorkingCopy,
)
from comments.models import Comment
from files.kinds import STORED_NAME
from files.models import File
from letters.models import Letter, Note, Sender
from mail.models import Mail
from pages.models import OlderText, Page
from photos.models import Photo
from record.models import Event
from tests.factories import (
    AT,
    DAY,
    make_announcement,
    make_author,
    make_comment,
    make_edition,
    make_file,
    make_layout,
    make_letter,
    make_older_page,
    make_photo,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

PASSWORD = "mot-mat-khau-dai-9"

OF_AN_EDITION = "admin/articles/edition/<rowid:edition_id>/"
OF_A_PHOTO = "admin/photos/photo/<rowid:photo_id>/"
KEY = "8f0e4f0a-58a8-4b76-9f55-0d8a4b1a2c3d"
# Route → the address that stands for it; `{article}` and the like are ids of the fixture `addresses`.
SAMPLES = {
    r"^media/(?P<name>[a-z0-9/_]+\.(?:jpg|webp|avif))$": "/media/photos/khong_co.jpg",
    f"^media/(?P<name>{STORED_NAME})$": f"/media/files/204005/{'0' * 32}.pdf",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "admin/": "/admin/",
    "admin/login/": "/admin/login/",
    "admin/logout/": "/admin/logout/",
    "admin/password_change/": "/admin/password_change/",
    "admin/password_change/done/": "/admin/password_change/done/",
    "admin/autocomplete/": "/admin/autocomplete/",
    "admin/jsi18n/": "/admin/jsi18n/",
    "admin/^(?P<app_label>record|mail|accounts|articles)/$": "/admin/articles/",
    "admin/(?P<url>.*)$": "/admin/khong-co-trang-nay/",
    "admin/y-kien/": "/admin/y-kien/",
    "admin/trang-nhat/": "/admin/trang-nhat/",
    "admin/trang-nhat/da-qua/": "/admin/trang-nhat/da-qua/",
    "admin/trang-nhat/trinh-bay/": "/admin/trang-nhat/trinh-bay/",
    "admin/trang-nhat/xem-thu/": "/admin/trang-nhat/xem-thu/",
    "admin/trang-nhat/<rowid:layout_id>/thu-hoi/": "/admin/trang-nhat/{layout}/thu-hoi/",
    "admin/tin-nong/": "/admin/tin-nong/",
    "admin/tin-nong/them/": "/admin/tin-nong/them/",
    "admin/tin-nong/<rowid:announcement_id>/": "/admin/tin-nong/{announcement}/",
    "admin/tin-nong/<rowid:announcement_id>/dung/": "/admin/tin-nong/{announcement}/dung/",
    "admin/y-kien/<rowid:comment_id>/<slug:decision>/": "/admin/y-kien/{comment}/approve/",
    "admin/thu/": "/admin/thu/",
    "admin/thu/<rowid:letter_id>/": "/admin/thu/{letter}/",
    "admin/thu/<rowid:letter_id>/xu-ly/<slug:name>/": "/admin/thu/{letter}/xu-ly/take/",
    "admin/thu/<rowid:letter_id>/ghi-chu/": "/admin/thu/{letter}/ghi-chu/",
    "admin/thu/<rowid:letter_id>/xoa-du-lieu/": "/admin/thu/{letter}/xoa-du-lieu/",
    "admin/thu/<rowid:letter_id>/viet-bai/": "/admin/thu/{letter}/viet-bai/",
    "gui-tin/": "/gui-tin/",
    "gui-tin/da-gui/<slug:reference>/": "/gui-tin/da-gui/{reference}/",
    "admin/trang/": "/admin/trang/",
    "admin/trang/them/": "/admin/trang/them/",
    "admin/trang/<rowid:page_id>/": "/admin/trang/{page}/",
    "admin/trang/<rowid:page_id>/ban-cu/<rowid:number>/": "/admin/trang/{page}/ban-cu/1/",
    "admin/trang/<rowid:page_id>/khoi-phuc/": "/admin/trang/{page}/khoi-phuc/",
    "thong-tin/<slug:slug>/": "/thong-tin/quy-tac/",
    "admin/files/file/": "/admin/files/file/",
    "admin/files/file/them/": "/admin/files/file/them/",
    "admin/files/file/chon/": "/admin/files/file/chon/",
    "admin/files/file/<rowid:file_id>/": "/admin/files/file/{file}/",
    "admin/files/file/<rowid:file_id>/xoa/": "/admin/files/file/{file}/xoa/",
    "admin/da-xem/": "/admin/da-xem/",
    "admin/thong-bao/<rowid:notice_id>/": "/admin/thong-bao/{notice}/",
    "admin/thong-bao/da-xem/": "/admin/thong-bao/da-xem/",
    f"{OF_AN_EDITION}chuyen/<slug:name>/": "/admin/articles/edition/{edition}/chuyen/withdraw/",
    f"{OF_AN_EDITION}an-ban-moi/": "/admin/articles/edition/{edition}/an-ban-moi/",
    f"{OF_AN_EDITION}chep/": "/admin/articles/edition/{edition}/chep/",
    "admin/articles/edition/nhieu-bai/": "/admin/articles/edition/nhieu-bai/?chon={edition}",
    "admin/articles/section/chuyen-bai/": "/admin/articles/section/chuyen-bai/",
    "admin/articles/section/<rowid:section_id>/chuyen-bai/": "/admin/articles/section/{section}/chuyen-bai/",
    f"{OF_AN_EDITION}so-sanh/<uuid:key>/": f"/admin/articles/edition/{{edition}}/so-sanh/{KEY}/",
    f"{OF_AN_EDITION}ban-cu/<rowid:number>/": "/admin/articles/edition/{edition}/ban-cu/{version}/",
    f"{OF_AN_EDITION}lich-su-bai/": "/admin/articles/edition/{edition}/lich-su-bai/",
    f"{OF_AN_EDITION}lich-su-bai/so-sanh/": "/admin/articles/edition/{edition}/lich-su-bai/so-sanh/",
    f"{OF_AN_EDITION}khoi-phuc/": "/admin/articles/edition/{edition}/khoi-phuc/",
    f"{OF_AN_EDITION}cam-van/": "/admin/articles/edition/{edition}/cam-van/",
    f"{OF_AN_EDITION}cam-van/bo/": "/admin/articles/edition/{edition}/cam-van/bo/",
    f"{OF_AN_EDITION}phieu-duyet/": "/admin/articles/edition/{edition}/phieu-duyet/",
    f"{OF_AN_EDITION}chiem-quyen-sua/": "/admin/articles/edition/{edition}/chiem-quyen-sua/",
    f"{OF_AN_EDITION}xem-truoc/": "/admin/articles/edition/{edition}/xem-truoc/",
    f"{OF_AN_EDITION}xem-truoc/lien-ket/": "/admin/articles/edition/{edition}/xem-truoc/lien-ket/",
    f"{OF_AN_EDITION}xem-truoc/lien-ket/<rowid:link_id>/thu-hoi/": (
        "/admin/articles/edition/{edition}/xem-truoc/lien-ket/{link}/thu-hoi/"
    ),
    f"{OF_AN_EDITION}nhan-bai/": "/admin/articles/edition/{edition}/nhan-bai/",
    f"{OF_AN_EDITION}tra-lai-cho-chung/": "/admin/articles/edition/{edition}/tra-lai-cho-chung/",
    f"{OF_AN_EDITION}giao-bai/": "/admin/articles/edition/{edition}/giao-bai/",
    f"{OF_AN_EDITION}han-xong/": "/admin/articles/edition/{edition}/han-xong/",
    "admin/articles/edition/bo-loc/": "/admin/articles/edition/bo-loc/",
    "admin/articles/edition/bo-loc/<rowid:search_id>/doi-ten/": "/admin/articles/edition/bo-loc/{search}/doi-ten/",
    "admin/articles/edition/bo-loc/<rowid:search_id>/xoa/": "/admin/articles/edition/bo-loc/{search}/xoa/",
    "admin/articles/edition/dang-go/": "/admin/articles/edition/dang-go/",
    "admin/articles/edition/tu-word/": "/admin/articles/edition/tu-word/",
    "admin/articles/edition/chon-bai/": "/admin/articles/edition/chon-bai/?q=hoi+nghi",
    "admin/articles/edition/chon-tac-gia/": "/admin/articles/edition/chon-tac-gia/?q=lo",
    "admin/articles/edition/nhung/": "/admin/articles/edition/nhung/?dia-chi=https://youtu.be/AAAAAAAAAAA",
    "admin/articles/edition/dan-van-ban/": "/admin/articles/edition/dan-van-ban/",
    "admin/articles/edition/giai-ma/": "/admin/articles/edition/giai-ma/",
    "admin/articles/edition/xem-truoc/": "/admin/articles/edition/xem-truoc/",
    "admin/articles/edition/chua-luu/<uuid:key>/": f"/admin/articles/edition/chua-luu/{KEY}/",
    "admin/articles/edition/chua-luu/<uuid:key>/bo/": f"/admin/articles/edition/chua-luu/{KEY}/bo/",
    "admin/accounts/user/<id>/password/": "/admin/accounts/user/{user}/password/",
    "admin/tai-khoan/": "/admin/tai-khoan/",
    "admin/huong-dan/": "/admin/huong-dan/",
    "admin/huong-dan/<slug:name>/": "/admin/huong-dan/phong-vien/",
    "admin/giao-dien/": "/admin/giao-dien/",
    "admin/luc/": "/admin/luc/",
    "admin/luc/<moment:at>/": "/admin/luc/20400504T0900/",
    "admin/luc/<moment:at>/<path:page>": "/admin/luc/20400504T0900/khoa-giao/",
    "admin/lich/": "/admin/lich/",
    "admin/lich/<rowid:edition_id>/doi-gio/": "/admin/lich/{edition}/doi-gio/",
    "admin/photos/photo/": "/admin/photos/photo/",
    "admin/photos/photo/them/": "/admin/photos/photo/them/",
    "admin/photos/photo/chu-thich/": "/admin/photos/photo/chu-thich/?anh={photo}",
    "admin/photos/photo/chon/": "/admin/photos/photo/chon/",
    f"{OF_A_PHOTO}": "/admin/photos/photo/{photo}/",
    f"{OF_A_PHOTO}da-go/": "/admin/photos/photo/{photo}/da-go/",
    f"{OF_A_PHOTO}xem/": "/admin/photos/photo/{photo}/xem/",
    f"{OF_A_PHOTO}xoa/": "/admin/photos/photo/{photo}/xoa/",
    f"{OF_A_PHOTO}go-khan-cap/": "/admin/photos/photo/{photo}/go-khan-cap/",
    f"{OF_A_PHOTO}khoi-phuc/": "/admin/photos/photo/{photo}/khoi-phuc/",
    "admin/quyen/": "/admin/quyen/",
    "admin/quyen/nguoi/<rowid:person_id>/": "/admin/quyen/nguoi/{user}/",
    "admin/quyen/chuyen-muc/<rowid:section_id>/": "/admin/quyen/chuyen-muc/{section}/",
    "admin/quen-mat-khau/": "/admin/quen-mat-khau/",
    "admin/quen-mat-khau/da-gui/": "/admin/quen-mat-khau/da-gui/",
    "admin/quen-mat-khau/xong/": "/admin/quen-mat-khau/xong/",
    "admin/quen-mat-khau/<slug:uidb64>/<slug:token>/": "/admin/quen-mat-khau/MQ/abc-def/",
    "y-kien/<rowid:article_id>/": "/y-kien/{article}/",
    "y-kien/<rowid:article_id>/da-gui/": "/y-kien/{article}/da-gui/",
    "y-kien/<rowid:article_id>/tra-loi/<rowid:comment_id>/": "/y-kien/{article}/tra-loi/{comment}/",
    r"^giao-dien\.(?P<mark>[0-9a-f]{16})\.css$": "/giao-dien.0123456789abcdef.css",
    "": "/",
    "tim-kiem/": "/tim-kiem/?q=hoc+sinh",
    "chu-de/<slug:slug>/": "/chu-de/y-te/",
    "su-kien/<slug:slug>/": "/su-kien/khuyen-hoc-mua-he/",
    "tac-gia/<slug:slug>/": "/tac-gia/lo-thi-mau/",
    "cai-chinh/": "/cai-chinh/",
    "xem-truoc/<str:token>/": "/xem-truoc/khong-mo-duoc-gi/",
    "rss/": "/rss/",
    "rss/tin-moi.rss": "/rss/tin-moi.rss",
    "rss/<slug:slug>.rss": "/rss/khoa-giao.rss",
    "sitemap.xml": "/sitemap.xml",
    "sitemap-muc.xml": "/sitemap-muc.xml",
    "sitemap-bai-<rowid:page>.xml": "/sitemap-bai-1.xml",
    "sitemap-chu-de-<rowid:page>.xml": "/sitemap-chu-de-1.xml",
    "sitemap-su-kien-<rowid:page>.xml": "/sitemap-su-kien-1.xml",
    "sitemap-tac-gia-<rowid:page>.xml": "/sitemap-tac-gia-1.xml",
    "sitemap-news.xml": "/sitemap-news.xml",
    "robots.txt": "/robots.txt",
    r"^[-\w]+/\d+/[^/]*-(?P<article_id>\d{1,18})\.html$": "{path}",
    "<slug:slug>/": "/khoa-giao/",
}
MODELS = {
    "record/event": "event",
    "mail/mail": "mail",
    "accounts/user": "user",
    "articles/section": "section",
    "articles/tag": "tag",
    "articles/story": "story",
    "articles/author": "author",
    "articles/reviewstep": "reviewstep",
    "articles/edition": "edition",
    "articles/findingrule": "findingrule",
    "articles/bannedterm": "bannedterm",
}
for _place, _row in MODELS.items():
    for _act in ("", "add/"):
        SAMPLES[f"admin/{_place}/{_act}"] = f"/admin/{_place}/{_act}"
    for _act in ("history/", "delete/", "change/", ""):
        SAMPLES[f"admin/{_place}/<path:object_id>/{_act}"] = f"/admin/{_place}/{{{_row}}}/{_act}"

# Addresses that change something and do nothing else: by GET they are 405.
CHANGING = {
    "admin/logout/",
    "admin/y-kien/<rowid:comment_id>/<slug:decision>/",
    f"{OF_AN_EDITION}chuyen/<slug:name>/",
    "admin/lich/<rowid:edition_id>/doi-gio/",
    f"{OF_AN_EDITION}an-ban-moi/",
    f"{OF_AN_EDITION}chep/",
    f"{OF_AN_EDITION}khoi-phuc/",
    f"{OF_AN_EDITION}cam-van/bo/",
    f"{OF_AN_EDITION}xem-truoc/lien-ket/",
    f"{OF_AN_EDITION}xem-truoc/lien-ket/<rowid:link_id>/thu-hoi/",
    f"{OF_AN_EDITION}chiem-quyen-sua/",
    f"{OF_AN_EDITION}nhan-bai/",
    f"{OF_AN_EDITION}tra-lai-cho-chung/",
    f"{OF_AN_EDITION}giao-bai/",
    f"{OF_AN_EDITION}han-xong/",
    "admin/articles/edition/bo-loc/",
    "admin/articles/edition/bo-loc/<rowid:search_id>/doi-ten/",
    "admin/articles/edition/bo-loc/<rowid:search_id>/xoa/",
    "admin/articles/edition/dang-go/",
    "admin/articles/edition/dan-van-ban/",
    "admin/articles/edition/giai-ma/",
    "admin/articles/edition/xem-truoc/",
    "admin/articles/edition/chua-luu/<uuid:key>/bo/",
    f"{OF_A_PHOTO}khoi-phuc/",
    "admin/files/file/<rowid:file_id>/xoa/",
    "admin/trang/<rowid:page_id>/khoi-phuc/",
    "admin/thu/<rowid:letter_id>/xu-ly/<slug:name>/",
    "admin/thu/<rowid:letter_id>/ghi-chu/",
    "admin/thu/<rowid:letter_id>/xoa-du-lieu/",
    "admin/thu/<rowid:letter_id>/viet-bai/",
    "admin/da-xem/",
    "admin/trang-nhat/xem-thu/",
    "admin/tin-nong/<rowid:announcement_id>/dung/",
    "admin/thong-bao/<rowid:notice_id>/",
    "admin/thong-bao/da-xem/",
    "y-kien/<rowid:article_id>/",
}
# Readers' forms have no token: where they were sent from is asked instead.
TOKENLESS = {
    "y-kien/<rowid:article_id>/": {"name": "Lò Văn Đọc", "body": "Bài viết hay.", "consent": "on"},
    "gui-tin/": {
        "kind": "tip",
        "subject": "Cầu treo hỏng",
        "body": "Ván cầu treo gãy sáng nay.",
        "name": "Lò Văn Đọc",
        "phone": "0912345678",
        "consent": "on",
    },
}
# What under /admin/ somebody without a session is answered otherwise than by the way to the login.
OPEN_AT_THE_DESK = {
    "admin/login/": (200, None),
    "admin/logout/": (302, "/admin/"),
    "admin/quen-mat-khau/": (200, None),
    "admin/quen-mat-khau/da-gui/": (200, None),
    "admin/quen-mat-khau/xong/": (200, None),
    "admin/quen-mat-khau/<slug:uidb64>/<slug:token>/": (200, None),
}


def routes(patterns=None, prefix: str = "") -> Iterator[str]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from routes(entry.url_patterns, route)
        else:
            yield route


ALL = sorted(set(routes()))
ADMIN = [route for route in ALL if route.startswith("admin/")]


@pytest.fixture
def root(db) -> User:
    return make_user(username="root", is_superuser=True)


@pytest.fixture
def addresses(cast, khoa_giao, root) -> dict[str, str]:
    """Every route as an address that leads to something that exists."""
    edition = make_edition(state="live", by=cast.phongvien, section=khoa_giao, tags=("y tế",))
    Article.objects.filter(pk=edition.article_id).update(comments_open=True)
    comment = make_comment(edition=edition, state="shown")
    letter = make_letter()
    version = Version.objects.keep(edition)
    own = {"key": KEY, "person": root, "fields": {"title": "Chưa lưu"}}
    WorkingCopy.objects.create(edition=edition, opened_at=AT, typed_at=AT, **own)
    mail = Mail.objects.create(key="1", to="x@example.vn", subject="Tin", created_at=AT, due_at=AT)
    shared = {"token_digest": "0" * 64, "label": "Sở Y tế", "made_by": root, "made_at": AT}
    link = PreviewLink.objects.create(edition=edition, **shared, expires_at=AT + DAY)
    told = {"subject": "approved", "kind": "edition.approve", "by": "Hệ thống", "at": AT}
    notice = Notice.objects.create(person=root, edition=edition, **told)
    ids = {
        "layout": make_layout(live_from=AT + DAY).pk,
        "announcement": make_announcement().pk,
        "article": edition.article_id,
        "notice": notice.pk,
        "search": SavedSearch.objects.create(person=root, name="Chờ duyệt").pk,
        "edition": edition.pk,
        "link": link.pk,
        "version": version.number,
        "mail": mail.pk,
        "path": edition.article.get_absolute_url(),
        "comment": comment.pk,
        "section": khoa_giao.pk,
        "tag": Tag.objects.get().pk,
        "story": make_story().pk,
        "author": make_author().pk,
        "reviewstep": ReviewStep.objects.last().pk,
        "findingrule": FindingRule.objects.create(kind="no_lead", severity="error").pk,
        "bannedterm": BannedTerm.objects.create(words="thần kỳ").pk,
        "event": Event.objects.last().pk,
        "user": cast.phongvien.pk,
        "photo": make_photo(by=cast.phongvien).pk,
        "file": make_file().pk,
        "page": make_older_page().pk,
        "letter": letter.pk,
        "reference": letter.said_reference,
    }
    return {route: sample.format(**ids) for route, sample in SAMPLES.items()}


@pytest.fixture
def strict(root) -> Client:
    """A superuser whose browser is asked for the token."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(root)
    return client


def test_every_route_has_a_sample_and_every_sample_a_route():
    assert set(SAMPLES) == set(ALL)


def test_a_sample_leads_to_its_own_route(addresses):
    found = {route: resolve(address.partition("?")[0]).route for route, address in addresses.items()}
    # A pattern inside another loses its anchor.
    assert found == {route: route.replace("/^", "/") for route in ALL}


def everything() -> tuple[int, ...]:
    models = (
        Announcement,
        Layout,
        Article,
        Edition,
        Comment,
        Event,
        File,
        User,
        Section,
        Tag,
        Version,
        Notice,
        Mail,
        PreviewLink,
        SavedSearch,
        Photo,
        Page,
        OlderText,
        Letter,
        Note,
        Sender,
    )
    unsaved = WorkingCopy.objects.unsaved()
    return (*(model.objects.count() for model in models), unsaved.count())


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_without_a_token_nothing_unsafe_is_done_anywhere(strict, addresses, method):
    before = everything()
    foreign = {"HTTP_ORIGIN": "https://evil.example"}
    answers = {
        route: getattr(strict, method)(
            addresses[route], **(foreign if route in TOKENLESS else {})
        ).status_code
        for route in ALL
    }
    assert {route: code for route, code in answers.items() if code not in (403, 405)} == {}
    assert everything() == before


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", "https://x@y"]
)
@pytest.mark.parametrize("route", TOKENLESS)
def test_what_readers_send_from_elsewhere_is_refused(client, addresses, route, origin):
    words = TOKENLESS[route]
    before = everything()
    assert client.post(addresses[route], words, HTTP_ORIGIN=origin).status_code == 403
    assert client.post(addresses[route], words, HTTP_REFERER=f"{origin}/x").status_code == 403
    assert everything() == before
    assert client.post(addresses[route], words, HTTP_ORIGIN="http://testserver").status_code == 303


def test_what_only_changes_something_is_405_by_get(strict, addresses):
    before = everything()
    assert {route: strict.get(addresses[route]).status_code for route in CHANGING} == dict.fromkeys(
        CHANGING, 405
    )
    assert {route: strict.head(addresses[route]).status_code for route in CHANGING} == dict.fromkeys(
        CHANGING, 405
    )
    assert everything() == before


def test_looking_changes_nothing_and_nothing_breaks(strict, addresses):
    before = everything()
    answers = {route: strict.get(addresses[route]).status_code for route in ALL}
    broken = {route: code for route, code in answers.items() if code >= 500 and route != "readyz"}
    assert broken == {}
    assert everything() == before


def test_under_the_desk_the_anonymous_are_led_to_the_login(addresses):
    answers = {}
    for route in ADMIN:
        response = Client().get(addresses[route])
        answers[route] = (response.status_code, response.headers.get("Location"))
    to_login = {route: (302, f"{reverse('admin:login')}?next={quote(addresses[route])}") for route in ADMIN}
    assert answers == to_login | OPEN_AT_THE_DESK


def test_under_the_desk_somebody_who_is_no_staff_is_led_to_the_login(cast, addresses):
    User.objects.filter(pk=cast.tongbientap.pk).update(is_staff=False)
    client = Client()
    client.force_login(cast.tongbientap)
    led = {
        route: client.get(addresses[route]).status_code for route in ADMIN if route not in OPEN_AT_THE_DESK
    }
    assert led == dict.fromkeys(led, 302)


def test_somebody_deactivated_is_led_to_the_login_at_once(cast, addresses):
    client = Client()
    client.force_login(cast.tongbientap)
    assert client.get(addresses["admin/"]).status_code == 200
    User.objects.filter(pk=cast.tongbientap.pk).update(is_active=False)
    assert client.get(addresses["admin/"]).status_code == 302


# ── What may be kept of it ───────────────────────────────────────────────────
PRIVATE = {"private", "no-store"}


def kept_as(response) -> set[str]:
    return {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_what_the_desk_answers_stays_with_who_asked(strict, addresses, method):
    """Pages, redirects and refusals alike; by POST each is refused for want of a token."""
    answers = {route: getattr(strict, method)(addresses[route]) for route in ADMIN}
    assert {route: kept_as(answer) for route, answer in answers.items()} == dict.fromkeys(ADMIN, PRIVATE)
    codes = {answer.status_code for answer in answers.values()}
    assert codes == ({403} if method == "post" else {200, 302, 403, 404, 405})


def test_what_the_desk_answers_the_anonymous_is_kept_by_nobody(addresses):
    answers = {route: kept_as(Client().get(addresses[route])) for route in ADMIN}
    assert answers == dict.fromkeys(ADMIN, PRIVATE)


@pytest.mark.parametrize("tail", ["none.css", ";x.jpg", "%0A.js", "x.html;y.png"])
def test_an_address_that_looks_like_a_file_makes_nothing_of_the_desk_public(strict, addresses, tail):
    for route in ("admin/", "admin/articles/edition/", "admin/articles/edition/<path:object_id>/change/"):
        assert kept_as(strict.get(addresses[route] + tail)) == PRIVATE


# ── Ids ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("row", ["0", "9" * 18, "9" * 19, "9" * 40, "01", "-1", "1e3", "٣"])
def test_an_id_that_no_row_has_is_not_found(client, root, addresses, row):
    """The longest of them are more than a database's integer holds."""
    before = everything()
    client.force_login(root)
    acts = ("chuyen/withdraw", "an-ban-moi", "chiem-quyen-sua", "nhan-bai", "tra-lai-cho-chung", "giao-bai")
    ways = [f"/admin/articles/edition/{row}/{act}/" for act in (*acts, "han-xong")]
    ways += [f"/admin/y-kien/{row}/approve/", f"/y-kien/{row}/"]
    # Django's admin takes what it does not know for an id of its own, and leads on to the form of that.
    assert {way: client.post(way, follow=True).status_code for way in ways} == dict.fromkeys(ways, 404)
    edition = Edition.objects.get().pk
    looked_at = [f"/y-kien/{row}/tra-loi/{row}/", f"/admin/articles/edition/{row}/so-sanh/{KEY}/"]
    looked_at += [f"/admin/articles/edition/{e}/ban-cu/{row}/" for e in (edition, row)]
    found = {way: client.get(way, follow=True).status_code for way in looked_at}
    assert found == dict.fromkeys(looked_at, 404)
    assert everything() == before


# ── Where the login leads ────────────────────────────────────────────────────
EVIL = [
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "\\evil.example",
    "/\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://evil.example",
    "http://testserver.evil.example/",
    "http://testserver@evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    " //evil.example",
    "\t//evil.example",
    "/%09/evil.example\n//evil.example",
]


def host_of(location: str) -> str:
    """Where a browser goes from the login page: it drops tabs and line ends, and a backslash is a slash to it."""
    seen = location.translate({ord(c): None for c in "\t\r\n"}).strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/admin/login/", seen)).netloc


@pytest.fixture
def reporter(cast, settings) -> User:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cast.phongvien.set_password(PASSWORD)
    cast.phongvien.save()
    return cast.phongvien


@pytest.mark.parametrize("way", ["query", "field"])
def test_the_login_leads_nowhere_else(reporter, way):
    who = {"username": reporter.username, "password": PASSWORD}
    led = {}
    for where in EVIL:
        address, sent = reverse("admin:login"), who
        if way == "query":
            address += f"?{urlencode({'next': where})}"
        else:
            sent = who | {"next": where}
        response = Client().post(address, sent)
        led[where] = (response.status_code, host_of(response["Location"]))
    assert led == dict.fromkeys(EVIL, (302, "testserver"))


@pytest.mark.parametrize("where", ["//evil.example", ""])
def test_a_login_with_a_refused_way_back_ends_at_the_desk(client, reporter, where):
    who = {"username": reporter.username, "password": PASSWORD, "next": where}
    assert client.post(reverse("admin:login"), who)["Location"] == reverse("admin:index")


def test_the_login_leads_back_to_where_one_was_going(client, reporter):
    going = "/admin/articles/edition/add/"
    who = {"username": reporter.username, "password": PASSWORD, "next": going}
    assert client.post(reverse("admin:login"), who)["Location"] == going


def test_the_key_of_the_session_changes_at_the_login(client, reporter, settings):
    """A key that somebody else laid into her browser opens nothing."""
    laid = client.session
    laid["x"] = "y"
    laid.save()
    client.post(reverse("admin:login"), {"username": reporter.username, "password": PASSWORD})
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != laid.session_key
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = laid.session_key
    assert stranger.get(reverse("admin:index")).status_code == 302


def test_who_is_logged_in_already_is_not_led_away_either(client, cast):
    client.force_login(cast.phongvien)
    led = [client.get(reverse("admin:login"), {"next": where})["Location"] for where in EVIL]
    assert {host_of(location) for location in led} == {"testserver"}
