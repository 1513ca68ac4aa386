"""Who gets what at every address of the desk: the rows of `matrix.py`, each sent by everybody, one after the other.

One newsroom is built for all rows. Each request is undone when it is answered: what it changed is compared with what
the row says, and the next person finds everything as it was.

That nobody grants what she lacks, by the form's choices and by forged rows, is proved in
`tests/accounts/test_granting.py`; that nobody publishes her own text by command, in
`tests/articles/test_import_text.py`.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
import time_machine
from django.conf import settings as site
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Grant, User
from articles import writing
from articles.models import (
    Announcement,
    BannedTerm,
    Edition,
    FindingRule,
    Layout,
    Notice,
    PreviewLink,
    ReviewStep,
    SavedSearch,
    Section,
    Tag,
    Version,
    WorkingCopy,
)
from articles.workflow import MOVES
from comments.models import Comment
from files.models import File
from letters.models import Letter, Note, Sender
from mail.models import Mail
from pages.models import Page
from photos.models import Photo
from record.models import Event
from tests.desk.matrix import AGAIN, DONE, KEPT, PEOPLE, REFUSED, ROLES, ROWS, WRITING_ANYWHERE, Row
from tests.desk.pages import LIST
from tests.desk.pages import Page as Seen
from tests.desk.test_addresses import ADMIN
from tests.factories import (
    AT,
    DAY,
    MINUTE,
    bring_to,
    make_announcement,
    make_author,
    make_chain,
    make_comment,
    make_edition,
    make_file,
    make_layout,
    make_letter,
    make_older_page,
    make_picture,
    make_section,
    make_story,
    make_user,
)
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db

NOW = AT + 5 * MINUTE
PASSWORD, NEW_PASSWORD = "mot-mat-khau-dai-9", "mot-mat-khau-khac-8"
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# In the lead of every piece: whoever gets 404 for one must not read it on that page.
SECRET = "Điều chưa ai được biết"
STATES = ("draft", "in_review", "last_step", "again", "scheduled", "live")
OUTSIDE = ("anonymous", "not_staff")
MAILED = "phongvien@bao-mau.example"
DUE = "18:30, 05/05/2040"
REASON = "Số liệu ở đoạn hai chưa đúng với báo cáo của Sở."


# ── The newsroom ─────────────────────────────────────────────────────────────
@dataclass
class Newsroom:
    """Everybody with the key of her session, and what stands there: pieces by state and scope, and other things."""

    people: dict[str, User]
    keys: dict[str, str]
    sections: dict[str, Section]
    pieces: dict[tuple[str, str], Edition]
    things: dict[str, object]
    standing: tuple = ()

    def piece(self, state: str, scope: str, who: str) -> Edition:
        return self.pieces[state, who if scope == "own" else scope]


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(AT, tick=False) as clock, transaction.atomic():
        built = _built()
        clock.move_to(NOW)
        built.keys |= {who: _logged_in(person) for who, person in built.people.items()}
        built.standing = standing()
        yield built
        transaction.set_rollback(True)


def _built() -> Newsroom:
    make_chain()
    sections = {
        "same": make_section(slug="khoa-giao", name="Khoa giáo"),
        "other": make_section(slug="xa-hoi", name="Xã hội"),
    }
    people = _people(sections["same"], sections["other"])
    pieces = {}
    for state in STATES:
        for who in PEOPLE:
            pieces[state, who] = _piece(state, by=people[who], section=sections["same"])
        for scope, section in sections.items():
            pieces[state, scope] = _piece(state, by=people[f"pv-{section.slug}"], section=section)
    things = _things(sections, pieces)
    owners = {**{who: people[who] for who in PEOPLE}, "witness": things["witness"]}
    things["file"] = {who: make_file(by=owner) for who, owner in owners.items()}
    return Newsroom(people, {}, sections, pieces, things)


def _people(here: Section, there: Section) -> dict[str, User]:
    """Everybody who asks, and in each section the colleague whose pieces are asked for; each with a password."""
    made = {who: make_user(username=who, role=who, section=here) for who in ROLES if who != "outsider"}
    made["outsider"] = make_user(username="outsider", role="tongbientap", section=there)
    made["root"] = make_user(username="root", is_superuser=True)
    made["not_staff"] = make_user(username="not_staff", role="tongbientap", section=here)
    for section in (here, there):
        who = f"pv-{section.slug}"
        made[who] = make_user(username=who, role="phongvien", section=section)
    User.objects.update(password=make_password(PASSWORD, hasher=MD5PasswordHasher()))
    User.objects.filter(username="phongvien").update(email=MAILED)
    User.objects.filter(username="not_staff").update(is_staff=False)
    return {who: User.objects.get(pk=person.pk) for who, person in made.items()}


def _piece(state: str, *, by: User, section: Section) -> Edition:
    words = {"title": f"{by.username} {state}", "lead": SECRET, "by": by, "section": section}
    if state != "again":
        return make_edition(state=state, **words)
    withdrawn = make_edition(state="withdrawn", **words)
    return bring_to("last_step", writing.open_next(withdrawn, by=by, at=AT + MINUTE), at=AT + MINUTE)


def _things(sections: dict[str, Section], pieces: dict) -> dict[str, object]:
    """What the addresses lead to beside the pieces; `witness` is somebody else who sits before every draft."""
    witness = make_user(username="witness", display_name="Người khác")
    for (state, _who), piece in pieces.items():
        if state == "draft":
            Version.objects.keep(piece)
            unsaved(piece, witness, here_at=NOW)
            told(piece, witness)
        if state == "live":
            make_comment(edition=piece)
    mine = {"same": "pv-khoa-giao", "other": "pv-xa-hoi"}
    with_a_step = make_section(slug="thu-nghiem", name="Thử nghiệm")
    return {
        "witness": witness,
        "colleague": {scope: _reporter(f"moi-{name}", sections[scope]) for scope, name in mine.items()},
        "deputy": make_user(username="deputy", role="tongbientap"),
        "superuser": make_user(username="superuser", is_superuser=True),
        "newcomer": make_user(username="newcomer"),
        "below": {
            scope: make_section(slug=f"duoi-{name}", parent=sections[scope]) for scope, name in mine.items()
        },
        "section": make_section(slug="chua-dung", name="Chưa dùng"),
        "tag": Tag.objects.create(name="Chưa dùng", slug="chua-dung"),
        "reviewstep": ReviewStep.objects.create(
            section=with_a_step,
            name="Đọc",
            waiting_label="Chờ đọc",
            permission="articles.pass_editing",
            order=10,
        ),
        "findingrule": FindingRule.objects.create(kind="no_lead", severity="warning"),
        "bannedterm": BannedTerm.objects.create(words="thần kỳ"),
        "page": make_older_page(),
        "layout": make_layout(live_from=AT + DAY),
        "announcement": make_announcement(),
        "letter": make_letter(),
        "story": make_story(name="Chưa dùng"),
        "author": make_author(name="Chưa dùng"),
        "event": Event.objects.earliest("pk"),
        "mail": Mail.objects.create(
            key="m", to="a@bao-mau.example", subject="Tin", created_at=AT, due_at=NOW
        ),
    }


def _reporter(username: str, section: Section) -> User:
    return make_user(username=username, role="phongvien", section=section)


def unsaved(piece: Edition | None, person: User, **given) -> WorkingCopy:
    words = {"opened_at": NOW, "typed_at": NOW, "fields": {"title": "Chưa lưu"}}
    return WorkingCopy.objects.create(key=uuid.uuid4(), edition=piece, person=person, **words, **given)


def told(piece: Edition, person: User) -> Notice:
    said = {"subject": "returned", "kind": "edition.send_back", "by": "Ban Biên tập"}
    return Notice.objects.create(edition=piece, person=person, at=NOW, **said)


def shared(piece: Edition, person: User) -> PreviewLink:
    words = {"label": "Sở Y tế", "token_digest": uuid.uuid4().hex, "made_at": NOW, "expires_at": NOW + DAY}
    return PreviewLink.objects.create(edition=piece, made_by=person, **words)


def kept(person: User) -> SavedSearch:
    return SavedSearch.objects.create(person=person, name=uuid.uuid4().hex, query="trang-thai=in_review")


def brought(case: "Case") -> Photo:
    """A picture of the library, hers or somebody else's: one for each request."""
    by = case.person if case.scope == "own" else case.newsroom.things["witness"]
    shape = {"width": 40, "height": 24, "small_width": 40, "small_height": 24, "sha256": "0" * 64}
    given = {"removed_at": AT, "removal_ordered_by": "Sở Y tế"} if case.row.part == "removed" else {}
    names = {"file": "photos/204005/x.jpg", "small": "photos/204005/x_s.jpg", "original_name": "x.jpg"}
    return Photo.objects.create(added_by=by, added_at=AT, **shape, **given, **names)


