"""Files as readers get them: in parts where they are asked for in parts, and never as a page of ours."""

from pathlib import Path

import pytest

from files.kinds import FORMATS
from files.views.served import _MOST_AT_ONCE

IMMUTABLE = "public, max-age=31536000, immutable"
STEM = "0123456789abcdef" * 2
RAW = bytes(range(256)) * 4


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / "files/204005").mkdir(parents=True)
    for extension in FORMATS:
        (tmp_path / f"files/204005/{STEM}.{extension}").write_bytes(RAW)
    return tmp_path


def address(extension: str = "mp3") -> str:
    return f"/media/files/204005/{STEM}.{extension}"


def asked(client, part: str, extension: str = "mp3", **headers):
    answer = client.get(address(extension), headers={"range": part, **headers})
    return answer.status_code, answer.get("Content-Range"), b"".join(answer)


@pytest.mark.parametrize("extension", FORMATS)
def test_each_says_what_it_is_and_documents_are_to_be_kept(client, extension):
    answer = client.get(address(extension))
    assert (answer.status_code, b"".join(answer)) == (200, RAW)
    assert answer["Content-Type"] == FORMATS[extension].content_type
    assert answer["Content-Length"] == str(len(RAW))
    assert (answer["Cache-Control"], answer["Accept-Ranges"]) == (IMMUTABLE, "bytes")
    is_document = FORMATS[extension].kind == "document"
    assert answer.get("Content-Disposition") == ("attachment" if is_document else None)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"sandbox", "default-src 'none'"} <= set(answer["Content-Security-Policy"].split("; "))
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, 1023),
        ("bytes=1000-", 1000, 1023),
        ("bytes=10-5000", 10, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes= 5 - 5", 5, 5),
    ],
)
def test_a_part_is_sent_alone(client, part, first, last):
    assert asked(client, part) == (206, f"bytes {first}-{last}/1024", RAW[first : last + 1])


@pytest.mark.parametrize("part", ["bytes=1024-", "bytes=9-3", "bytes=-0", "bytes=99999-100000"])
def test_a_part_that_is_not_there_is_refused_with_the_length(client, part):
    assert asked(client, part) == (416, "bytes */1024", b"")


@pytest.mark.parametrize(
    "part",
    ["bytes=0-1,5-6", "lines=0-1", "bytes=", "bytes=-", "bytes=a-b", "0-1", f"bytes={'9' * 40}-", "bytes=٣-"],
)
def test_what_we_do_not_understand_is_answered_with_all(client, part):
    assert asked(client, part) == (200, None, RAW)


def test_who_asks_for_all_the_rest_gets_a_portion_and_asks_again(client, media):
    (media / f"files/204005/{STEM}.mp4").write_bytes(b"x" * (_MOST_AT_ONCE + 10))
    code, part, raw = asked(client, "bytes=0-", "mp4")
    assert (code, part, len(raw)) == (206, f"bytes 0-{_MOST_AT_ONCE - 1}/{_MOST_AT_ONCE + 10}", _MOST_AT_ONCE)
    assert asked(client, f"bytes={_MOST_AT_ONCE}-", "mp4")[2] == b"x" * 10


def test_a_part_is_only_sent_of_what_the_reader_has_the_beginning_of(client):
    etag = client.get(address())["ETag"]
    assert asked(client, "bytes=5-6", **{"if-range": etag})[0] == 206
    assert asked(client, "bytes=5-6", **{"if-range": '"another"'})[0] == 200


def test_what_is_kept_is_not_sent_again(client):
    etag = client.get(address())["ETag"]
    answer = client.get(address(), headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_its_head_alone_tells_the_length(client):
    answer = client.head(address())
    assert (answer.status_code, answer["Content-Length"], b"".join(answer)) == (200, "1024", b"")


def test_it_can_only_be_read(client):
    assert client.post(address()).status_code == 405


def test_anything_else_is_not_there(client, media, db):
    for name in (f"{STEM}.html", f"{STEM}.exe", f".{STEM}.pdf.part", "a.pdf", f"{STEM}.PDF"):
        (media / "files/204005" / name).write_bytes(b"secret")
    (media / f"{STEM}.pdf").write_bytes(b"secret")
    others = [
        f"files/204005/{STEM}.html",
        f"files/204005/{STEM}.exe",
        f"files/204005/.{STEM}.pdf.part",
        "files/204005/a.pdf",
        f"files/204005/{STEM}.PDF",
        f"files/204005/../../{STEM}.pdf",
        f"files/../{STEM}.pdf",
        f"{STEM}.pdf",
        f"files/204005/{'f' * 32}.pdf",
        f"files/204005/{STEM}.pdf%0a",
    ]
    codes = {name: client.get(f"/media/{name}").status_code for name in others}
    assert codes == dict.fromkeys(others, 404)
