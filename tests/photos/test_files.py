"""Picture files as readers get them where no server in front answers."""

from pathlib import Path

import pytest

from tests.factories import make_photo

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture
def media(settings, tmp_path, db) -> Path:
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = str(folder)
    return folder


def test_a_picture_is_served_byte_for_byte_and_kept_for_ever(client, media):
    photo = make_photo()
    for file in (photo.file, photo.small):
        response = client.get(file.url)
        assert response.status_code == 200
        assert b"".join(response) == (media / file.name).read_bytes()
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == IMMUTABLE
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("extension", "kind"), [("jpg", "image/jpeg"), ("webp", "image/webp")])
def test_a_picture_is_said_to_be_what_its_name_says(client, media, extension, kind):
    media.mkdir()
    (media / f"a.{extension}").write_bytes(b"x")
    assert client.get(f"/media/a.{extension}")["Content-Type"] == kind


def test_a_picture_that_is_kept_is_not_sent_again(client, media):
    url = make_photo().file.url
    modified = client.get(url)["Last-Modified"]
    assert client.get(url, headers={"if-modified-since": modified}).status_code == 304


NOT_OURS = [
    "../secret.jpg",
    "photos/../../secret.jpg",
    "%2e%2e/secret.jpg",
    "..%2fsecret.jpg",
    "/etc/passwd",
    "//etc/passwd.jpg",
    "secret.jpg%00.jpg",
    "",
    "photos/",
    "photos",
    "a.svg",
    "a.html",
    "a.php",
    "a.php.jpg",
    "A.JPG",
    "a.gif",
    ".jpg",
    "khong-co.jpg",
]


def test_anything_but_a_picture_of_ours_is_not_there(client, media):
    (media / "photos").mkdir(parents=True)
    for name in ("../secret.jpg", "a.svg", "a.html", "a.php", "a.php.jpg", "A.JPG", "a.gif", ".jpg"):
        (media / name).write_bytes(b"secret")
    answers = {address: client.get(f"/media/{address}") for address in NOT_OURS}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(
        NOT_OURS, 404
    )
    assert [a for a, answer in answers.items() if "immutable" in answer.get("Cache-Control", "")] == []


def test_a_picture_can_only_be_read(client, media):
    assert client.post(make_photo().file.url).status_code == 405
