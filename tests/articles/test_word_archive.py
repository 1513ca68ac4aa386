"""A Word file that could do harm, or is something else, is refused before anything is unpacked, in clear words."""

import io
import struct
import time
import zipfile

import pytest

from articles.word.archive import Refused, opened
from articles.word.reading import read
from tests.articles.word_files import article, docx, packed, para, parts
from tests.factories import make_picture


def why(raw: bytes, name: str = "bai.docx") -> str:
    begun = time.thread_time()
    with pytest.raises(Refused) as refusal:
        read(io.BytesIO(raw), name)
    assert time.thread_time() - begun < 1.5
    return str(refusal.value)


def changed(**files: bytes | str) -> bytes:
    """A good file with some parts replaced or added; `__` stands for a slash, `_dot_` for a point."""
    named = {name.replace("__", "/").replace("_dot_", "."): raw for name, raw in files.items()}
    return packed(
        parts(para("a"))
        | {name: raw if isinstance(raw, bytes) else raw.encode() for name, raw in named.items()}
    )


DOCUMENT = parts(para("a"))["word/document.xml"].decode()
LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE w SYSTEM "http://127.0.0.1:1/x.dtd">'


def test_a_good_file_is_opened():
    assert "word/document.xml" in opened(io.BytesIO(article()), "Bài viết.DOCX").namelist()


@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE, REMOTE], ids=["laughs", "file", "address"])
@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "_rels/.rels", "customXml/item1.xml"]
)
def test_a_part_that_declares_entities_is_refused(part, declared):
    files = parts(para("a"))
    head, _end, rest = (files.get(part) or DOCUMENT.encode()).decode().partition("?>")
    files[part] = f"{head}?>{declared}{rest}".encode()
    assert "DTD" in why(packed(files))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-7", "utf-32"])
def test_a_declaration_is_not_hidden_by_an_encoding(encoding):
    hidden = DOCUMENT.replace("UTF-8", encoding).replace("?>", f"?>{OUTSIDE}").encode(encoding)
    assert why(changed(word__document_dot_xml=hidden))


def test_a_part_is_no_less_looked_through_for_its_name():
    """The parts that are read are named by relationships, which may say anything."""
    files = parts(para("a"))
    files["word/media/image1.png"] = DOCUMENT.replace("?>", f"?>{OUTSIDE}").encode()
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"word/document.xml", b"word/media/image1.png")
    assert why(packed(files))


def test_a_file_that_grows_without_end_is_refused():
    assert why(changed(word__media__image1_dot_png=b"\0" * 20_000_000))
    assert why(changed(word__document_dot_xml=DOCUMENT.encode() + b" " * 4_000_000))
    assert why(changed(**{f"word__part{n}_dot_xml": "<a>" + "ab" * 1_400_000 + "</a>" for n in range(9)}))


def test_a_file_of_thousands_of_parts_is_refused():
    assert why(changed(**{f"word__media__{n}_dot_png": b"x" for n in range(2_100)}))


def test_a_list_of_parts_that_is_long_is_not_read(monkeypatch):
    raw = docx(para("a"))
    start = raw.find(b"PK\x01\x02")
    listed = raw[start:-22] * 2_000
    end = bytearray(raw[-22:])
    end[12:16] = struct.pack("<L", len(listed))
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert why(raw[:start] + listed + bytes(end)) == why(changed_count(raw))


def changed_count(raw: bytes) -> bytes:
    return raw[:-12] + struct.pack("<H", 2_001) + raw[-10:]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "word/../../x", "C:/x", "word\\..\\x", "a\0b"]
)
def test_names_that_lead_out_are_refused(name):
    out = io.BytesIO(docx(para("a")))
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo("x")
        entry.filename = name
        archive.writestr(entry, b"x")
    # Python cuts a name at NUL when it reads it.
    if "\0" in name:
        assert read(io.BytesIO(out.getvalue()), "a.docx").blocks
    else:
        assert why(out.getvalue())


def test_a_name_that_stands_there_twice_is_refused():
    out = io.BytesIO(docx(para("a")))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", DOCUMENT)
    assert why(out.getvalue())


