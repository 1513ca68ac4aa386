"""The permission matrix as data: every address of the desk × every role × whose piece it is.

What ought to come of each stands here, derived from docs/architecture.md ("Who may do what"), `accounts/roles.py` and
`articles/permissions.py`; what the code answers is asked by `test_matrix.py`. A new address gets its rows here, or the
tests fail and name it.

Whose piece: `own` is in her section and begun by her, `same` in her section and a colleague's, `other` in another
section. The section is `khoa-giao`; the outsider has the board's rights in `xa-hoi`, so that hers is the other one, and
what she began in `khoa-giao` is hers without a right there. A superuser stands beside the roles as a control. `site` is
for what belongs to no section.
"""

from dataclasses import dataclass

# ── Who ──────────────────────────────────────────────────────────────────────
ROLES = (
    "phongvien",
    "congtacvien",
    "bientapvien",
    "thukytoasoan",
    "tongbientap",
    "kiemduyet",
    "quantri",
    "outsider",
)
ROOT = frozenset({"root"})
PEOPLE = frozenset(ROLES) | ROOT
# In `khoa-giao`, and whoever stands above sections:
BOARD = ROOT | {"tongbientap"}
SECRETARIES = BOARD | {"thukytoasoan"}
EDITORS = SECRETARIES | {"bientapvien"}
WRITERS = EDITORS | {"phongvien", "congtacvien"}
MODERATORS = SECRETARIES | {"kiemduyet"}
ADMINISTRATORS = ROOT | {"quantri"}
OUTSIDER = frozenset({"outsider"})
# In `xa-hoi`:
THERE = ROOT | OUTSIDER
# Wherever it may be:
WRITING_ANYWHERE = WRITERS | OUTSIDER
MODERATING_ANYWHERE = MODERATORS | OUTSIDER
SEEING_PEOPLE = BOARD | ADMINISTRATORS | OUTSIDER

# ── What comes of it ─────────────────────────────────────────────────────────
# Numbers are codes of answers that changed nothing. `DONE`: it was done, answered by the row's `done`.
DONE = "done"
# A save of what is not hers to change now: kept beside the text, which stays as it was (nobody loses words).
KEPT = "kept beside"
# The form once more, with its mistake and every word in it.
AGAIN = "the form again"

# The form once more, with what the gate said: the move is not hers, and every word is kept.
REFUSED = "refused, the words kept"

Outcomes = dict[str, int | str]


def only(outcomes: int | str | dict, people: frozenset = frozenset(), *, rest: int | str = 404) -> Outcomes:
    """These people get this, or each group what is said of it; everybody else the rest."""
    groups = outcomes if isinstance(outcomes, dict) else {outcomes: people}
    said = {who: outcome for outcome, group in groups.items() for who in group}
    return dict.fromkeys(PEOPLE, rest) | said


def everybody(outcome: int | str) -> Outcomes:
    return dict.fromkeys(PEOPLE, outcome)


@dataclass(frozen=True, kw_only=True)
class Row:
    """`of` names the thing it is about, `part` the word in the address; `query` is appended to it.

    `door` is what anonymous people and people who are no staff get: the way to the login where nothing else is said.
    """

    what: str
    method: str = "GET"
    route: str
    of: str = ""
    part: str = ""
    query: str = ""
    own: Outcomes | None = None
    same: Outcomes | None = None
    other: Outcomes | None = None
    site: Outcomes | None = None
    done: int = 302
    door: int | str | None = None

    @property
    def scopes(self) -> dict[str, Outcomes]:
        said = {"own": self.own, "same": self.same, "other": self.other, "site": self.site}
        return {scope: outcomes for scope, outcomes in said.items() if outcomes is not None}

    @property
    def outside(self) -> int | str:
        if self.door is not None:
            return self.door
        return 302 if self.method == "GET" else 401


def get(what: str, route: str, of: str = "", **more) -> Row:
    return Row(what=what, route=route, of=of, **more)


def post(what: str, route: str, of: str = "", **more) -> Row:
    return Row(what=what, method="POST", route=route, of=of, **more)


# ── Articles ─────────────────────────────────────────────────────────────────
LIST = "admin/articles/edition/"
ADD = "admin/articles/edition/add/"
FROM_WORD = "admin/articles/edition/tu-word/"
FORM = "admin/articles/edition/<path:object_id>/change/"
ONE = "admin/articles/edition/<rowid:edition_id>/"
MOVE = f"{ONE}chuyen/<slug:name>/"

LINK_END = f"{ONE}xem-truoc/lien-ket/<rowid:link_id>/thu-hoi/"

# Her own wherever she stands now; of others what is in the sections whose texts she works on.
SEEN = {"own": everybody(200), "same": only(200, EDITORS), "other": only(200, THERE)}
# Nothing of it is anybody's.
NOBODYS = {"own": everybody(404), "same": everybody(404), "other": everybody(404)}
# Her own while she may write there; others' by who edits there.
EDITED = {
    "own": only(DONE, WRITERS, rest=403),
    "same": only(DONE, EDITORS),
    "other": only(DONE, THERE),
}
# By who holds the first step; nobody her own.
AT_FIRST_STEP = {"own": everybody(403), "same": only(DONE, EDITORS), "other": only(DONE, THERE)}
# By the board; other editors see it and are refused. Nobody her own.
BY_THE_BOARD = {
    "own": everybody(403),
    "same": only({DONE: BOARD, 403: EDITORS - BOARD}),
    "other": only(DONE, THERE),
}
# By the secretaries, their own too.
BY_SECRETARIES = {
    "own": only(DONE, SECRETARIES, rest=403),
    "same": only({DONE: SECRETARIES, 403: EDITORS - SECRETARIES}),
    "other": only(DONE, THERE),
}
# In review it is not the writer's to change: her words are kept beside it.
KEPT_OF_HERS = {"own": everybody(KEPT), "other": only(DONE, THERE)}
CLOSED = {"own": everybody(KEPT), "same": only(KEPT, EDITORS), "other": only(KEPT, THERE)}
UNDELETED = {"own": everybody(403), "same": only(403, EDITORS), "other": only(403, THERE)}

