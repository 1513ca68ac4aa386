"""The list of checks before approval: every kind has its one small function, and all of them are run.

All are asked before anything is decided, so that no reason hides another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from articles.findings import missing, spelling, terms, typed
from articles.findings.draft import Draft
from articles.findings.kinds import EMPTINESS, KIND_LABELS, Finding, Kind, Rules, Severity
from articles.workflow import Hold

CHECKS: dict[Kind, Callable[[Draft, Rules], Iterator[Finding]]] = {
    Kind.NO_TITLE: missing.no_title,
    Kind.NO_BODY: missing.no_body,
    Kind.NO_LEAD: missing.no_lead,
    Kind.BANNED_TERM: terms.banned_term,
    Kind.OLD_ENCODING: spelling.old_encoding,
    Kind.NO_MARKS: spelling.no_marks,
    Kind.TWO_TONES: spelling.two_tones,
    Kind.DOUBLE_SPACE: typed.double_space,
    Kind.EMPTY_PARAGRAPH: missing.empty_paragraph,
    Kind.TITLE_LONG: typed.title_long,
    Kind.TITLE_CAPITALS: typed.title_capitals,
    Kind.TITLE_PERIOD: typed.title_period,
    Kind.DEAD_LINK: missing.dead_link,
    Kind.SECTION_CLOSED: missing.section_closed,
    Kind.NO_PICTURE: missing.no_picture,
    Kind.NO_CAPTION: missing.no_caption,
    Kind.NO_ALT: missing.no_alt,
    Kind.NO_CREDIT: missing.no_credit,
    Kind.LICENCE_ENDED: missing.licence_ended,
}
# A text full of one slip is told so; nobody reads its thousand places.
MOST_OF_A_KIND = 20


@dataclass(frozen=True, kw_only=True)
class Group:
    """The findings of one kind, in the order of the text. `more` says that there are others."""

    kind: Kind
    severity: Severity
    findings: tuple[Finding, ...]
    more: bool

    @property
    def label(self) -> str:
        return str(dict(KIND_LABELS)[self.kind])

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def check(draft: Draft, rules: Rules) -> list[Group]:
    """What is found, by kinds: errors first."""
    groups = []
    for kind, finds in CHECKS.items():
        severity = rules.severity(kind)
        if severity == Severity.OFF:
            continue
        found = [
            replace(finding, severity=severity) for finding in islice(finds(draft, rules), MOST_OF_A_KIND + 1)
        ]
        if found:
            told, more = tuple(found[:MOST_OF_A_KIND]), len(found) > MOST_OF_A_KIND
            groups.append(Group(kind=kind, severity=severity, findings=told, more=more))
    return sorted(groups, key=lambda group: not group.is_error)


def holding(groups: Iterable[Group], hold: Hold) -> list[Finding]:
    """Those that keep a move from being made."""
    if hold == Hold.NOTHING:
        return []
    kinds = EMPTINESS if hold == Hold.EMPTINESS else frozenset(Kind)
    return [
        finding for group in groups if group.is_error and group.kind in kinds for finding in group.findings
    ]
