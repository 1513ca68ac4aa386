"""Word files made by hand, part by part, as Word writes them: no library says what stands in them."""

import io
import zipfile
from html import escape

from tests.factories import make_picture

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES = {
    "Title": ("Title", '<w:jc w:val="center"/>', '<w:b/><w:sz w:val="36"/>'),
    "Subtitle": ("Subtitle", "", "<w:i/>"),
    "Heading1": ("heading 1", '<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="32"/>'),
    "Heading2": ("heading 2", '<w:outlineLvl w:val="1"/>', "<w:b/>"),
    "Heading3": ("heading 3", '<w:outlineLvl w:val="2"/>', "<w:b/><w:i/>"),
    "Caption": ("caption", '<w:jc w:val="center"/>', '<w:i/><w:sz w:val="20"/>'),
    "ListParagraph": ("List Paragraph", "", ""),
    "TitPhu": ("Tít phụ", '<w:outlineLvl w:val="1"/>', "<w:b/>"),
}


# ── The body ─────────────────────────────────────────────────────────────────
def run(text: str, *, bold=False, italic=False, font="", size=0, raised="", inside="") -> str:
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    look += "<w:b/>" * bold + "<w:i/>" * italic
    look += f'<w:sz w:val="{size * 2}"/>' if size else ""
    look += f'<w:vertAlign w:val="{raised}"/>' if raised else ""
    words = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n") if line or not inside
    )
    # A soft hyphen is an element of its own in Word, and in TCVN3 it is the letter ư.
    words = words.replace("\xad", '</w:t><w:softHyphen/><w:t xml:space="preserve">')
    return f"<w:r><w:rPr>{look}</w:rPr>{words}{inside}</w:r>"


def para(*runs: str, style="", align="", number: tuple[int, int] | None = None, **look) -> str:
    """`number` is the list's number and the level in it."""
    shape = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        shape += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    shape += f'<w:jc w:val="{align}"/>' if align else ""
    made = [one if one.startswith("<") else run(one, **look) for one in runs]
    return f"<w:p><w:pPr>{shape}</w:pPr>{''.join(made)}</w:p>"