# Copied by who may see it and write there: the board of another section has no right in this one.
COPIED = {"own": only(DONE, WRITERS, rest=403), "same": only(DONE, EDITORS), "other": only(DONE, THERE)}

# One of each at once: what is refused by its own button is refused here, and answered.
MANY = "admin/articles/edition/nhieu-bai/"


def at_once(outcomes: dict[str, Outcomes]) -> dict[str, Outcomes]:
    """As by its own button, told in a row of the answer instead of by a page that says no."""
    return {
        scope: {who: 409 if outcome == 403 else outcome for who, outcome in said.items()}
        for scope, said in outcomes.items()
    }


FINDING = only(DONE, WRITING_ANYWHERE, rest=403)
NOT_HERS = only(404, WRITING_ANYWHERE, rest=403)
SEARCHES = {
    "save": "",
    "rename": "<rowid:search_id>/doi-ten/",
    "delete": "<rowid:search_id>/xoa/",
}

ARTICLES = [
    get("the list", LIST, site=only(200, WRITING_ANYWHERE, rest=403)),
    post("a bulk action on the list", LIST, "draft", site=everybody(405)),
    *(
        post(f"{act} a search of hers", f"{LIST}bo-loc/{way}", part="hers", site=FINDING)
        for act, way in SEARCHES.items()
    ),
    # Who has nothing to do with articles finds it closed, before anything is looked for.
    post(
        "rename a search of somebody else",
        f"{LIST}bo-loc/{SEARCHES['rename']}",
        part="foreign",
        site=NOT_HERS,
    ),
    post(
        "delete a search of somebody else",
        f"{LIST}bo-loc/{SEARCHES['delete']}",
        part="foreign",
        site=NOT_HERS,
    ),
    get("the form of a new article", ADD, site=only(200, WRITING_ANYWHERE, rest=403)),
    post(
        "begin an article in this section",
        ADD,
        same=only({DONE: WRITERS, AGAIN: OUTSIDER}, rest=403),
        other=only({DONE: THERE, AGAIN: WRITERS - ROOT}, rest=403),
    ),
    post(
        "publish an article with its first save",
        ADD,
        part="publish_urgently",
        same=only({REFUSED: WRITERS, AGAIN: OUTSIDER}, rest=403),
        other=only({REFUSED: THERE, AGAIN: WRITERS - ROOT}, rest=403),
    ),
    get("the page a Word file is chosen on", FROM_WORD, site=only(200, WRITING_ANYWHERE, rest=403)),
    # Without a file it is asked for once more.
    post("no Word file", FROM_WORD, site=only(422, WRITING_ANYWHERE, rest=403)),
    post(
        "begin an article from a Word file in this section",
        FROM_WORD,
        part="save",
        same=only({DONE: WRITERS, 422: OUTSIDER}, rest=403),
        other=only({DONE: THERE, 422: WRITERS - ROOT}, rest=403),
    ),
    get("articles to link to", f"{LIST}chon-bai/", site=only(200, WRITING_ANYWHERE, rest=403)),
    get("authors to name", f"{LIST}chon-tac-gia/", site=only(200, WRITING_ANYWHERE, rest=403)),
    get(
        "an address to embed",
        f"{LIST}nhung/",
        query="?dia-chi=https://youtu.be/AAAAAAAAAAA",
        site=only(200, WRITING_ANYWHERE, rest=403),
    ),
    post("paste from a word processor", f"{LIST}dan-van-ban/", site=only(200, WRITING_ANYWHERE, rest=403)),
    post("decode an old font", f"{LIST}giai-ma/", site=only(200, WRITING_ANYWHERE, rest=403)),
    get("the bare address", "admin/articles/edition/<path:object_id>/", "draft", site=everybody(302)),
    *(get(f"the form or page, {state}", FORM, state, **SEEN) for state in ("draft", "last_step", "live")),
    get("the form with older words", FORM, "draft", query="?ban-cu={number}", **SEEN),
    get(
        "the form with unsaved words of somebody else",
        FORM,
        "draft",
        query="?ban={foreign_key}",
        # Whoever may not write reads the page, and those words are not in it.
        own=only(404, WRITERS, rest=200),
        same=everybody(404),
        other=everybody(404),
    ),
    post(
        "save words of a draft",
        FORM,
        "draft",
        own=only(DONE, WRITERS, rest=KEPT),
        same=only(DONE, EDITORS),
        other=only(DONE, THERE),
    ),
    post("save words in review", FORM, "in_review", same=only(DONE, EDITORS), **KEPT_OF_HERS),
    post("save words at the last step", FORM, "last_step", same=only(DONE, EDITORS), **KEPT_OF_HERS),
    post("save words of what is live", FORM, "live", **CLOSED),
    post(
        "submit by the form's button",
        FORM,
        "draft",
        part="submit",
        own=only(DONE, WRITERS, rest=KEPT),
        same=only(DONE, EDITORS),
        other=only(DONE, THERE),
    ),
    post(
        "publish urgently by the form's button",
        FORM,
        "draft",
        part="publish_urgently",
        own=only(REFUSED, WRITERS, rest=KEPT),
        same=only({DONE: BOARD, REFUSED: EDITORS - BOARD}),
        other=only(DONE, THERE),
    ),
    post(
        "pass on by the form's button",
        FORM,
        "in_review",
        part="pass_on",
        same=only(DONE, EDITORS),
        **KEPT_OF_HERS,
    ),
    post(
        "approve by the form's button",
        FORM,
        "last_step",
        part="approve",
        same=only({DONE: BOARD, REFUSED: EDITORS - BOARD}),
        **KEPT_OF_HERS,
    ),
    *(
        get(f"several at once, {state}", MANY, state, query="?chon={piece}", **SEEN)
        for state in ("draft", "last_step", "live")
    ),
    get("several at once, and none chosen", MANY, site=everybody(422)),
    *(
        post(f"{move} several at once", MANY, state, part=move, done=200, **at_once(outcomes))
        for move, state, outcomes in (
            ("submit", "draft", EDITED),
            ("pass_on", "in_review", AT_FIRST_STEP),
            ("approve", "last_step", BY_THE_BOARD),
            ("publish_again", "again", BY_THE_BOARD),
            ("publish_urgently", "draft", BY_THE_BOARD),
            ("recall", "scheduled", BY_SECRETARIES),
            ("withdraw", "live", BY_SECRETARIES),
            ("take", "in_review", AT_FIRST_STEP),
        )
    ),
    *(
        post(f"{move} several at once, which has no button", MANY, "draft", part=move, **NOBODYS)
        for move in ("reshelve", "start_over")
    ),
    get("its record", "admin/articles/edition/<path:object_id>/history/", "draft", **SEEN),
    get("deleting it", "admin/articles/edition/<path:object_id>/delete/", "draft", **UNDELETED),
    post("delete it", "admin/articles/edition/<path:object_id>/delete/", "draft", **UNDELETED),
    get("an older version", f"{ONE}ban-cu/<rowid:number>/", "draft", **SEEN),
    get("the article's history", f"{ONE}lich-su-bai/", "draft", **SEEN),
    get("two versions compared", f"{ONE}lich-su-bai/so-sanh/", "draft", **SEEN),
    get("its approval slip", f"{ONE}phieu-duyet/", "live", **SEEN),
    get(
        "the page of its embargo",
        f"{ONE}cam-van/",
        "draft",
        own=only(200, WRITERS, rest=403),
        same=only(200, EDITORS),
        other=only(200, THERE),
    ),
    post("set an embargo", f"{ONE}cam-van/", "draft", **EDITED),
    post(
        "lift an embargo that is not there",
        f"{ONE}cam-van/bo/",
        "draft",
        own=only(302, WRITERS, rest=403),
        same=only(302, EDITORS),
        other=only(302, THERE),
    ),
    post("restore it as a new draft", f"{ONE}khoi-phuc/", "live", **EDITED),
    # While no edition was approved there is one text, and whoever may change it goes on with it.
    post("restore what was never approved", f"{ONE}khoi-phuc/", "draft", **UNDELETED),
    get("her unsaved words beside it", f"{ONE}so-sanh/<uuid:key>/", "draft", part="hers", **SEEN),
    get(
        "her unsaved words by themselves",
        "admin/articles/edition/chua-luu/<uuid:key>/",
        "draft",
        part="hers",
        own=everybody(200),
        same=everybody(200),
        other=everybody(200),
    ),
    get(
        "somebody else's unsaved words by themselves",
        "admin/articles/edition/chua-luu/<uuid:key>/",
        "draft",
        part="foreign",
        **NOBODYS,
    ),
    get("somebody else's unsaved words", f"{ONE}so-sanh/<uuid:key>/", "draft", part="foreign", **NOBODYS),
    post("submit", MOVE, "draft", part="submit", **EDITED),
    post(
        "take back",
        MOVE,
        "in_review",
        part="take_back",
        own=only(DONE, WRITERS, rest=403),
        same=only(403, EDITORS),
        other=only(403, THERE),
    ),
    post(
        "return to the writer",
        MOVE,
        "in_review",
        part="send_back",
        own=only(DONE, EDITORS, rest=403),
        same=only(DONE, EDITORS),
        other=only(DONE, THERE),
    ),
    post("pass on", MOVE, "in_review", part="pass_on", **AT_FIRST_STEP),
    post("approve", MOVE, "last_step", part="approve", **BY_THE_BOARD),
    post("publish again", MOVE, "again", part="publish_again", **BY_THE_BOARD),
    post("publish urgently", MOVE, "draft", part="publish_urgently", **BY_THE_BOARD),
    post("reschedule", MOVE, "scheduled", part="reschedule", **BY_SECRETARIES),
    post("recall", MOVE, "scheduled", part="recall", **BY_SECRETARIES),
    post("change its expiry", MOVE, "live", part="set_expiry", **BY_SECRETARIES),
    post("withdraw", MOVE, "live", part="withdraw", **BY_SECRETARIES),
    post("a move that has no button", MOVE, "last_step", part="start_over", **NOBODYS),
    post("a move of sections for one article", MOVE, "draft", part="reshelve", **NOBODYS),
    post("open the next edition", f"{ONE}an-ban-moi/", "live", **EDITED),
    post("copy it as a new article", f"{ONE}chep/", "live", **COPIED),
    post("copy a draft as a new article", f"{ONE}chep/", "draft", **COPIED),
    post("take over the writing", f"{ONE}chiem-quyen-sua/", "draft", **EDITED),
    post("take it", f"{ONE}nhan-bai/", "in_review", **AT_FIRST_STEP),
    post("take it at the last step", f"{ONE}nhan-bai/", "last_step", **BY_THE_BOARD),
    post("hand it on", f"{ONE}giao-bai/", "in_review", **AT_FIRST_STEP),
    post("hand it on at the last step", f"{ONE}giao-bai/", "last_step", **BY_THE_BOARD),
    post("put it back", f"{ONE}tra-lai-cho-chung/", "in_review", **AT_FIRST_STEP),
    # Whoever holds the step, whoever wrote it.
    post(
        "set its deadline",
        f"{ONE}han-xong/",
        "in_review",
        own=only(DONE, EDITORS, rest=403),
        same=only(DONE, EDITORS),
        other=only(DONE, THERE),
    ),
    post(
        "keep what is typed",
        "admin/articles/edition/dang-go/",
        "draft",
        done=200,
        own=everybody(DONE),
        same=only(DONE, EDITORS),
        other=only(DONE, THERE),
    ),
    post(
        # Who writes nowhere has no form these words could stand in.
        "keep what is typed of a new article",
        "admin/articles/edition/dang-go/",
        done=200,
        site=only(DONE, WRITING_ANYWHERE),
    ),
    # The preview is of a form; who has none before her has no preview, even of what she sees.
    post(
        "look at it as readers will",
        "admin/articles/edition/xem-truoc/",
        "draft",
        own=only(200, WRITERS),
        same=only(200, EDITORS),
        other=only(200, THERE),
    ),
    post(
        "look at what is live as it would be after a change",
        "admin/articles/edition/xem-truoc/",
        "live",
        **NOBODYS,
    ),
    post(
        "look at a new article as readers will",
        "admin/articles/edition/xem-truoc/",
        site=only(200, WRITING_ANYWHERE),
    ),
    *(
        get(f"look at what is saved, {state}", f"{ONE}xem-truoc/", state, **SEEN)
        for state in ("draft", "live")
    ),
    *(
        post(f"make a link to the preview, {state}", f"{ONE}xem-truoc/lien-ket/", state, done=200, **EDITED)
        for state in ("draft", "scheduled")
    ),
    # Whose step it is may too, and whose text it is still.
    post(
        "make a link to the preview, last_step", f"{ONE}xem-truoc/lien-ket/", "last_step", done=200, **EDITED
    ),
    post(
        "make a link to the preview of what is live",
        f"{ONE}xem-truoc/lien-ket/",
        "live",
        own=only(302, WRITERS, rest=403),
        same=only(302, EDITORS),
        other=only(302, THERE),
    ),
    post("end somebody else's link", LINK_END, "draft", part="foreign", **EDITED),
    post("end a link of hers", LINK_END, "draft", part="hers", **{**EDITED, "own": everybody(DONE)}),
    # Unsaved words are hers, wherever the text went.
    post(
        "put away her unsaved words",
        "admin/articles/edition/chua-luu/<uuid:key>/bo/",
        "draft",
        part="hers",
        own=everybody(DONE),
        same=everybody(DONE),
        other=everybody(DONE),
    ),
    post(
        "put away somebody else's unsaved words",
        "admin/articles/edition/chua-luu/<uuid:key>/bo/",
        "draft",
        part="foreign",
        **NOBODYS,
    ),
]