def test_a_file_behind_a_password_says_so():
    raw = bytearray(docx(para("a")))
    for start in (raw.find(b"PK\x03\x04") + 6, raw.find(b"PK\x01\x02") + 8):
        raw[start] |= 1
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    locked = ole + "EncryptedPackage".encode("utf-16-le")
    assert why(bytes(raw)) == why(locked) != why(ole)


def test_macros_are_refused_whatever_the_file_is_called():
    types = parts(para("a"))["[Content_Types].xml"].decode()
    by_type = types.replace("wordprocessingml.document.main", "macroEnabled.main")
    files = parts(para("a")) | {"[Content_Types].xml": by_type.encode()}
    assert why(packed(files)) == why(changed(word__vbaProject_dot_bin=b"x"))
    assert why(article(), "bai.docm") == why(article(), "bai.dotx")


@pytest.mark.parametrize(
    "kind",
    ["spreadsheetml.sheet", "presentationml.presentation"],
)
def test_a_file_of_another_program_with_this_name_is_refused(kind):
    types = parts(para("a"))["[Content_Types].xml"].replace(b"wordprocessingml.document", kind.encode())
    assert why(packed(parts(para("a")) | {"[Content_Types].xml": types}))


@pytest.mark.parametrize("name", ["bai.doc", "bai.odt", "bai.rtf", "bai.pdf", "bai.docx.exe", "bai", ""])
def test_only_docx_is_taken(name):
    assert why(article(), name)


def test_what_to_do_with_an_old_file_is_said():
    assert ".docx" in why(article(), "bai.doc")
    assert ".odt" in why(article(), "bai.odt")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK",
        b"x" * 100,
        make_picture(),
        article()[:-40],
        article()[40:],
        article() + b"x",
        packed({"a.txt": b"a"}),
        packed({"[Content_Types].xml": b"<a/>"}),
        packed(parts(para("a")), zipfile.ZIP_BZIP2),
    ],
    ids=[
        "nothing",
        "two",
        "letters",
        "picture",
        "no end",
        "no beginning",
        "more",
        "other zip",
        "no text",
        "bzip2",
    ],
)
def test_a_damaged_file_is_refused(raw):
    assert why(raw)


def test_another_archive_inside_is_refused_but_not_an_embedded_table():
    assert why(changed(word__media__a_dot_zip=b"PK"))
    assert read(io.BytesIO(changed(word__embeddings__a_dot_docx=b"PK")), "a.docx").embedded == 1


@pytest.mark.parametrize(
    "document",
    [
        "<w:p>" * 5_000,
        "<a/>",
        "",
        DOCUMENT.replace("<w:p>", "<w:p><w:r><w:footnoteReference/></w:r>"),
        DOCUMENT.replace("<w:body>", f"<w:body>{'<w:sdt><w:sdtContent>' * 2_000}").replace(
            "</w:body>", f"{'</w:sdtContent></w:sdt>' * 2_000}</w:body>"
        ),
    ],
    ids=["unclosed", "other", "empty", "no id", "deep"],
)
def test_a_text_that_can_not_be_read_says_so(document):
    assert why(changed(word__document_dot_xml=document))


def test_a_damaged_part_is_found_by_its_checksum():
    raw = bytearray(packed(parts(para("Nà Hin")), zipfile.ZIP_STORED))
    raw[raw.find("Nà Hin".encode())] = ord("M")
    assert why(bytes(raw))


def test_a_large_file_says_how_large_it_may_be(settings):
    settings.WORD_MAX_BYTES = 1024 * 1024
    assert "1 MB" in why(article() + b"\0" * 2_000_000)


def test_no_file_of_this_machine_is_read_for_a_linked_picture(tmp_path):
    from tests.articles.word_files import picture

    files = parts(para(picture(1, how="link")), pictures=(b"x",))
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b'"media/image1.jpeg"', b'"file:///etc/passwd" TargetMode="External"'
    )
    [taken] = read(io.BytesIO(packed(files)), "a.docx").pictures
    with pytest.raises(ValueError, match="disabled"):
        taken.open()
