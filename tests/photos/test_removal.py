"""Emergency removal: one picture leaves every page at once, and its files the open; the words stay where they are."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import EditionPhoto
from photos import keeping, making
from photos.models import Photo
from photos.refusals import Incomplete, NotPermitted, NotPossible, Overtaken
from photos.removal import remove, restore
from record.models import Event
from tests.factories import AT, HOUR, MINUTE, bring_to, make_edition, make_photo, make_picture
from tests.photos.files import asked, files, work

WHY = {"ordered_by": "Ban Biên tập", "reason": "Trẻ em, gia đình không đồng ý."}
CAPTION, IN_BODY = "Em bé giữa vườn chè.", "Em bé bên cửa lớp."


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """What follows a commit follows here."""

    def act(function, *given, **named):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*given, **named)

    return act


def story(photo: Photo, other: Photo | None = None, **given):
    """A live article with a picture above its body and one in it."""
    other = other or photo
    figure = f'<figure data-photo="{other.pk}" data-alt="a"><figcaption>{IN_BODY}</figcaption></figure>'
    edition = make_edition(body=f"<p>Đoạn một.</p>{figure}<p>Đoạn hai.</p>", **given)
    EditionPhoto.objects.create(edition=edition, photo=photo, caption=CAPTION, alt="Em bé")
    return bring_to("live", edition)


def said_of(error) -> str:
    return str(error.value)


# ── Who, and with what ───────────────────────────────────────────────────────
@pytest.mark.parametrize("role", ["phongvien", "congtacvien", "bientapvien", "kiemduyet", "quantri"])
def test_whoever_lacks_the_right_is_refused(cast, media, role):
    photo = make_photo()
    with pytest.raises(NotPermitted):
        remove(photo, by=getattr(cast, role), at=AT, **WHY)
    assert not Photo.objects.get().is_removed
    assert Event.objects.count() == 0


@pytest.mark.parametrize("role", ["thukytoasoan", "tongbientap"])
def test_the_secretariat_and_the_board_may(cast, media, role):
    by = getattr(cast, role)
    photo = remove(make_photo(), by=by, at=AT, **WHY)
    assert (photo.removed_at, photo.removed_by, photo.removal_ordered_by, photo.removal_reason) == (
        AT,
        by,
        "Ban Biên tập",
        "Trẻ em, gia đình không đồng ý.",
    )
    [event] = Event.objects.all()
    assert (event.kind, event.actor_label, event.ordered_by, event.note, event.content_hash) == (
        "photo.remove",
        str(by),
        "Ban Biên tập",
        "Trẻ em, gia đình không đồng ý.",
        photo.sha256,
    )


@pytest.mark.parametrize(
    ("field", "value"), [("ordered_by", " "), ("reason", "\n"), ("ordered_by", "x" * 151)]
)
def test_both_texts_are_asked_for(cast, media, field, value):
    with pytest.raises(Incomplete) as error:
        remove(make_photo(), by=cast.tongbientap, at=AT, **WHY | {field: value})
    assert error.value.field == field
    assert not Photo.objects.get().is_removed


def test_twice_is_refused_in_words(cast, media):
    photo = make_photo()
    remove(photo, by=cast.tongbientap, at=AT, **WHY)
    with pytest.raises(NotPossible) as error:
        remove(photo, by=cast.thukytoasoan, at=AT + MINUTE, **WHY)
    for word in ("09:00, 04/05/2040", str(cast.tongbientap), "Ban Biên tập"):
        assert word in said_of(error)
    assert Event.objects.count() == 1


def test_a_removal_wins_over_words_and_a_focal_point_that_came_in_between(cast, media):
    photo = make_photo()
    looked_at = Photo.objects.get()
    photo.describe({"caption": "Khác"}, seen=photo.version, by=None, at=AT)
    photo.set_focal(10, 20, seen=photo.version, by=None, at=AT)
    removed = remove(looked_at, by=cast.tongbientap, at=AT, **WHY)
    assert (removed.is_removed, removed.caption, removed.focal_x) == (True, "Khác", 10)
    with pytest.raises(Overtaken):
        photo.describe({"caption": "Muộn"}, seen=photo.version, by=None, at=AT)


def test_what_is_gone_is_not_taken_off(cast, media):
    photo = make_photo()
    Photo.objects.get().delete_unused(seen=1, by=None, at=AT)
    with pytest.raises(NotPossible) as error:
        remove(photo, by=cast.tongbientap, at=AT, **WHY)
    assert said_of(error) == _("This picture was deleted meanwhile.")


def test_what_is_shown_cannot_be_put_back(cast, media):
    with pytest.raises(NotPossible):
        restore(make_photo(), by=cast.tongbientap, reason="Nhầm.", at=AT)
    assert Event.objects.count() == 0


def test_putting_it_back_needs_the_right_and_a_reason(cast, media):
    photo = remove(make_photo(), by=cast.tongbientap, at=AT, **WHY)
    with pytest.raises(NotPermitted):
        restore(photo, by=cast.bientapvien, reason="Nhầm.", at=AT)
    with pytest.raises(Incomplete):
        restore(photo, by=cast.tongbientap, reason=" ", at=AT)
    assert Photo.objects.get().is_removed


# ── What readers see ─────────────────────────────────────────────────────────
def pages_of(client, edition) -> dict[str, str]:
    addresses = [
        edition.article.get_absolute_url(),
        "/",
        f"/{edition.section.slug}/",
        "/tim-kiem/?q=hoc+sinh",
        "/rss/tin-moi.rss",
        "/sitemap.xml",
    ]
    return {address: client.get(address).content.decode() for address in addresses}


def test_it_is_on_no_page_from_that_instant_and_the_words_stand(client, khoa_giao, media, at_once, clock):
    photo, other = make_photo(), make_photo()
    edition = story(photo, other)
    clock.shift(HOUR)
    before = "".join(pages_of(client, edition).values())
    stem = photo.file.name.removesuffix(".jpg")
    assert stem in before
    assert CAPTION in before
    at_once(remove, photo, by=None, at=AT + HOUR, **WHY)
    after = pages_of(client, edition)
    assert [page for page, text in after.items() if stem in text or CAPTION in text] == []
    page = after[edition.article.get_absolute_url()]
    for words in ("Đoạn một.", "Đoạn hai.", IN_BODY, edition.title):
        assert words in page
    at_once(remove, other, by=None, at=AT + HOUR, **WHY)
    page = client.get(edition.article.get_absolute_url()).content.decode()
    assert ("<figure" in page, "img/share.png" not in page, '"image"' in page, IN_BODY in page) == (
        False,
        False,
        False,
        False,
    )
    assert ("Đoạn một." in page, "Đoạn hai." in page) == (True, True)


def test_it_is_not_on_the_site_at_an_instant_either(client, cast, media, at_once, clock):
    photo = make_photo()
    edition = story(photo, section=cast.phongvien.grants.get().section)
    clock.shift(HOUR)
    client.force_login(cast.tongbientap)
    address = f"/admin/luc/20400504T0930{edition.article.get_absolute_url()}"
    before = client.get(address)
    at_once(remove, photo, by=None, at=AT + HOUR, **WHY)
    after = client.get(address).content.decode()
    stem = photo.file.name.removesuffix(".jpg")
    assert (before.status_code, stem in before.content.decode()) == (200, True)
    assert (stem in after, CAPTION in after, "Đoạn một." in after) == (False, False, True)


def test_at_the_desk_its_place_says_so(client, cast, media, at_once, clock):
    photo = make_photo()
    edition = story(photo, section=cast.phongvien.grants.get().section)
    draft = make_edition(by=cast.phongvien, section=edition.section, title="Bài nháp")
    EditionPhoto.objects.create(edition=draft, photo=photo, caption=CAPTION)
    at_once(remove, photo, by=None, at=AT, **WHY)
    said = _("This picture was taken off every page at %(when)s, on the order of %(ordered_by)s.") % {
        "when": "09:00, 04/05/2040",
        "ordered_by": "Ban Biên tập",
    }
    for who, one in ((cast.tongbientap, edition), (cast.phongvien, draft)):
        client.force_login(who)
        page = client.get(f"/admin/articles/edition/{one.pk}/change/").content.decode()
        assert said in page
        assert photo.small.name not in page
    client.force_login(cast.tongbientap)
    assert said in client.get(f"/admin/articles/edition/{edition.pk}/phieu-duyet/").content.decode()


def test_its_files_answer_no_more_and_are_kept_in_private(client, media, private, at_once):
    photo = make_photo()
    making.make(photo.pk)
    photo.refresh_from_db()
    addresses = [photo.file.url, photo.small.url, *(f"/media/{one['name']}" for one in photo.renditions)]
    master = (media / photo.file.name).read_bytes()
    assert {client.get(address).status_code for address in addresses} == {200}
    removed = at_once(remove, photo, by=None, at=AT, **WHY)
    assert {client.get(address).status_code for address in addresses} == {404}
    assert files(media) == []
    assert files(private) == sorted([photo.file.name, photo.small.name])
    assert (private / photo.file.name).read_bytes() == master
    assert removed.renditions == []
    with keeping.private().open(photo.file.name) as kept:
        assert kept.read() == master


def test_renditions_that_are_being_made_meanwhile_do_not_come_out(media, private, at_once, monkeypatch):
    photo = make_photo()
    encode, removed = making._encoded, []

    def removes_once(picture, format_):
        if not removed:
            removed.append(at_once(remove, photo, by=None, at=AT, **WHY))
        return encode(picture, format_)

    monkeypatch.setattr(making, "_encoded", removes_once)
    making.make(photo.pk)
    assert files(media) == []
    assert Photo.objects.get().renditions == []


def test_put_back_it_stands_where_it_stood(client, khoa_giao, media, private, at_once, clock):
    photo = make_photo()
    edition = story(photo)
    clock.shift(HOUR)
    before = client.get(edition.article.get_absolute_url()).content
    removed = at_once(remove, photo, by=None, at=AT, **WHY)
    back = at_once(restore, removed, by=None, reason="Gia đình đồng ý.", at=AT + MINUTE)
    assert client.get(edition.article.get_absolute_url()).content == before
    assert (files(media), files(private)) == (sorted([photo.file.name, photo.small.name]), [])
    assert (back.removed_at, back.removed_by, back.removal_ordered_by, back.removal_reason) == (
        None,
        None,
        "",
        "",
    )
    assert [task for task in asked() if task[0] == "make_renditions"][1:] == [("make_renditions", [photo.pk])]
    assert [event.kind for event in Event.objects.about(photo)] == ["photo.restore", "photo.remove"]


def test_the_same_bytes_are_refused_with_who_to_ask(cast, media):
    raw = make_picture(comment=b"em be")
    remove(make_photo(raw=raw), by=cast.tongbientap, at=AT, **WHY)
    with pytest.raises(ValidationError) as error:
        make_photo(raw=raw, name="lai.jpg")
    [said] = error.value.messages
    assert said == _(
        "“%(name)s” was taken off every page on %(when)s, on the order of %(ordered_by)s. "
        "Ask %(who)s before it is used again."
    ) % {
        "name": "lai.jpg",
        "when": "09:00, 04/05/2040",
        "ordered_by": "Ban Biên tập",
        "who": str(cast.tongbientap),
    }


def test_a_removed_picture_is_neither_described_nor_cropped_nor_deleted(media):
    photo = remove(make_photo(), by=None, at=AT, **WHY)
    with pytest.raises(Overtaken):
        photo.describe({"caption": "x"}, seen=photo.version, by=None, at=AT)
    with pytest.raises(Overtaken):
        photo.set_focal(1, 1, seen=photo.version, by=None, at=AT)
    with pytest.raises(NotPossible):
        photo.delete_unused(seen=photo.version, by=None, at=AT)


# ── Killed in between ────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_files_of_a_removal_whose_process_was_killed_follow_by_the_task(media, private, settings):
    photo = make_photo()
    program = f"""