# ── What somebody is told ────────────────────────────────────────────────────
TOLD = [
    post(
        "open a notice of hers",
        "admin/thong-bao/<rowid:notice_id>/",
        "draft",
        part="hers",
        done=303,
        own=everybody(DONE),
        same=only(DONE, EDITORS),
        other=only(DONE, THERE),
    ),
    post(
        "open a notice of somebody else",
        "admin/thong-bao/<rowid:notice_id>/",
        "draft",
        part="foreign",
        **NOBODYS,
    ),
    post("read all her notices", "admin/thong-bao/da-xem/", done=303, site=everybody(DONE)),
    post("say that she has seen the news", "admin/da-xem/", done=303, site=everybody(DONE)),
]

# ── The site at an instant ───────────────────────────────────────────────────
# What is scheduled stands there, of all sections: for whoever has to do with articles.
INSTANT = "admin/luc/<moment:at>/"
CALENDAR = [
    get("the calendar", "admin/lich/", site=only(200, WRITING_ANYWHERE, rest=403)),
    get("a day of it", "admin/lich/", query="?kieu=ngay", site=only(200, WRITING_ANYWHERE, rest=403)),
    post("another time in it", "admin/lich/<rowid:edition_id>/doi-gio/", "scheduled", **BY_SECRETARIES),
]
WALKED = [
    get("the choice of a moment", "admin/luc/", site=only(200, WRITING_ANYWHERE, rest=403)),
    get(
        "a moment that was typed",
        "admin/luc/",
        query="?luc=9:00, 04/05/2040",
        site=only(302, WRITING_ANYWHERE, rest=403),
    ),
    get("the front page at a moment", INSTANT, site=only(200, WRITING_ANYWHERE, rest=403)),
    get(
        "a section at a moment",
        f"{INSTANT}<path:page>",
        part="khoa-giao/",
        site=only(200, WRITING_ANYWHERE, rest=403),
    ),
    get(
        "the feed at a moment",
        f"{INSTANT}<path:page>",
        part="rss/tin-moi.rss",
        site=only(200, WRITING_ANYWHERE, rest=403),
    ),
    get(
        "nothing at a moment",
        f"{INSTANT}<path:page>",
        part="khong-co/",
        site=only(404, WRITING_ANYWHERE, rest=403),
    ),
    # Only the paper's pages: neither the desk's own nor the readers' forms are looked for there.
    get(
        "a desk inside the desk",
        f"{INSTANT}<path:page>",
        part="admin/",
        site=only(404, WRITING_ANYWHERE, rest=403),
    ),
]