def table(*rows: tuple[str, ...], head=False) -> str:
    made = []
    for place, row in enumerate(rows):
        cells = [
            f"<w:tc><w:tcPr/>{cell if cell.startswith('<w:p>') else para(cell, bold=place == 0)}</w:tc>"
            for cell in row
        ]
        header = "<w:trPr><w:tblHeader/></w:trPr>" if head and place == 0 else ""
        made.append(f"<w:tr>{header}{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(made)}</w:tbl>"


def link(text: str, number: int) -> str:
    """To the address that stands under this number of the file's relationships."""
    return f'<w:hyperlink r:id="link{number}">{run(text)}</w:hyperlink>'


def picture(number: int, *, alt="", how="embed") -> str:
    """The picture of this number, from one, standing in a run."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="{number}" name="Picture" descr="{escape(alt)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:{how}="image{number}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


# ── The file ─────────────────────────────────────────────────────────────────
def parts(
    *body: str,
    pictures: tuple[bytes, ...] = (),
    kinds: tuple[str, ...] = (),
    links: tuple[str, ...] = (),
    font: str = "Times New Roman",
    notes: tuple[str, ...] = (),
    comments: tuple[str, ...] = (),
) -> dict[str, bytes]:
    """The file's parts by name. `kinds` are the pictures' extensions, `font` is that of the whole text."""
    names = [
        f"media/image{place}.{kinds[place - 1] if kinds else 'jpeg'}" for place, _p in enumerate(pictures, 1)
    ]
    relations = [
        *((f"image{place}", "image", name, "") for place, name in enumerate(names, 1)),
        *(
            (f"link{place}", "hyperlink", href, ' TargetMode="External"')
            for place, href in enumerate(links, 1)
        ),
        ("styles", "styles", "styles.xml", ""),
        ("numbering", "numbering", "numbering.xml", ""),
        ("footnotes", "footnotes", "footnotes.xml", ""),
        ("comments", "comments", "comments.xml", ""),
    ]
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="emf" ContentType="image/x-emf"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": _relations([("doc", "officeDocument", "word/document.xml", "")]),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": _styles(font),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": _noted("footnote", notes),
        "word/comments.xml": _noted("comment", comments),
    }
    named = {name: (_HEAD + text).encode() for name, text in made.items()}
    return named | {f"word/{name}": raw for name, raw in zip(names, pictures, strict=True)}


def packed(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()


def docx(*body: str, **given) -> bytes:
    return packed(parts(*body, **given))


def _relations(rows: list[tuple[str, str, str, str]]) -> str:
    made = [
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'
        for name, kind, target, mode in rows
    ]
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(made)}</Relationships>'


def _styles(font: str) -> str:
    made = [
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{said}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{shape}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
        for name, (said, shape, look) in STYLES.items()
    ]
    return (
        f'<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr></w:style>{"".join(made)}</w:styles>'
    )


def _numbering() -> str:
    """List 1 is bulleted, list 2 numbered."""
    levels = {
        kind: "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3))
        for kind in ("bullet", "decimal")
    }
    return (
        f"<w:numbering {_NAMES}>"
        f'<w:abstractNum w:abstractNumId="1">{levels["bullet"]}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{levels["decimal"]}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )


def _noted(kind: str, texts: tuple[str, ...]) -> str:
    made = [
        f'<w:{kind} w:id="{place}" w:author="BTV">{para(text)}</w:{kind}>'
        for place, text in enumerate(texts, 1)
    ]
    return f"<w:{kind}s {_NAMES}>{''.join(made)}</w:{kind}s>"


# ── One article ──────────────────────────────────────────────────────────────
TITLE = "Xã Nà Hin về đích nông thôn mới"
LEAD = "Sáng 15/9, Ủy ban nhân dân xã Nà Hin tổng kết mười năm xây dựng nông thôn mới."
WORDS_OF_BODY = (
    para(
        "Sáng 15/9, Ủy ban nhân dân xã Nà Hin ",
        run("khai mạc", bold=True),
        " Hội nghị ",
        run("tổng kết", italic=True),
        " nông thôn mới.",
    ),
    para("Gỡ khó cho hợp tác xã", style="Heading2"),
    para(
        "Theo báo cáo, xã có ",
        '<w:del w:author="BTV"><w:r><w:delText>4</w:delText></w:r></w:del>',
        f'<w:ins w:author="BTV">{run("3")}</w:ins>',
        " việc phải làm:",
    ),
    para("Làm đường về bản", style="ListParagraph", number=(1, 0)),
    para("Bản Mẫu", style="ListParagraph", number=(1, 1)),
    para("Xóa điểm trường tạm", style="ListParagraph", number=(1, 0)),
    para("Rà soát hộ nghèo", style="ListParagraph", number=(2, 0)),
    para("Cấp giống chè", style="ListParagraph", number=(2, 0)),
    para("Kết quả năm 2021", style="Heading3"),
    table(("Bản", "Số hộ"), ("Nà Hin", "120")),
    para("Xem ", link("báo cáo", 1), " của xã.\nSố liệu tính đến tháng 9."),
    para("Diện tích chè đạt 12 km", run("2", raised="superscript"), "./."),
)
LINK = "https://xa.example/bao-cao?a=1&b=2"


def article() -> bytes:
    """A headline, a lead, the body of `tests.cms.clipboard`, a byline; a picture above and one in the middle."""
    first, *rest = WORDS_OF_BODY
    return docx(
        para(TITLE, style="Title"),
        para(LEAD, bold=True),
        para(picture(1, alt="Hội trường đông người"), align="center"),
        para("Các đại biểu dự Hội nghị. Ảnh: CTV", style="Caption"),
        first,
        *rest[:2],
        para(picture(2), align="center"),
        para("Người dân thu hoạch chè vụ xuân.", align="center", italic=True),
        *rest[2:],
        para("Lò Thị Mẫu (Trung tâm Văn hóa)", align="right", bold=True),
        pictures=(make_picture(size=(60, 36)), make_picture(size=(48, 36), format="PNG")),
        kinds=("jpeg", "png"),
        links=(LINK,),
    )