import os, django
from django.utils import timezone
django.setup()
from django.conf import settings
settings.MEDIA_ROOT, settings.PRIVATE_ROOT = {str(media)!r}, {str(private)!r}
settings.DATABASES["default"]["NAME"] = {settings.DATABASES["default"]["NAME"]!r}
from photos import removal
from photos.models import Photo
removal.put_in_place = lambda photo_id: os.kill(os.getpid(), 9)
removal.remove(Photo.objects.get(), by=None, ordered_by="BBT", reason="Trẻ em.", at=timezone.now())
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(__file__).parents[2], env=_environment(), check=False
    )
    assert ended.returncode == -9
    assert Photo.objects.get().is_removed
    assert files(media) == sorted([photo.file.name, photo.small.name])
    work()
    assert files(media) == []
    assert files(private) == sorted([photo.file.name, photo.small.name])


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"}


def test_what_is_in_its_place_stays_there(media, private, at_once):
    photo = make_photo()
    keeping.put_in_place(photo.pk)
    keeping.put_in_place(404)
    assert files(media) == sorted([photo.file.name, photo.small.name])
    at_once(remove, photo, by=None, at=AT, **WHY)
    keeping.put_in_place(photo.pk)
    assert (files(media), files(private)) == ([], sorted([photo.file.name, photo.small.name]))