# ── Pictures ─────────────────────────────────────────────────────────────────
# The library is the whole site's: `own` is what she brought in, `same` and `other` what somebody else did.
PHOTOS = "admin/photos/photo/"
PHOTO = f"{PHOTOS}<rowid:photo_id>/"
DESCRIBING = EDITORS | OUTSIDER
REMOVING = SECRETARIES | OUTSIDER
LIBRARY_SEEN = only(200, WRITING_ANYWHERE, rest=403)
DESCRIBED = {
    "own": only(DONE, WRITING_ANYWHERE, rest=403),
    "same": only(DONE, DESCRIBING, rest=403),
}
DESCRIBING_SEEN = {
    "own": only(200, WRITING_ANYWHERE, rest=403),
    "same": only(200, DESCRIBING, rest=403),
}
OF_THE_LIBRARY = [
    get("the library", PHOTOS, site=LIBRARY_SEEN),
    get("the pictures that were taken off", PHOTOS, query="?loc=da-go", site=LIBRARY_SEEN),
    get("bringing pictures in", f"{PHOTOS}them/", site=LIBRARY_SEEN),
    post("bring a picture in", f"{PHOTOS}them/", done=200, site=only(DONE, WRITING_ANYWHERE, rest=403)),
    get("the picker", f"{PHOTOS}chon/", site=LIBRARY_SEEN),
    get("words of several", f"{PHOTOS}chu-thich/", query="?anh={photo}", **DESCRIBING_SEEN),
    get("words of none", f"{PHOTOS}chu-thich/", site=only(404, WRITING_ANYWHERE, rest=403)),
    post("save words of several", f"{PHOTOS}chu-thich/", **DESCRIBED),
    get("a picture", PHOTO, own=LIBRARY_SEEN, same=LIBRARY_SEEN),
    get("a picture that was taken off", PHOTO, part="removed", own=LIBRARY_SEEN, same=LIBRARY_SEEN),
    post("save its words", PHOTO, **DESCRIBED),
    post("save words of what was taken off", PHOTO, part="removed", same=only(409, DESCRIBING, rest=403)),
    get("the small one", f"{PHOTO}xem/", same=only(302, WRITING_ANYWHERE, rest=403)),
    get(
        "the small one of what was taken off",
        f"{PHOTO}xem/",
        part="removed",
        same=only(404, WRITING_ANYWHERE, rest=403),
    ),
    get("how what was taken off looked", f"{PHOTO}da-go/", same=only(404, REMOVING, rest=403)),
    get("deleting a picture", f"{PHOTO}xoa/", **DESCRIBING_SEEN),
    post("delete a picture", f"{PHOTO}xoa/", **DESCRIBED),
    get("taking it off", f"{PHOTO}go-khan-cap/", same=only(200, REMOVING, rest=403)),
    post(
        "take it off every page",
        f"{PHOTO}go-khan-cap/",
        own=only(DONE, REMOVING, rest=403),
        same=only(DONE, REMOVING, rest=403),
    ),
    post("bring it back", f"{PHOTO}khoi-phuc/", part="removed", same=only(DONE, REMOVING, rest=403)),
]

