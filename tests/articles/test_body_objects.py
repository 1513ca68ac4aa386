"""What readers are shown of galleries, embeds and files; what a page of them needs, and what it lets in."""

import pytest
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from articles.body import Body
from articles.marks import marks_of
from articles.models import BodyFile, WorkingCopy
from articles.needs import Needs
from cms.headers import PUBLIC_CSP
from files.models import File
from files.uses import held
from tests.cms.markup import Markup, dangers
from tests.factories import AT, make_edition, make_file, make_photo, make_section, make_user
from tests.files import samples

pytestmark = pytest.mark.django_db

WATCH = "https://www.youtube.com/watch?v=AAAAAAAAAAA"
EMBED = f'<figure data-embed="{WATCH}"><figcaption>Lũ về <em>Nà Hin</em> "đêm qua"</figcaption></figure>'
REEL = '<figure data-embed="https://www.facebook.com/reel/1234567890"></figure>'
POST = '<figure data-embed="https://www.facebook.com/bao.mau/posts/1234567890"></figure>'
FRAME = "https://www.youtube-nocookie.com/embed/AAAAAAAAAAA?autoplay=1"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def attached(file: File, caption: str = "Danh sách thí sinh.") -> str:
    return f'<figure data-file="{file.pk}"><figcaption>{caption}</figcaption></figure>'


def figures(number: int) -> str:
    photos = [make_photo(size=(40 + each, 24)) for each in range(number)]
    return "".join(
        f'<figure data-photo="{photo.pk}" data-credit="Lò Mẫu" data-alt="Chợ {place}">'
        f"<figcaption>Chú thích {place}.</figcaption></figure>"
        for place, photo in enumerate(photos, 1)
    )


def shown(body: str, **given) -> Markup:
    return Markup(Body(make_edition(body=body), at=AT, **given).shown())


# ── Files ────────────────────────────────────────────────────────────────────
def test_a_document_is_offered_with_its_type_and_size_under_a_name_people_read():
    file = make_file(name="danh-sach.pdf")
    page = shown(attached(file))
    link = page.one("a")
    assert link.attributes["href"] == file.url
    assert link.attributes["download"] == "danh-sach.pdf"
    assert "(PDF, 1 KB)" in link.text
    assert page.one("figcaption").text == "Danh sách thí sinh."


@pytest.mark.parametrize(("name", "tag"), [("a.wav", "audio"), ("a.mp4", "video")])
def test_sound_and_films_are_played_when_asked_for(name, tag):
    file = make_file(name=name, raw=samples.TAKEN[name])
    player = shown(attached(file)).one(tag)
    assert player.attributes["src"] == file.url
    assert player.attributes["preload"] == "none"
    assert {"controls", "aria-label"} <= set(player.attributes)
    size = (player.attributes.get("width"), player.attributes.get("height"))
    assert size == (("1280", "720") if tag == "video" else (None, None))


def test_of_a_file_that_is_not_there_the_caption_still_stands():
    page = shown('<figure data-file="999"><figcaption>Danh sách.</figcaption></figure>')
    assert page.one("figcaption").text == "Danh sách."
    assert page.all("a") == []
    at_desk = Body(make_edition(body='<figure data-file="999"></figure>'), at=AT, at_desk=True).shown()
    assert _("The file is no longer in the library") in at_desk


def test_without_a_caption_a_file_is_called_by_its_title():
    assert (
        shown(f'<figure data-file="{make_file(name="Báo cáo.pdf").pk}"></figure>').one("figcaption").text
        == "Báo cáo"
    )


def test_a_body_names_its_files_as_rows_which_keep_them():
    file, other = make_file(), make_file()
    edition = make_edition(body=attached(file) + attached(other))
    assert edition.body_names == {"files": [file.pk, other.pk]}
    edition.body = f"<p>Chữ.</p>{attached(other)}"
    edition.save()
    assert [row.file for row in BodyFile.objects.all()] == [other]
    with pytest.raises(ProtectedError):
        other.discard(by=make_user(username="pv"), at=AT)
    edition.body = "<p>Chữ.</p>"
    edition.save()
    assert not BodyFile.objects.exists()


def test_a_file_in_words_that_are_not_saved_yet_is_held():
    file = make_file()
    assert not held([file.pk])
    copy = {"key": "8f0e4f0a-58a8-4b76-9f55-0d8a4b1a2c3d", "person": make_user(username="pv")}
    WorkingCopy.objects.create(**copy, opened_at=AT, typed_at=AT, fields={"body": attached(file)})
    assert held([file.pk])
    assert not held([make_file().pk])


def test_its_page_says_where_it_is_used_and_only_what_she_may_see(client, cast, khoa_giao):
    file = make_file(by=cast.phongvien)
    make_edition(title="Tin của tôi", body=attached(file), by=cast.phongvien, section=khoa_giao)
    make_edition(title="Tin nơi khác", body=attached(file), section=make_section(slug="xa-hoi"))
    client.force_login(cast.phongvien)
    page = client.get(f"/admin/files/file/{file.pk}/").text
    assert ("Tin của tôi" in page, "Tin nơi khác" in page) == (True, False)
    assert client.post(f"/admin/files/file/{file.pk}/xoa/").status_code == 302
    assert File.objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("number", [1, 5])
