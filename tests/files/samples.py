"""Small honest files of every kind the paper takes, and hostile ones, put together byte by byte."""

import io
import struct
import wave
import zipfile
import zlib


def pdf(inside: bytes = b"", *, packed: bytes = b"") -> bytes:
    """One empty page; `inside` stands in the catalogue, `packed` in a compressed stream of objects."""
    parts = [
        b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R " + inside + b">>endobj\n",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n",
    ]
    if packed:
        raw = zlib.compress(packed)
        head = b"4 0 obj<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>\nstream\r\n" % len(
            raw
        )
        parts.append(head + raw + b"\nendstream endobj\n")
    whole = b"".join(parts)
    return (
        whole
        + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF\n"
        % len(whole)
    )


def archive(**parts: str) -> bytes:
    return archived({name.replace("__", "/"): text for name, text in parts.items()})


def archived(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


OFFICE = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
OLE = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}


def office(extension: str, **more: str) -> bytes:
    main = f"application/vnd.openxmlformats-officedocument.{OFFICE[extension]}.main+xml"
    types = f'<?xml version="1.0"?><Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return archived({"[Content_Types].xml": types, "main.xml": "<x/>", **more})


def odf(extension: str, **more: str) -> bytes:
    return archived(
        {"mimetype": f"application/vnd.oasis.opendocument.{ODF[extension]}", "content.xml": "<x/>", **more}
    )


def ole(*streams: str) -> bytes:
    """A header and a directory; no program needs more to say what it is."""
    entries = b""
    for name in ("Root Entry", *streams):
        raw = name.encode("utf-16-le") + b"\0\0"
        entries += (raw.ljust(64, b"\0") + struct.pack("<H", len(raw))).ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(1024, b"\0")


def mp3(*, tag: bytes = b"") -> bytes:
    # MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes a frame.
    frame = b"\xff\xfb\x90\x00".ljust(417, b"\0")
    size = len(tag)
    head = b"ID3\x03\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + tag if tag else b""
    return head + frame * 4


def ogg(codec: bytes = b"OpusHead\x01\x02") -> bytes:
    return b"OggS\0\x02" + b"\0" * 20 + bytes([1, len(codec)]) + codec


def wav(seconds: int = 1) -> bytes:
    """Silence that a browser plays."""
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I4s", len(body) + 8, name) + body


_LYING = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UPRIGHT = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def track(handler: bytes, codec: bytes, size: tuple[int, int] = (0, 0), *, turned: bool = False) -> bytes:
    matrix = struct.pack(">9i", *(_UPRIGHT if turned else _LYING))
    measures = struct.pack(">2I", size[0] << 16, size[1] << 16)
    return box(
        b"trak",
        box(b"tkhd", b"\0" * 40 + matrix + measures),
        box(
            b"mdia",
            box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13),
            box(b"minf", box(b"stbl", box(b"stsd", b"\0\0\0\0\0\0\0\1", box(codec, b"\0" * 70)))),
        ),
    )


def mp4(*tracks: bytes) -> bytes:
    tracks = tracks or (track(b"vide", b"avc1", (1280, 720)), track(b"soun", b"mp4a"))
    return (
        box(b"ftyp", b"isom\0\0\2\0isommp42")
        + box(b"mdat", b"\0" * 64)
        + box(b"moov", box(b"mvhd", b"\0" * 100), *tracks)
    )