# ── The front page ───────────────────────────────────────────────────────────
# The whole site's: whoever holds the right anywhere.
OF_THE_FRONT = SECRETARIES | OUTSIDER
FRONT_SEEN = only(200, OF_THE_FRONT, rest=403)
FRONT_DONE = only(DONE, OF_THE_FRONT, rest=403)
LAYOUT = "admin/trang-nhat/<rowid:layout_id>/thu-hoi/"
ANNOUNCEMENT = "admin/tin-nong/<rowid:announcement_id>/"
FRONT_PAGE = [
    get("the front pages", "admin/trang-nhat/", site=FRONT_SEEN),
    get("earlier front pages", "admin/trang-nhat/da-qua/", site=FRONT_SEEN),
    get("laying out the front page", "admin/trang-nhat/trinh-bay/", site=FRONT_SEEN),
    post("put an article on it", "admin/trang-nhat/trinh-bay/", part="dat", site=FRONT_SEEN),
    post("lay out the front page", "admin/trang-nhat/trinh-bay/", site=FRONT_DONE),
    post("see it before it is laid out", "admin/trang-nhat/xem-thu/", site=FRONT_SEEN),
    get("recalling a front page", LAYOUT, "layout", site=FRONT_SEEN),
    post("recall a front page", LAYOUT, "layout", site=FRONT_DONE),
    get("the announcements", "admin/tin-nong/", site=FRONT_SEEN),
    get("the form of an announcement", "admin/tin-nong/them/", site=FRONT_SEEN),
    post("put up an announcement", "admin/tin-nong/them/", site=FRONT_DONE),
    get("an announcement", ANNOUNCEMENT, "announcement", site=FRONT_SEEN),
    post("change an announcement", ANNOUNCEMENT, "announcement", site=FRONT_DONE),
    post("end an announcement", f"{ANNOUNCEMENT}dung/", "announcement", site=FRONT_DONE),
]