def _logged_in(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[site.SESSION_COOKIE_NAME].value


@pytest.fixture
def desk(newsroom, clock, settings) -> "Desk":
    clock.move_to(NOW)
    settings.PASSWORD_HASHERS = HASHERS
    return Desk(newsroom)


# ── One request ──────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Case:
    """A row, asked by one person of one thing."""

    newsroom: Newsroom
    row: Row
    scope: str
    who: str

    @property
    def person(self) -> User:
        return self.newsroom.people.get(self.who) or self.newsroom.things["witness"]

    @property
    def piece(self) -> Edition:
        # Those who stand outside ask for what there is.
        scope = "same" if self.who in OUTSIDE or self.scope == "site" else self.scope
        return self.newsroom.piece(self.row.of if self.row.of in STATES else "draft", scope, self.who)

    @property
    def section(self) -> Section:
        return self.newsroom.sections["other" if self.scope == "other" else "same"]

    @property
    def human(self) -> User:
        if self.row.of != "person":
            return self.newsroom.things[self.row.of]
        if self.scope == "own" and self.who not in OUTSIDE:
            return self.person
        return self.newsroom.things["colleague"]["other" if self.scope == "other" else "same"]

    @property
    def theirs(self) -> User:
        """Whose unsaved words or notice it is."""
        return self.person if self.row.part == "hers" else self.newsroom.things["witness"]


def _object(case: Case) -> object:
    if "/edition/" in case.row.route:
        return case.piece
    return case.human if "/user/" in case.row.route else case.newsroom.things[case.row.of]


# What stands in an address, by its place in the route.
PLACES: dict[str, Callable[[Case], object]] = {
    "<rowid:edition_id>": lambda case: case.piece.pk,
    "<path:object_id>": lambda case: _object(case).pk,
    "<id>": lambda case: case.human.pk,
    "<rowid:person_id>": lambda case: case.human.pk,
    "<rowid:section_id>": lambda case: case.section.pk,
    "<rowid:file_id>": lambda case: _file(case).pk,
    "<rowid:letter_id>": lambda case: case.newsroom.things["letter"].pk,
    "<rowid:page_id>": lambda case: case.newsroom.things["page"].pk,
    "<rowid:number>": lambda case: 1 if case.row.of == "page" else case.piece.versions.get().number,
    "<uuid:key>": lambda case: _copy(case).key,
    "<rowid:link_id>": lambda case: shared(case.piece, case.theirs).pk,
    "<rowid:search_id>": lambda case: kept(case.theirs).pk,
    "<rowid:notice_id>": lambda case: told(case.piece, case.theirs).pk,
    "<rowid:layout_id>": lambda case: case.newsroom.things["layout"].pk,
    "<rowid:announcement_id>": lambda case: case.newsroom.things["announcement"].pk,
    "<rowid:photo_id>": lambda case: brought(case).pk,
    "<rowid:comment_id>": lambda case: Comment.objects.get(article=case.piece.article).pk,
    "<slug:name>": lambda case: case.row.part,
    "<slug:decision>": lambda case: case.row.part,
    "<slug:uidb64>": lambda case: "MQ",
    "<slug:token>": lambda case: "abc-def",
    "<moment:at>": lambda case: "20400504T0901",
    "<path:page>": lambda case: case.row.part,
    "^(?P<app_label>record|mail|accounts|articles)/$": lambda case: f"{case.row.part}/",
    "(?P<url>.*)$": lambda case: "khong-co-trang-nay/",
}


def _copy(case: Case) -> WorkingCopy:
    if case.theirs == case.person and case.who not in OUTSIDE:
        return unsaved(case.piece, case.person)
    return WorkingCopy.objects.get(edition=case.piece, person=case.newsroom.things["witness"])


def _file(case: Case) -> File:
    own = case.scope == "own" and case.who not in OUTSIDE
    return case.newsroom.things["file"][case.who if own else "witness"]


def address(case: Case) -> str:
    way = case.row.route
    for place, value in PLACES.items():
        if place in way:
            way = way.replace(place, str(value(case)))
    query = case.row.query.replace("{piece}", str(case.piece.pk))
    if "{photo}" in query:
        query = query.replace("{photo}", str(brought(case).pk))
    if "{" in query:
        number = case.piece.versions.get().number
        query = query.format(number=number, foreign_key=_copy(case).key)
    if case.row.route == "admin/autocomplete/":
        query = CHOICES[case.row.part]
    return f"/{way}{query}"


CHOICES = {
    "edition": "?app_label=articles&model_name=editionphoto&field_name=edition&term=",
    "section": "?app_label=articles&model_name=edition&field_name=section&term=",
    "person": "?app_label=articles&model_name=edition&field_name=created_by&term=",
}


# ── What is sent ─────────────────────────────────────────────────────────────
def words(case: Case) -> dict:
    """What the form of an article sends, changed in its title, with the button that is pressed."""
    button = case.row.part
    sent = {
        "title": "Đã đổi",
        "lead": SECRET,
        "body": "<p>Đã đổi.</p>",
        "section": case.section.pk,
        "form_key": str(uuid.uuid4()),
        "photos-TOTAL_FORMS": 0,
        "photos-INITIAL_FORMS": 0,
        "_move": button,
        "note": REASON if button and MOVES[button].needs_reason else "",
    }
    return sent if case.row.route.endswith("/add/") else sent | {"seen": case.piece.stamp}


def of_a_word_file(case: Case) -> dict:
    if not case.row.part:
        return {}
    rows = {"pictures-TOTAL_FORMS": 0, "pictures-INITIAL_FORMS": 0}
    return {"title": "Đã đổi", "section": case.section.pk, "form_key": str(uuid.uuid4()), **rows}


def move(case: Case) -> dict:
    row = MOVES[case.row.part]
    return {
        "seen": case.piece.stamp,
        "note": REASON if row.needs_reason else "",
        "ordered_by": "Tổng Biên tập" if row.needs_order else "",
        "expires_at": DUE if row.takes_expiry else "",
    }


def several(case: Case) -> dict:
    if case.row.part == "take":
        return {"chon": case.piece.pk, "_move": "take"}
    sent = move(case)
    return {**sent, "chon": case.piece.pk, "_move": case.row.part, f"seen-{case.piece.pk}": sent["seen"]}


def shelved(case: Case) -> dict:
    things, scope = case.newsroom.things, "other" if case.scope == "other" else "same"
    elsewhere = case.newsroom.sections["same" if scope == "other" else "other"]
    target = things["below"][scope] if case.row.part == "below" else elsewhere
    return {"target": target.pk, "note": REASON}


def handed(case: Case) -> dict:
    return {"to": case.newsroom.things["deputy"].pk, "seen_holder": ""}


def taken_back(case: Case) -> dict:
    """It was hers to begin with."""
    Edition.objects.filter(pk=case.piece.pk).update(taken_by=case.person, taken_at=NOW)
    return {}


def typed(case: Case) -> dict:
    sent = {"form_key": str(uuid.uuid4()), "typed": "1", "title": "Đang gõ"}
    return sent | ({"edition": case.piece.pk, "seen": case.piece.stamp} if case.row.of else {})


def own_notices(case: Case) -> dict:
    told(case.newsroom.pieces["draft", case.who if case.who in PEOPLE else "same"], case.person)
    return {}


def decided(case: Case) -> dict:
    return {"version": 1, "reason": "Không đúng chủ đề."}


def of_a_person(case: Case) -> dict:
    management = {"grants-TOTAL_FORMS": 0, "grants-INITIAL_FORMS": 0}
    same = {"username": case.human.username, "email": case.human.email, "is_active": "on"}
    return {**management, **same, "display_name": "Đã đổi"}


def two_passwords(case: Case) -> dict:
    return {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "usable_password": "true"}


def new_person(case: Case) -> dict:
    return {"username": "nguoi-moi", "display_name": "Người mới", **two_passwords(case)}


def own_password(case: Case) -> dict:
    return {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


def own_account(case: Case) -> dict:
    return {"pen_name": "Đã đổi", "email": case.person.email}


def who_she_is(case: Case) -> dict:
    return {"username": case.who, "password": "sai" if case.who == "anonymous" else PASSWORD}


def in_bulk(case: Case) -> dict:
    chosen = _object(case).pk if case.row.of else 1
    return {"action": "delete_selected", "_selected_action": [chosen], "post": "yes"}


def of_a_section(case: Case) -> dict:
    return {"name": "Đã đổi", "slug": "da-doi", "order": 7, "display": "list"}


def of_a_step(case: Case) -> dict:
    said = {"name": "Đã đổi", "waiting_label": "Chờ", "permission": "articles.pass_editing", "order": 70}
    return said | {"section": case.newsroom.things["section"].pk}


def of_a_rule(case: Case) -> dict:
    return {"kind": "no_alt", "severity": "error"}


def of_a_term(case: Case) -> dict:
    return {"words": "Đã đổi", "note": ""}


def yes(case: Case) -> dict:
    return {"post": "yes"}


def a_file(case: Case) -> dict:
    return {"files": SimpleUploadedFile("moi.jpg", make_picture(comment=case.who.encode()))}


def laid_out(case: Case) -> dict:
    article = case.newsroom.pieces["live", "same"].article_id
    act = f"dat:{article}|focus:" if case.row.part == "dat" else "luu"
    return {"when": "now", "seen": Layout.objects.count(), "cho": f"lead::{article}", "lam": act}


def announced(case: Case) -> dict:
    return {"kind": "notice", "text": "Đã đổi", "seen": 1}


def words_of_several(case: Case) -> dict:
    pk = brought(case).pk
    return {"anh": pk, f"anh-{pk}-version": 1, f"anh-{pk}-caption": "Đã đổi"}


def words_of_one(case: Case) -> dict:
    return {"anh-version": 1, "anh-caption": "Đã đổi", "anh-x": 20, "anh-y": 70}


def of_a_page(case: Case) -> dict:
    return {"title": "Đã đổi", "body": "<p>Đã đổi.</p>", "order": 7, "version": 2}


def on_an_order(case: Case) -> dict:
    return {"version": 1, "ordered_by": "Sở Y tế", "reason": REASON}


_EDITION, _USER = "admin/articles/edition/", "admin/accounts/user/"
_ONE = f"{_EDITION}<rowid:edition_id>/"
SENT: dict[str, Callable[[Case], dict]] = {
    _EDITION: in_bulk,
    f"{_EDITION}add/": words,
    f"{_EDITION}<path:object_id>/change/": words,
    f"{_EDITION}nhieu-bai/": several,
    "admin/articles/section/<rowid:section_id>/chuyen-bai/": shelved,
    f"{_EDITION}dang-go/": typed,
    f"{_EDITION}tu-word/": of_a_word_file,
    f"{_EDITION}dan-van-ban/": lambda case: {"html": "<p>Đã dán.</p>"},
    f"{_EDITION}giai-ma/": lambda case: {"text": "Héi nghÞ", "encoding": "tcvn3"},
    f"{_EDITION}xem-truoc/": typed,
    f"{_EDITION}bo-loc/": lambda case: {"name": "Đã trả", "query": "trang-thai=returned"},
    f"{_EDITION}bo-loc/<rowid:search_id>/doi-ten/": lambda case: {"name": "Đã đổi"},
    f"{_ONE}chuyen/<slug:name>/": move,
    "admin/lich/<rowid:edition_id>/doi-gio/": lambda case: {"seen": case.piece.stamp, "live_from": DUE},
    f"{_ONE}giao-bai/": handed,
    f"{_ONE}tra-lai-cho-chung/": taken_back,
    f"{_ONE}cam-van/": lambda case: {"until": "09:00, 06/05/2040", "seen": case.piece.stamp},
    f"{_ONE}xem-truoc/lien-ket/": lambda case: {"link-label": "Sở Y tế", "link-days": 3},
    f"{_ONE}han-xong/": lambda case: {"due_at": DUE},
    "admin/thong-bao/da-xem/": own_notices,
    "admin/y-kien/<rowid:comment_id>/<slug:decision>/": decided,
    "admin/trang-nhat/trinh-bay/": laid_out,
    "admin/trang-nhat/xem-thu/": laid_out,
    "admin/tin-nong/them/": announced,
    "admin/tin-nong/<rowid:announcement_id>/": announced,
    "admin/tin-nong/<rowid:announcement_id>/dung/": announced,
    "admin/photos/photo/them/": a_file,
    "admin/photos/photo/chu-thich/": words_of_several,
    "admin/photos/photo/<rowid:photo_id>/": words_of_one,
    "admin/photos/photo/<rowid:photo_id>/xoa/": lambda case: {"version": 1},
    "admin/photos/photo/<rowid:photo_id>/go-khan-cap/": on_an_order,
    "admin/photos/photo/<rowid:photo_id>/khoi-phuc/": on_an_order,
    _USER: in_bulk,
    f"{_USER}add/": new_person,
    f"{_USER}<path:object_id>/change/": of_a_person,
    f"{_USER}<id>/password/": two_passwords,
    "admin/articles/section/": in_bulk,
    "admin/articles/tag/": in_bulk,
    "admin/articles/reviewstep/": in_bulk,
    "admin/articles/section/add/": of_a_section,
    "admin/articles/section/<path:object_id>/change/": of_a_section,
    "admin/articles/story/": in_bulk,
    "admin/articles/author/": in_bulk,
    "admin/articles/story/add/": of_a_section,
    "admin/articles/story/<path:object_id>/change/": of_a_section,
    "admin/articles/author/add/": of_a_section,
    "admin/articles/author/<path:object_id>/change/": of_a_section,
    "admin/articles/tag/add/": of_a_section,
    "admin/articles/tag/<path:object_id>/change/": of_a_section,
    "admin/articles/findingrule/": in_bulk,
    "admin/articles/findingrule/add/": of_a_rule,
    "admin/articles/findingrule/<path:object_id>/change/": of_a_rule,
    "admin/articles/bannedterm/": in_bulk,
    "admin/articles/bannedterm/add/": of_a_term,
    "admin/articles/bannedterm/<path:object_id>/change/": of_a_term,
    "admin/articles/reviewstep/add/": of_a_step,
    "admin/articles/reviewstep/<path:object_id>/change/": of_a_step,
    "admin/files/file/them/": lambda case: {"files": SimpleUploadedFile("moi.pdf", pdf(b"/Moi true"))},
    "admin/files/file/<rowid:file_id>/": lambda case: {"title": "Đã đổi"},
    "admin/thu/<rowid:letter_id>/xu-ly/<slug:name>/": lambda case: {
        "version": 1,
        "reason": "x",
        "answer": "x",
    },
    "admin/thu/<rowid:letter_id>/ghi-chu/": lambda case: {"text": "Đã gọi."},
    "admin/thu/<rowid:letter_id>/xoa-du-lieu/": lambda case: {"version": 1, "sure": "on"},
    "admin/thu/<rowid:letter_id>/viet-bai/": lambda case: {"section": case.section.pk},
    "admin/trang/them/": of_a_page,
    "admin/trang/<rowid:page_id>/": of_a_page,
    "admin/trang/<rowid:page_id>/khoi-phuc/": lambda case: {"number": 1, "version": 2},
    "admin/login/": who_she_is,
    "admin/password_change/": own_password,
    "admin/tai-khoan/": own_account,
    "admin/quen-mat-khau/": lambda case: {"email": MAILED},
    "admin/quen-mat-khau/<slug:uidb64>/<slug:token>/": own_password,
}


def sent(case: Case) -> dict:
    if case.row.method == "GET":
        return {}
    if case.row.route.endswith("/delete/"):
        return yes(case)
    return SENT[case.row.route](case) if case.row.route in SENT else {}


# ── What became of it ────────────────────────────────────────────────────────
WATCHED = [
    (Edition, ("pk", "version", "state", "step", "taken_by", "due_at", "live_until")),
    (User, ("pk", "display_name", "pen_name", "password", "looked_at", "sessions_ended", "last_login")),
    (Section, ("pk", "name")),
    (Tag, ("pk", "name")),
    (ReviewStep, ("pk", "name")),
    (FindingRule, ("pk", "severity")),
    (BannedTerm, ("pk", "words")),
    (Comment, ("pk", "state")),
    (Notice, ("pk", "read_at")),
    (Grant, ("pk",)),
    (PreviewLink, ("pk", "revoked_at")),
    (Layout, ("pk", "recalled_at")),
    (Announcement, ("pk", "version", "shown_until")),
    (SavedSearch, ("pk", "name", "query")),
    (Photo, ("pk", "version", "caption", "focal_x", "removed_at")),
    (Version, ("pk",)),
    (Page, ("pk", "title", "version")),
    (Letter, ("pk", "state", "version", "erased_at", "article")),
    (Note, ("pk",)),
    (Sender, ("pk",)),
    (Mail, ("pk",)),
]


def standing() -> tuple[list, list]:
    """All that an answer may have changed, and the unsaved words apart: a refused save keeps those."""
    rows = [list(model.objects.order_by("pk").values_list(*fields)) for model, fields in WATCHED]
    copies = WorkingCopy.objects.order_by("pk")
    times = copies.values_list("pk", "here_at", "typed_at", "closed_at", "taken_over_at")
    return [*rows, Event.objects.count()], list(times)


class Desk:
    """Sends requests and undoes them."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.client = Client(raise_request_exception=False)
        self._wrote = False

    def outcome(self, case: Case) -> int | str:
        with transaction.atomic(), connection.execute_wrapper(self._look):
            where, said = address(case), sent(case)
            before = self._now(self.newsroom.standing)
            response = self.ask(case.who, case.row.method, where, said)
            after = self._now(before)
            transaction.set_rollback(True)
        return judged(case.row, response, before[0] != after[0], before[1] != after[1])

    def ask(self, who: str, method: str, where: str, said: dict | None = None):
        key = self.newsroom.keys.get(who)
        self.client.cookies = SimpleCookie({site.SESSION_COOKIE_NAME: key} if key else {})
        return getattr(self.client, method.lower())(where, said or None)

    def _look(self, execute, sql: str, params, many: bool, context: dict):
        self._wrote |= sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)

    def _now(self, before: tuple) -> tuple:
        """What stands now; as before where nothing was written, which is most of the time."""
        wrote, self._wrote = self._wrote, False
        now = standing() if wrote else before
        self._wrote = False
        return now


def judged(row: Row, response, changed: bool, kept: bool) -> int | str:
    code = response.status_code
    if code == 404 and SECRET in response.content.decode():
        return "404 that tells"
    about_words = row.route.endswith(("/dang-go/", "/bo/"))
    if code == row.done and (changed or (kept and about_words)):
        return DONE
    if changed:
        return f"{code}, and something changed"
    if kept:
        return {302: KEPT, 200: AGAIN, 403: REFUSED}.get(code, f"{code}, and words were kept")
    return code


# ── The matrix ───────────────────────────────────────────────────────────────
CASES = [(row, scope) for row in ROWS for scope in row.scopes]


@pytest.mark.parametrize(
    ("row", "scope"), CASES, ids=[f"{row.method} {row.what}: {scope}" for row, scope in CASES]
)
def test_everybody_gets_what_is_hers_and_nothing_else(desk, row, scope):
    # Those outside have no section: once is enough.
    outside = dict.fromkeys(OUTSIDE, row.outside) if scope == next(iter(row.scopes)) else {}
    expected = row.scopes[scope] | outside
    found = {who: desk.outcome(Case(desk.newsroom, row, scope, who)) for who in expected}
    wrong = [who for who in expected if found[who] != expected[who]]
    said = [f"{who}: {found[who]}, and ought to be {expected[who]}" for who in sorted(wrong)]
    assert said == [], "\n".join([f"{row.method} {row.route} ({row.what}, {scope})", *said])


def test_every_address_of_the_desk_has_a_row():
    missing = sorted(set(ADMIN) - {row.route for row in ROWS})
    assert missing == [], f"No row in tests/desk/matrix.py says who may go to: {', '.join(missing)}"


def test_what_has_no_row_for_a_get_answers_none(desk):
    looked_at = {row.route for row in ROWS if row.method == "GET"}
    for row in (row for row in ROWS if row.route not in looked_at):
        case = Case(desk.newsroom, row, next(iter(row.scopes)), "root")
        code = desk.ask("root", "GET", address(case)).status_code
        assert code == 405, f"{row.route} can be looked at, and no row in tests/desk/matrix.py says by whom"


def test_every_row_speaks_of_an_address_that_is_there():
    gone = sorted({row.route for row in ROWS} - set(ADMIN))
    assert gone == [], f"Rows in tests/desk/matrix.py for addresses that are gone: {', '.join(gone)}"


def test_no_two_rows_say_the_same():
    names = [(row.method, row.what) for row in ROWS]
    assert sorted(names) == sorted(set(names))


def test_what_has_no_row_for_a_post_does_nothing_by_one(desk):
    """By whoever may everything, with all that the other addresses are sent."""
    written = {row.route for row in ROWS if row.method == "POST"}
    for row in (row for row in ROWS if row.route not in written):
        case = Case(desk.newsroom, row, next(iter(row.scopes)), "root")
        where, before = address(case), standing()
        desk.ask("root", "POST", where, yes(case) | of_a_section(case) | {"_move": "approve"})
        assert standing() == before, f"POST to {row.route} changed something and has no row"


# ── Lists, searches, choices ─────────────────────────────────────────────────
def visible(newsroom: Newsroom, who: str) -> set[str]:
    """The titles of the pieces she may know of, by the three scopes."""
    own = {f"{who} {state}" for state in STATES}
    here = {f"{author} {state}" for author in (*PEOPLE, "pv-khoa-giao") for state in STATES}
    there = {f"pv-xa-hoi {state}" for state in STATES}
    editors = {"bientapvien", "thukytoasoan", "tongbientap"}
    return (
        own
        | (here if who in {*editors, "root"} else set())
        | (there if who in {"outsider", "root"} else set())
    )


def listed(desk: Desk, who: str, query: str) -> set[str]:
    shown, further = set(), f"?trang-thai=all{query}"
    while further:
        page = Seen(desk.ask(who, "GET", LIST + further))
        shown |= page.titles()
        further = "".join(link.attrs["href"] for link in page.all("a", rel="next"))
    return shown


each_reader = pytest.mark.parametrize("who", sorted(WRITING_ANYWHERE))


@each_reader
@pytest.mark.parametrize("query", ["", f"&q={SECRET.partition(' ')[0]}", "&q=khong-co-bai-nao"])
def test_the_list_and_its_search_show_what_she_may_know_of(desk, who, query):
    expected = set() if "khong-co" in query else visible(desk.newsroom, who)
    assert listed(desk, who, query) == expected


@each_reader
def test_choices_name_what_she_may_know_of(desk, who):
    found, page, more = set(), 1, True
    while more:
        answer = desk.ask(who, "GET", f"/admin/autocomplete/{CHOICES['edition']}&page={page}").json()
        found, page, more = (
            found | {row["text"] for row in answer["results"]},
            page + 1,
            answer["pagination"]["more"],
        )
    assert found == visible(desk.newsroom, who)


@pytest.mark.parametrize("who", ["tongbientap", "quantri", "outsider"])
def test_choices_name_no_superuser(desk, who):
    answer = desk.ask(who, "GET", f"/admin/autocomplete/{CHOICES['person']}")
    offered = {row["text"] for row in answer.json()["results"]}
    assert "Tongbientap" in offered
    assert offered & {"Root", "Superuser"} == set()


@each_reader
def test_the_list_offers_no_action_on_several_at_once(desk, who):
    page = Seen(desk.ask(who, "GET", LIST))
    assert page.all("select", name="action") == []
    assert page.all("input", name="_selected_action") == []


QUEUES = {
    "thukytoasoan": "khoa-giao",
    "tongbientap": "khoa-giao",
    "kiemduyet": "khoa-giao",
    "outsider": "xa-hoi",
}


@pytest.mark.parametrize("who", QUEUES)
def test_the_queue_shows_comments_of_her_sections_alone(desk, who):
    page = desk.ask(who, "GET", reverse("admin:comment-queue")).content.decode()
    named = set(re.findall(r"[\w-]+ live", page))
    mine = (
        {"pv-xa-hoi live"}
        if who == "outsider"
        else {f"{author} live" for author in (*PEOPLE, "pv-khoa-giao")}
    )
    assert named == mine


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_first_page_tells_nobody_of_what_is_not_hers(desk, who):
    page = desk.ask(who, "GET", reverse("admin:index")).content.decode()
    everything = {piece.title for piece in desk.newsroom.pieces.values()}
    told_of = {title for title in everything if re.search(rf"(?<![\w-]){title}(?![\w-])", page)}
    assert told_of <= visible(desk.newsroom, who)
    assert told_of or who in ("kiemduyet", "quantri")