def element(name: int, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + struct.pack(">BI", 0x08, len(body)) + body


def webm(doc_type: bytes = b"webm", codec: bytes = b"V_VP9") -> bytes:
    video = element(0xE0, element(0xB0, b"\x02\x80"), element(0xBA, b"\x01\x68"))
    entry = element(0xAE, element(0x83, b"\x01"), element(0x86, codec), video)
    return element(0x1A45DFA3, element(0x4282, doc_type)) + element(
        0x18538067, element(0x1549A966), element(0x1654AE6B, entry), element(0x1F43B675, b"\0" * 8)
    )


TAKEN = {
    "bao-cao.pdf": pdf(),
    "nen.pdf": pdf(packed=b"1 0 <</Type/Catalog>>"),
    **{f"a.{extension}": office(extension) for extension in OFFICE},
    **{f"a.{extension}": odf(extension) for extension in ODF},
    **{f"a.{extension}": ole(stream) for extension, stream in OLE.items()},
    "cu.xls": ole("Book"),
    "a.mp3": mp3(),
    "co-the.mp3": mp3(tag=b"TIT2" + b"\0" * 300),
    "a.m4a": mp4(track(b"soun", b"mp4a")),
    "a.ogg": ogg(b"\x01vorbis\0"),
    "a.opus": ogg(),
    "a.wav": wav(),
    "a.mp4": mp4(),
    "khong-tieng.mp4": mp4(track(b"vide", b"avc1", (640, 360))),
    "a.webm": webm(),
    "HOI NGHI.PDF": pdf(),
}
RUNS = {
    "js.pdf": pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "giau.pdf": pdf(b"/OpenAction<</S/J#61vaScript/JS(app.alert(1))>>"),
    "chay.pdf": pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "nen-js.pdf": pdf(packed=b"1 0 <</S/JavaScript/JS(app.alert(1))>>"),
    "macro.docx": office("docx", **{"word/vbaProject.bin": "x"}),
    "macro.odt": odf("odt", **{"Basic/Standard/Module1.xml": "<x/>"}),
    "macro.doc": ole("WordDocument", "Macros"),
    "macro.xls": ole("Workbook", "_VBA_PROJECT"),
}
UNPLAYED = {
    "hevc.mp4": mp4(track(b"vide", b"hvc1", (1920, 1080))),
    "ac3.mp4": mp4(track(b"vide", b"avc1", (1920, 1080)), track(b"soun", b"ac-3")),
    "alac.m4a": mp4(track(b"soun", b"alac")),
    "la.webm": webm(codec=b"V_MPEG4/ISO/AVC"),
}
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
NOT_THAT = {
    "trong.pdf": b"",
    "trang.pdf": HTML,
    "truoc.pdf": HTML + pdf(),
    "cut.pdf": pdf()[:60],
    "la-zip.pdf": pdf() + archive(a="b"),
    "anh.docx": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "la.docx": archive(a="b"),
    "la-bang.docx": office("xlsx"),
    "truoc.docx": HTML + office("docx"),
    "sau.docx": office("docx") + HTML,
    "cut.docx": office("docx")[:-40],
    "len.docx": office("docx", **{"../../etc/passwd": "x"}),
    "la.odt": odf("ods"),
    "la.doc": ole("Workbook"),
    "trong.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "khoa.docx": ole("EncryptedPackage"),
    "chu.mp3": b"ID3" + HTML * 40,
    "mot-khung.mp3": b"\xff\xfb\x90\x00".ljust(500, b"\0"),
    "la.mp3": wav(),
    "phim.ogg": ogg(b"\x80theora\0"),
    "cut.wav": wav()[:-100],
    "am.mp4": mp4(track(b"soun", b"mp4a")),
    "phim.m4a": mp4(),
    "sau.mp4": mp4() + archive(a="b"),
    "cut.mp4": mp4()[:-10],
    "lon.mp4": box(b"ftyp", b"isom") + struct.pack(">I4sQ", 1, b"moov", 2**62),
    "khong.mp4": box(b"ftyp", b"isom"),
    "mkv.webm": webm(b"matroska"),
    "cut.webm": webm()[:40],
    "html.webm": HTML + webm(),
}
NOT_TAKEN = [
    "a.exe",
    "a.html",
    "a.svg",
    "a.zip",
    "a.docm",
    "a.mov",
    "a.jpg",
    "khong-duoi",
    "a.",
    ".pdf ẩn",
    "a.pdf.exe",
]