# ── Readers' comments ────────────────────────────────────────────────────────
UNMODERATED = PEOPLE - MODERATING_ANYWHERE
OF_KHOA_GIAO = only({DONE: MODERATORS, 404: OUTSIDER, 403: UNMODERATED})
DECIDED = {
    # By section alone: who wrote the article makes no difference.
    "own": OF_KHOA_GIAO,
    "same": OF_KHOA_GIAO,
    "other": only({DONE: THERE, 404: MODERATORS - ROOT, 403: UNMODERATED}),
}
DECIDE = "admin/y-kien/<rowid:comment_id>/<slug:decision>/"
COMMENTS = [
    get("the queue of comments", "admin/y-kien/", site=only(200, MODERATING_ANYWHERE, rest=403)),
    *(
        post(f"{decision} a comment", DECIDE, "live", part=decision, **DECIDED)
        for decision in ("approve", "reject", "spam")
    ),
    post(
        "a decision that does not exist",
        DECIDE,
        "live",
        part="delete",
        same=only(404, MODERATING_ANYWHERE, rest=403),
    ),
]

# ── People and their rights ──────────────────────────────────────────────────
# `own` is herself, `same` a reporter of `khoa-giao`, `other` one of `xa-hoi`; people belong to no section.
PERSON = "admin/accounts/user/<path:object_id>/"
PASSWORD = "admin/accounts/user/<id>/password/"
SEEN_BY_MANAGERS = dict.fromkeys(("own", "same", "other"), only(200, SEEING_PEOPLE, rest=403))
CHANGED_BY_MANAGERS = dict.fromkeys(("own", "same", "other"), only(DONE, SEEING_PEOPLE, rest=403))
# Superusers are managed by superusers: for who may look at people they do not exist.
ABOVE = only({200: ROOT, 404: SEEING_PEOPLE - ROOT}, rest=403)
ABOVE_CHANGED = only({DONE: ROOT, 404: SEEING_PEOPLE - ROOT}, rest=403)
# Whoever holds all rights of this person, and nobody for herself.
HELD = {"own": everybody(403), "same": only(DONE, BOARD, rest=403), "other": only(DONE, THERE, rest=403)}
RIGHTS_IN = "admin/quyen/chuyen-muc/<rowid:section_id>/"

PEOPLE_ROWS = [
    get("the list of people", "admin/accounts/user/", site=only(200, SEEING_PEOPLE, rest=403)),
    post(
        "a bulk action on people", "admin/accounts/user/", "newcomer", site=only(200, SEEING_PEOPLE, rest=403)
    ),
    get("the form of a new account", "admin/accounts/user/add/", site=only(200, ADMINISTRATORS, rest=403)),
    post("open an account", "admin/accounts/user/add/", site=only(DONE, ADMINISTRATORS, rest=403)),
    get("the bare address of a person", PERSON, "person", site=everybody(302)),
    get("a person's form", f"{PERSON}change/", "person", **SEEN_BY_MANAGERS),
    get("a superuser's form", f"{PERSON}change/", "superuser", site=ABOVE),
    post("save a person's name", f"{PERSON}change/", "person", **CHANGED_BY_MANAGERS),
    post("save a superuser's name", f"{PERSON}change/", "superuser", site=ABOVE_CHANGED),
    get("a person's record", f"{PERSON}history/", "person", **SEEN_BY_MANAGERS),
    # Looked for before the right is asked: both say no.
    get("a superuser's record", f"{PERSON}history/", "superuser", site=only(200, ROOT)),
    get("deleting a newcomer", f"{PERSON}delete/", "newcomer", site=only(200, ADMINISTRATORS, rest=403)),
    post("delete a newcomer", f"{PERSON}delete/", "newcomer", site=only(DONE, ADMINISTRATORS, rest=403)),
    post(
        "delete a person",
        f"{PERSON}delete/",
        "person",
        own=everybody(403),
        same=only(DONE, ROOT, rest=403),
        other=only(DONE, ROOT, rest=403),
    ),
    get(
        "deleting a superuser",
        f"{PERSON}delete/",
        "superuser",
        site=only({200: ROOT, 404: ADMINISTRATORS - ROOT}, rest=403),
    ),
    post(
        "delete a superuser",
        f"{PERSON}delete/",
        "superuser",
        site=only({DONE: ROOT, 404: ADMINISTRATORS - ROOT}, rest=403),
    ),
    get(
        "a person's password",
        PASSWORD,
        "person",
        own=everybody(403),
        same=only(200, BOARD, rest=403),
        other=only(200, THERE, rest=403),
    ),
    post("set a person's password", PASSWORD, "person", **HELD),
    get("a superuser's password", PASSWORD, "superuser", site=ABOVE),
    post("set a superuser's password", PASSWORD, "superuser", site=ABOVE_CHANGED),
    get("the overview of rights", "admin/quyen/", site=only(200, SEEING_PEOPLE, rest=403)),
    get(
        "a person's rights",
        "admin/quyen/nguoi/<rowid:person_id>/",
        "person",
        own=everybody(200),
        same=only(200, SEEING_PEOPLE),
        other=only(200, SEEING_PEOPLE),
    ),
    get("a superuser's rights", "admin/quyen/nguoi/<rowid:person_id>/", "superuser", site=only(200, ROOT)),
    get(
        "rights in a section",
        RIGHTS_IN,
        "section",
        same=only({200: BOARD | ADMINISTRATORS, 404: OUTSIDER}, rest=403),
        other=only({200: THERE, 404: SEEING_PEOPLE - THERE}, rest=403),
    ),
]

# ── What an administrator manages ────────────────────────────────────────────
MANAGED_SEEN = only(200, ADMINISTRATORS, rest=403)
MANAGED = only(DONE, ADMINISTRATORS, rest=403)
NEVER = everybody(403)
# What is checked before approval.
CHECKING = ADMINISTRATORS | BOARD | OUTSIDER
# Running stories and authors.
KEEPING = ADMINISTRATORS | EDITORS | OUTSIDER


