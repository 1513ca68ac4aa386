"""A page as a browser has it: elements with their text, and forms as they would be sent back.

The desk's tests fill in what the page itself offers, hidden fields included: a field that leaves the
form is noticed, and no test knows a list of fields by heart.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
_NOT_TYPED = {"submit", "button", "file", "reset", "image"}

ADD = "/admin/articles/edition/add/"
LIST = "/admin/articles/edition/"


@dataclass
class Element:
    tag: str
    attrs: dict[str, str]
    inside: "Element | None"
    text: str = ""

    def has_class(self, name: str) -> bool:
        return name in self.attrs.get("class", "").split()

    def within(self, other: "Element") -> bool:
        return self.inside is not None and (self.inside is other or self.inside.within(other))


class Page(HTMLParser):
    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(response.content.decode())
        self.close()

    # ── Reading the source ───────────────────────────────────────────────────
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        element = Element(tag, given, self._open[-1] if self._open else None)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in (element.tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    # ── Asking ───────────────────────────────────────────────────────────────
    def all(self, tag: str, *, css: str = "", inside: str = "", **attrs: str) -> list[Element]:
        """Elements of this tag, with this class and these attributes, inside one of the class `inside`."""
        found = [e for e in self.elements if e.tag == tag and (not css or e.has_class(css))]
        found = [e for e in found if all(e.attrs.get(name) == value for name, value in attrs.items())]
        if not inside:
            return found
        around = [e for e in self.elements if e.has_class(inside)]
        return [e for e in found if any(e.within(box) for box in around)]

    def texts(self, tag: str, **asked: str) -> list[str]:
        return [" ".join(element.text.split()) for element in self.all(tag, **asked)]

    def form(self, form_id: str = "edition_form") -> dict[str, str]:
        """What a browser would send for this form, without its buttons, files and the empty template."""
        [form] = [e for e in self.elements if e.tag == "form" and e.attrs.get("id") == form_id]
        return self._sent([e for e in self.elements if e.within(form)])

    def beside_the_buttons(self) -> dict[str, str]:
        """What a browser would send with a move that stands alone: `seen` and what was typed for it."""
        [form] = [e for e in self.all("form", css="moves") if any(b.within(e) for b in self._move_buttons())]
        return self._sent([e for e in self.elements if e.within(form)])

    def options(self, name: str) -> set[str]:
        """The texts that a select offers, without the empty one."""
        [select] = self.all("select", name=name)
        return {e.text.strip() for e in self.all("option") if e.within(select) and e.attrs.get("value")}

    def moves(self) -> set[str]:
        return {button.attrs["value"] for button in self._move_buttons()}

    def errors(self) -> list[str]:
        """The messages at the fields and above the form."""
        lists = self.all("ul", css="errorlist")
        return [e.text.strip() for e in self.all("li") if any(e.within(ul) for ul in lists)]

    def errors_above(self) -> list[str]:
        """The messages that belong to no field: in the summary above the form those that lead to none."""
        lists = [e for e in self.elements if e.has_class("nonfield") or e.has_class("errornote")]
        lines = [e for e in self.all("li") if any(e.within(box) for box in lists)]
        to_fields = [link.inside for link in self.all("a")]
        return [e.text.strip() for e in lines if not any(e is line for line in to_fields)]

    def errors_near(self, field_id: str) -> list[str]:
        """The messages that stand in the same row as this field."""
        [field] = [e for e in self.elements if e.attrs.get("id") == field_id]
        row = field.inside
        while row and not (row.has_class("form-row") or row.has_class("desk-field")):
            row = row.inside
        lists = [e for e in self.all("ul", css="errorlist") if row and e.within(row)]
        return [e.text.strip() for e in self.all("li") if any(e.within(ul) for ul in lists)]

    def sides(self) -> dict[str, tuple[str, str]]:
        """Two drafts side by side: under each label the words on the left and on the right."""
        found = {}
        for head in self.all("h2", inside="sides__row"):
            cells = [e for e in self.all("div", css="sides__text") if e.inside is head.inside.inside]
            left, right = (cell.text for cell in cells)
            found[head.text.strip()] = (left, right)
        # Where both say the same it is shown once.
        labels, texts = (self.all(tag, inside="sides-same") for tag in ("dt", "dd"))
        same = {label.text.strip(): (e.text, e.text) for label, e in zip(labels, texts, strict=True)}
        return found | same

    def messages(self) -> list[str]:
        return self.texts("li", inside="messagelist")

    def titles(self) -> set[str]:
        """The titles a list of articles shows."""
        return set(self.texts("th", css="field-title"))

    def _move_buttons(self) -> list[Element]:
        return self.all("button", name="_move")

    def _sent(self, elements: list[Element]) -> dict[str, str]:
        values = [(e.attrs["name"], self._value(e)) for e in elements if e.attrs.get("name")]
        return {name: v for name, v in values if v is not None and "__prefix__" not in name}

    def _value(self, element: Element) -> str | None:
        if element.tag == "textarea":
            return element.text.removeprefix("\n")
        if element.tag == "select":
            chosen = [e for e in self.all("option") if e.within(element) and "selected" in e.attrs]
            return chosen[0].attrs.get("value", "") if chosen else ""
        if element.tag != "input" or element.attrs.get("type") in _NOT_TYPED:
            return None
        if element.attrs.get("type") in ("checkbox", "radio"):
            return element.attrs.get("value", "on") if "checked" in element.attrs else None
        return element.attrs.get("value", "")


def change(edition) -> str:
    return reverse("admin:articles_edition_change", args=[edition.pk])


def opened(client: Client, address: str = ADD) -> dict[str, str]:
    """The form at this address as it comes, ready to be filled in."""
    response = client.get(address)
    assert response.status_code == 200
    return Page(response).form()