def test_files_cost_one_query_however_many(number, django_assert_num_queries):
    edition = make_edition(body="".join(attached(make_file()) for _each in range(number)))
    with django_assert_num_queries(1):
        Body(edition, at=AT).shown()


# ── Embeds ───────────────────────────────────────────────────────────────────
def test_an_embed_is_a_link_to_its_page_and_calls_nobody():
    page = shown(EMBED)
    assert page.one("a").attributes["href"] == WATCH
    assert [node.tag for node in page.nodes if node.tag in ("iframe", "img", "script", "video")] == []
    assert page.one("figure").attributes["data-frame"] == FRAME
    assert "Nà Hin" in page.one("figcaption").text


def test_a_picture_of_our_own_may_stand_on_its_door():
    photo = make_photo()
    page = shown(f'<figure data-photo="{photo.pk}" data-embed="{WATCH}"></figure>')
    assert page.one("img").attributes["src"].startswith("/media/photos/")


def test_a_page_lets_in_who_is_embedded_there_and_nobody_else(client):
    def policy(body: str) -> tuple[str, str]:
        edition = make_edition(state="live", body=body)
        address = edition.article.get_absolute_url()
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        return first["Content-Security-Policy"], again["Content-Security-Policy"]

    youtube, facebook = "https://www.youtube-nocookie.com", "https://www.facebook.com"
    assert policy("<p>Chữ.</p>") == (PUBLIC_CSP,) * 2
    assert policy(EMBED) == (f"{PUBLIC_CSP}; frame-src {youtube}",) * 2
    assert policy(EMBED + REEL + EMBED) == (f"{PUBLIC_CSP}; frame-src {facebook} {youtube}",) * 2


def test_a_page_with_an_embed_is_still_anybodys_to_keep(client):
    answer = client.get(make_edition(state="live", body=EMBED).article.get_absolute_url())
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in answer.headers
    assert dangers(answer.text) == []


# ── Galleries ────────────────────────────────────────────────────────────────
def test_a_photo_story_is_numbered_and_each_picture_has_its_words():
    page = shown(f'<div data-gallery="story">{figures(3)}</div>')
    assert [node.text for node in page.all("p", "gallery__place")] == ["1/3", "2/3", "3/3"]
    assert [node.text.split(".")[0] for node in page.all("figcaption")] == [
        f"Chú thích {n}" for n in (1, 2, 3)
    ]
    assert [img.attributes["alt"] for img in page.all("img")] == ["Chợ 1", "Chợ 2", "Chợ 3"]


def test_a_grid_leads_to_its_large_pictures_without_a_script():
    page = shown(f'<div data-gallery="grid">{figures(2)}</div>')
    assert [a.attributes["href"].startswith("/media/photos/") for a in page.all("a", "gallery__door")] == [
        True
    ] * 2
    assert page.all("p", "gallery__place") == []


# ── What a page loads ────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("body", "scripts"),
    [("<p>Chữ.</p>", []), (EMBED, ["embed.js"]), ("story", ["gallery.js"]), ("file", [])],
    ids=["words", "embed", "story", "file"],
)
def test_a_page_loads_what_its_body_asks_for(client, body, scripts):
    made = {
        "story": lambda: f'<div data-gallery="story">{figures(1)}</div>',
        "file": lambda: attached(make_file()),
    }
    edition = make_edition(state="live", body=made[body]() if body in made else body)
    page = Markup(client.get(edition.article.get_absolute_url()).text)
    loaded = [node.attributes["src"] for node in page.all("script") if "src" in node.attributes]
    assert [address.rsplit("/", 1)[1] for address in loaded] == [*scripts, "tools.js"]
    assert [node.attributes["rel"] for node in page.all("link")].count("stylesheet") == 1


def test_what_a_page_needs_is_asked_of_no_row(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Needs.of(EMBED + POST).frames == {
            "https://www.youtube-nocookie.com",
            "https://www.facebook.com",
        }
    assert not Needs.of("<p>Chữ.</p>")


# ── Marks in lists ───────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ("<p>Chữ.</p>", []),
        ('<figure data-photo="1"></figure>', []),
        ('<div data-gallery="grid"><figure data-photo="1"></figure></div>', []),
        ('<div data-gallery="story"><figure data-photo="1"></figure></div>', ["photos"]),
        (EMBED, ["video"]),
        (POST, []),
        ('<figure data-file="1"></figure>', ["audio"]),
        ('<figure data-file="2"></figure>' + EMBED, ["video"]),
        ('<figure data-file="3"></figure>', []),
        ('<figure data-file="9"></figure>', []),
        ('<figure data-file="1"></figure>' + REEL, ["video", "audio"]),
    ],
)
def test_lists_mark_what_there_is_to_see_or_to_hear(body, marks):
    assert marks_of(body, {1: "audio", 2: "video", 3: "document"}) == marks


# ── On paper ─────────────────────────────────────────────────────────────────
def test_the_desk_reads_what_is_behind_an_embed_and_a_file_and_readers_are_not_told():
    file = make_file()
    edition = make_edition(body=EMBED + attached(file))
    at_desk, for_readers = (Markup(Body(edition, at=AT, at_desk=desk).shown()) for desk in (True, False))
    assert at_desk.one("p", "embed__address").text == WATCH
    assert at_desk.one("p", "attached__which").text == f"{file.title} · {file.said} · {file.original_name}"
    assert for_readers.all("p", "embed__address") + for_readers.all("p", "attached__which") == []