def managed(model: str, by: frozenset = ADMINISTRATORS, deleted_by: frozenset | None = None) -> list[Row]:
    seen, done = only(200, by, rest=403), only(DONE, by, rest=403)
    deleting = by if deleted_by is None else deleted_by
    place = f"admin/articles/{model}/"
    one = f"{place}<path:object_id>/"
    return [
        get(f"the list, {model}", place, site=seen),
        get(f"the form of a new one, {model}", f"{place}add/", site=seen),
        post(f"add one, {model}", f"{place}add/", site=done),
        get(f"the bare address, {model}", one, model, site=everybody(302)),
        get(f"its form, {model}", f"{one}change/", model, site=seen),
        post(f"change it, {model}", f"{one}change/", model, site=done),
        get(f"deleting it, {model}", f"{one}delete/", model, site=only(200, deleting, rest=403)),
        post(f"delete it, {model}", f"{one}delete/", model, site=only(DONE, deleting, rest=403)),
        get(f"its record, {model}", f"{one}history/", model, site=seen),
    ]


def only_read(place: str, model: str) -> list[Row]:
    one = f"{place}<path:object_id>/"
    return [
        get(f"the list, {model}", place, site=MANAGED_SEEN),
        get(f"the form of a new one, {model}", f"{place}add/", site=NEVER),
        post(f"add one, {model}", f"{place}add/", site=NEVER),
        get(f"the bare address, {model}", one, model, site=everybody(302)),
        get(f"one of them, {model}", f"{one}change/", model, site=MANAGED_SEEN),
        post(f"change it, {model}", f"{one}change/", model, site=NEVER),
        get(f"deleting it, {model}", f"{one}delete/", model, site=NEVER),
        post(f"delete it, {model}", f"{one}delete/", model, site=NEVER),
        get(f"its history, {model}", f"{one}history/", model, site=MANAGED_SEEN),
    ]


# Whoever has the right in both sections; a target without it is no choice.
SHELVE = "admin/articles/section/<rowid:section_id>/chuyen-bai/"
SHELVING = [
    get(
        "the sections whose articles may be moved",
        "admin/articles/section/chuyen-bai/",
        site=only(200, SECRETARIES | OUTSIDER, rest=403),
    ),
    get(
        "moving a section's articles",
        SHELVE,
        same=only(200, SECRETARIES, rest=403),
        other=only(200, THERE, rest=403),
    ),
    post(
        "move a section's articles",
        SHELVE,
        part="below",
        done=200,
        same=only(DONE, SECRETARIES, rest=403),
        other=only(DONE, THERE, rest=403),
    ),
    post(
        "move a section's articles to a section of others",
        SHELVE,
        part="elsewhere",
        done=200,
        same=only({DONE: ROOT, 422: SECRETARIES - ROOT}, rest=403),
        other=only({DONE: ROOT, 422: THERE - ROOT}, rest=403),
    ),
]

ADMINISTRATION = [
    *SHELVING,
    *managed("section"),
    *managed("tag"),
    *managed("reviewstep"),
    *managed("findingrule", CHECKING),
    *managed("bannedterm", CHECKING),
    *managed("story", KEEPING, deleted_by=ADMINISTRATORS),
    *managed("author", KEEPING, deleted_by=ADMINISTRATORS),
    *(
        post(f"a bulk action, {model}", f"admin/articles/{model}/", model, site=only(200, KEEPING, rest=403))
        for model in ("story", "author")
    ),
    post("delete sections at once", "admin/articles/section/", "section", site=MANAGED),
    post("a bulk action on tags", "admin/articles/tag/", "tag", site=MANAGED_SEEN),
    post("a bulk action on steps", "admin/articles/reviewstep/", "reviewstep", site=MANAGED_SEEN),
    post(
        "a bulk action on rules",
        "admin/articles/findingrule/",
        "findingrule",
        site=only(200, CHECKING, rest=403),
    ),
    post(
        "a bulk action on terms",
        "admin/articles/bannedterm/",
        "bannedterm",
        site=only(200, CHECKING, rest=403),
    ),
    *only_read("admin/record/event/", "event"),
    *only_read("admin/mail/mail/", "mail"),
]

# ── Files ────────────────────────────────────────────────────────────────────
# The whole site's: whoever brings files in sees all; others' are named and deleted from an editor up.
FILES_SEEN = only(200, WRITING_ANYWHERE, rest=403)
FILES_OF_OTHERS = only(DONE, EDITORS | OUTSIDER, rest=403)
FILE = "admin/files/file/<rowid:file_id>/"
FILES = [
    get("the library of files", "admin/files/file/", site=FILES_SEEN),
    get("bringing files in", "admin/files/file/them/", site=FILES_SEEN),
    post("bring a file in", "admin/files/file/them/", done=200, site=only(DONE, WRITING_ANYWHERE, rest=403)),
    get("choosing a file", "admin/files/file/chon/", site=FILES_SEEN),
    get("a file", FILE, "file", own=FILES_SEEN, same=FILES_SEEN),
    *(
        post(what, route, "file", own=only(DONE, WRITING_ANYWHERE, rest=403), same=FILES_OF_OTHERS)
        for what, route in (("name a file", FILE), ("delete a file", f"{FILE}xoa/"))
    ),
]

