"""Contributors and related articles as they are typed into the writing form, and as its older versions hold them. Pure.

A contributor is a line, `Lò Thị Mẫu · ảnh · 30%`: the pen name, what was done, the share of the article in percent.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.text import fold, nfc

BETWEEN = " · "
# The middle dot stands on few keyboards.
SEPARATORS = "·•|;"
# Related ones are all shown (`articles.around.RELATED`); js/beside/related.js and the guide say the number too.
MOST_CONTRIBUTORS, MOST_RELATED = 20, 6
WHOLE = 100

_SEPARATOR = re.compile(f"[{re.escape(SEPARATORS)}]")
_SHARE = re.compile(r"(\d{1,9}) ?%?", re.ASCII)
_ARTICLE = re.compile(r"(?:\S*-)?(\d{1,18})(?:\.html)?", re.ASCII)


@dataclass(frozen=True)
class Credit:
    """One contributor: the author's id, the work by its name in code, the share in percent or None."""

    author: int
    work: str
    share: int | None = None


@dataclass(frozen=True)
class Known:
    """Whom and what a line may name: authors by their pen names, works by their names in words; the first is meant
    where none is written.
    """

    authors: Mapping[str, int]
    works: Mapping[str, str]


class Unreadable(ValueError):
    """With everything that is wrong, one message each."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


def line(name: str, work: str = "", share: int | None = None) -> str:
    """As a contributor is written; `work` in words."""
    return BETWEEN.join([name, *([work] if work else []), *([f"{share}%"] if share else [])])


def credits_in(text: str, known: Known) -> list[Credit]:
    """The contributors of these lines, in their order. Raises `Unreadable`, which names the lines."""
    reading = _Reading(known)
    for number, one in enumerate(text.replace("\r", "").split("\n"), start=1):
        if one.strip():
            reading.read(number, one)
    return reading.finished()


def names_key(name: str) -> str:
    """What two spellings of one pen name share."""
    return " ".join(nfc(name).casefold().split())


class _Reading:
    def __init__(self, known: Known) -> None:
        self._authors = {names_key(name): pk for name, pk in known.authors.items()}
        self._alike = {fold(name): name for name in known.authors}
        self._works = {fold(label): work for label, work in known.works.items()}
        self._labels = list(known.works)
        self._first: dict[tuple[int, str], int] = {}
        self._found: list[Credit] = []
        self._wrong: list[str] = []

    def read(self, number: int, one: str) -> None:
        name, *said = (" ".join(part.split()) for part in _SEPARATOR.split(one))
        author = self._author(number, name)
        work: str | None = self._works[fold(self._labels[0])]
        share = None
        for part in filter(None, said):
            if match := _SHARE.fullmatch(part):
                share = self._share(number, int(match[1]))
            else:
                work = self._work(number, part)
        if author is None or work is None:
            return
        before = self._first.setdefault((author, work), number)
        if before != number:
            self._say(number, _("this is line %(before)d once more. Take one of them out."), before=before)
        self._found.append(Credit(author, work, share))

    def finished(self) -> list[Credit]:
        total = sum(credit.share or 0 for credit in self._found)
        if len(self._found) > MOST_CONTRIBUTORS:
            self._wrong.append(_("At most %(most)d contributors.") % {"most": MOST_CONTRIBUTORS})
        if total > WHOLE:
            said = _("The shares add up to %(total)d %%. Together they are 100 %% at most.")
            self._wrong.append(said % {"total": total})
        if self._wrong:
            raise Unreadable(self._wrong)
        return self._found

    def _author(self, number: int, name: str) -> int | None:
        if not name:
            self._say(number, _("begins without a pen name. Write it first: Lò Thị Mẫu · ảnh · 30%%."))
            return None
        author = self._authors.get(names_key(name))
        if author is not None:
            return author
        if alike := self._alike.get(fold(name)):
            said = _("there is no author “%(name)s”. Did you mean “%(alike)s”?")
        else:
            said = _(
                "there is no author “%(name)s” yet. Look at the spelling, or have an editor add the author."
            )
        self._say(number, said, name=name[:60], alike=alike)
        return None

    def _work(self, number: int, said: str) -> str | None:
        work = self._works.get(fold(said))
        if work is None:
            message = _("there is no work “%(said)s”. Write one of these, one a line: %(works)s.")
            self._say(number, message, said=said[:60], works=", ".join(self._labels))
        return work

    def _share(self, number: int, share: int) -> int | None:
        if 1 <= share <= WHOLE:
            return share
        self._say(number, _("a share is between 1 %% and 100 %%."))
        return None

    def _say(self, number: int, message: str, **given: object) -> None:
        self._wrong.append(_("Line %(number)d:") % {"number": number} + " " + message % given)


# ── Related articles ─────────────────────────────────────────────────────────
def ids_in(text: str) -> list[int]:
    """The articles that are named, by number or by address, each once. Raises `Unreadable`."""
    parts = re.split(r"[\s,;]+", text.strip())
    named = [(part, _ARTICLE.fullmatch(part)) for part in parts if part]
    wrong = [
        _("“%(said)s” is no number of an article. It stands at the end of an article's address.")
        % {"said": said[:60]}
        for said, match in named
        if not match or int(match[1]) == 0
    ]
    found = list(dict.fromkeys(int(match[1]) for _said, match in named if match))
    if len(found) > MOST_RELATED:
        wrong.append(_("At most %(most)d related articles.") % {"most": MOST_RELATED})
    if wrong:
        raise Unreadable(wrong)
    return found


def written(ids: Iterable[int]) -> str:
    """As they stand in the form."""
    return ", ".join(str(one) for one in ids)