# ── Readers' letters ─────────────────────────────────────────────────────────
# They belong to no section: whoever handles them anywhere handles all.
HANDLERS = EDITORS | OUTSIDER
HANDLED = only(DONE, HANDLERS, rest=403)
LETTER = "admin/thu/<rowid:letter_id>/"
LETTERS = [
    get("the letters", "admin/thu/", site=only(200, HANDLERS, rest=403)),
    get("a letter", LETTER, site=only(200, HANDLERS, rest=403)),
    *(
        post(f"{act} a letter", f"{LETTER}xu-ly/<slug:name>/", part=act, site=HANDLED)
        for act in ("take", "answer", "close", "spam")
    ),
    *(
        post(
            f"{act} a letter that is new",
            f"{LETTER}xu-ly/<slug:name>/",
            part=act,
            site=only(409, HANDLERS, rest=403),
        )
        for act in ("hand_back", "reopen")
    ),
    post(
        "an act that does not exist",
        f"{LETTER}xu-ly/<slug:name>/",
        part="x",
        site=only(404, HANDLERS, rest=403),
    ),
    post("a note on a letter", f"{LETTER}ghi-chu/", site=HANDLED),
    post("erase a reader", f"{LETTER}xoa-du-lieu/", site=HANDLED),
    post(
        "begin an article of a letter",
        f"{LETTER}viet-bai/",
        same=only({DONE: EDITORS, 422: OUTSIDER}, rest=403),
        other=only({DONE: THERE, 422: EDITORS - ROOT}, rest=403),
    ),
]

# ── Pages about the paper ────────────────────────────────────────────────────
KEEPERS = SECRETARIES | OUTSIDER | ADMINISTRATORS
KEPT_BY = only(200, KEEPERS, rest=403)
PAGE = "admin/trang/<rowid:page_id>/"
PAPER_PAGES = [
    get("the pages about the paper", "admin/trang/", site=KEPT_BY),
    get("a new page about the paper", "admin/trang/them/", site=KEPT_BY),
    post("begin a page about the paper", "admin/trang/them/", site=only(DONE, KEEPERS, rest=403)),
    get("a page about the paper", PAGE, site=KEPT_BY),
    post("write a page about the paper", PAGE, site=only(DONE, KEEPERS, rest=403)),
    get("an older text of a page", f"{PAGE}ban-cu/<rowid:number>/", "page", site=KEPT_BY),
    post("put an older text back", f"{PAGE}khoi-phuc/", site=only(DONE, KEEPERS, rest=403)),
]

# ── Everybody's ──────────────────────────────────────────────────────────────
APPS = "admin/^(?P<app_label>record|mail|accounts|articles)/$"
FORGOTTEN = "admin/quen-mat-khau/"
CHOOSE = f"{FORGOTTEN}<slug:uidb64>/<slug:token>/"
EVERYBODYS = [
    get("the desk's first page", "admin/", site=everybody(200)),
    get("the room of articles", APPS, part="articles", site=only(404, frozenset({"kiemduyet"}), rest=200)),
    get("the room of people", APPS, part="accounts", site=only(200, SEEING_PEOPLE)),
    get("the room of the record", APPS, part="record", site=only(200, ADMINISTRATORS)),
    get("the room of mails", APPS, part="mail", site=only(200, ADMINISTRATORS)),
    get("an address that leads nowhere", "admin/(?P<url>.*)$", site=everybody(404)),
    get("the style of the site", "admin/giao-dien/", site=everybody(200)),
    get("the guide", "admin/huong-dan/", site=everybody(200)),
    get("a chapter of the guide", "admin/huong-dan/<slug:name>/", part="phong-vien", site=everybody(200)),
    get("no chapter of the guide", "admin/huong-dan/<slug:name>/", part="khong-co", site=everybody(404)),
    get("words of the scripts", "admin/jsi18n/", site=everybody(200)),
    get(
        "choices of articles",
        "admin/autocomplete/",
        part="edition",
        site=only(200, WRITING_ANYWHERE, rest=403),
    ),
    get("choices of sections", "admin/autocomplete/", part="section", site=MANAGED_SEEN),
    get("choices of people", "admin/autocomplete/", part="person", site=only(200, SEEING_PEOPLE, rest=403)),
    get("the login", "admin/login/", site=everybody(302), door=200),
    post("log in", "admin/login/", site=everybody(DONE), door=200),
    post("log out", "admin/logout/", site=everybody(DONE), done=200, door=302),
    get("a new password of her own", "admin/password_change/", site=everybody(200)),
    post("set a new password of her own", "admin/password_change/", site=everybody(DONE)),
    get("that it is set", "admin/password_change/done/", site=everybody(200)),
    get("her own account", "admin/tai-khoan/", site=everybody(200)),
    post("save her own account", "admin/tai-khoan/", site=everybody(DONE)),
    get("a forgotten password", FORGOTTEN, site=everybody(200), door=200),
    post("ask for a new password", FORGOTTEN, site=everybody(DONE), door=DONE),
    get("that a mail is on its way", f"{FORGOTTEN}da-gui/", site=everybody(200), door=200),
    get("that the new password is set", f"{FORGOTTEN}xong/", site=everybody(200), door=200),
    get("a link that is not good", CHOOSE, site=everybody(200), door=200),
    post("set a password by a link that is not good", CHOOSE, site=everybody(200), door=200),
]

ROWS = [
    *ARTICLES,
    *TOLD,
    *CALENDAR,
    *WALKED,
    *OF_THE_LIBRARY,
    *FILES,
    *FRONT_PAGE,
    *COMMENTS,
    *LETTERS,
    *PAPER_PAGES,
    *PEOPLE_ROWS,
    *ADMINISTRATION,
    *EVERYBODYS,
]
