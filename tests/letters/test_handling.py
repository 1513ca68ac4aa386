"""The gate for letters: what may be done, by whom, of what was seen; and what stays when a reader is erased."""

import pytest
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from articles.models import Article, Edition
from letters import handling
from letters.handling import Incomplete, NotPermitted, Overtaken, erase, handle, permitted_acts
from letters.models import Answer, Letter, Note, Sender
from letters.steps import ACTS, REASONS, STATE_LABELS
from letters.to_article import begin_article
from mail.models import Mail
from mail.sending import send_due
from record.models import Event
from tests.desk.racing import at_once
from tests.factories import AT, HOUR, LETTER, MINUTE, make_letter, make_user

pytestmark = pytest.mark.django_db

GIVEN = {"reason": "Trùng thư đã nhận.", "answer": "Tòa soạn đã cử phóng viên về xã."}


def do(name: str, letter: Letter, by, *, seen: int | None = None, at=AT + MINUTE, **given) -> Letter:
    return handle(name, letter, by=by, seen=seen or letter.version, at=at, **given)


# ── The table ────────────────────────────────────────────────────────────────
POSSIBLE = {
    "new": {"take", "answer", "close", "spam"},
    "taken": {"hand_back", "answer", "close", "spam"},
    "answered": {"answer", "reopen"},
    "closed": {"spam", "reopen"},
    "spam": {"reopen"},
}


@pytest.mark.parametrize("state", POSSIBLE)
def test_what_is_offered_is_done_and_what_is_not_is_refused(cast, state):
    letter = make_letter(state=state, by=cast.bientapvien)
    offered = {act.name for act in permitted_acts(cast.bientapvien, Letter.objects.get(pk=letter.pk))}
    assert offered == POSSIBLE[state]
    for name, act in ACTS.items():
        with transaction.atomic():
            if name in offered:
                assert do(name, letter, cast.bientapvien, **GIVEN).state == act.to
            else:
                with pytest.raises(NotPermitted):
                    do(name, letter, cast.bientapvien, **GIVEN)
            transaction.set_rollback(True)


def test_every_state_has_a_name_and_is_tried():
    assert {value for value, _label in STATE_LABELS} == set(POSSIBLE)


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "kiemduyet", "quantri"])
def test_who_handles_no_letters_may_do_nothing(cast, who):
    letter, stranger = make_letter(), getattr(cast, who)
    assert permitted_acts(stranger, letter) == []
    for name in ACTS:
        with pytest.raises(NotPermitted):
            do(name, letter, stranger, **GIVEN)
    with pytest.raises(NotPermitted):
        handling.note(letter, "x", by=stranger, at=AT)
    with pytest.raises(NotPermitted):
        erase(letter, by=stranger, seen=1, at=AT)
    assert (Letter.objects.get().version, Event.objects.count()) == (1, 0)


# ── Taking ───────────────────────────────────────────────────────────────────
def test_a_letter_is_taken_handed_back_and_taken_over(cast):
    letter = do("take", make_letter(), cast.bientapvien)
    assert (letter.state, letter.taken_by, letter.version) == ("taken", cast.bientapvien, 2)
    over = do("take", letter, cast.thukytoasoan)
    assert (over.state, over.taken_by) == ("taken", cast.thukytoasoan)
    back = do("hand_back", over, cast.thukytoasoan)
    assert (back.state, back.taken_by) == ("new", None)
    kinds = [(event.kind, event.before, event.after) for event in Event.objects.about(letter)]
    assert kinds == [
        ("letter.hand_back", "taken", "new"),
        ("letter.take", "taken", "taken"),
        ("letter.take", "new", "taken"),
    ]


def test_what_an_act_does_not_ask_for_is_not_kept_with_it(cast):
    letter = do("take", make_letter(), cast.bientapvien, reason=str(REASONS[0]), answer="x")
    assert (letter.reason, Event.objects.get().note, Answer.objects.count(), Mail.objects.count()) == (
        "",
        "",
        0,
        0,
    )


def test_who_has_it_is_still_named_when_it_is_done(cast):
    letter = do("take", make_letter(), cast.bientapvien)
    assert do("close", letter, cast.thukytoasoan, reason="x").taken_by == cast.bientapvien


# ── Closing, spam, again ─────────────────────────────────────────────────────
def test_a_reason_is_asked_for_and_told_to_the_record_only_from_the_list(cast):
    letter = make_letter()
    with pytest.raises(Incomplete):
        do("close", letter, cast.bientapvien, reason="  ")
    own = do("close", letter, cast.bientapvien, reason="Chị Đọc đã rút lời, điện thoại 0912 345 678")
    assert own.reason.startswith("Chị Đọc")
    assert [event.note for event in Event.objects.about(letter)] == [""]
    again = do("reopen", own, cast.bientapvien)
    assert (again.state, again.reason, again.taken_by) == ("new", "", None)
    do("close", again, cast.bientapvien, reason=str(REASONS[0]))
    assert Event.objects.about(letter)[0].note == str(REASONS[0])


def test_the_database_itself_refuses_a_row_that_must_not_be(cast):
    letter = make_letter()
    rows = Letter.objects.filter(pk=letter.pk)
    for wrong in (
        {"state": "xyz"},
        {"state": "closed", "waiting_key": ""},
        {"state": "taken"},
        {"state": "spam"},
        {"kind": "khac"},
        {"erased_at": AT},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_a_letters_words_are_never_saved_over():
    with pytest.raises(TypeError):
        make_letter().save()


# ── Answering ────────────────────────────────────────────────────────────────
def test_an_answer_goes_by_mail_with_the_act_and_is_kept(cast):
    letter = do("answer", make_letter(), cast.bientapvien, answer="Tòa soạn đã cử phóng viên về xã.")
    assert letter.state == "answered"
    mail = Mail.objects.get()
    assert mail.to == "lo.van.doc@vi-du.example"
    assert letter.said_reference in mail.subject
    assert "Cầu treo bản Mẫu hỏng" in mail.subject
    for words in ("Lò Văn Đọc", "Tòa soạn đã cử phóng viên về xã.", letter.said_reference, "Báo Mẫu"):
        assert words in mail.text
    assert LETTER not in mail.text
    assert [(a.by, a.text) for a in Answer.objects.all()] == [
        (cast.bientapvien, "Tòa soạn đã cử phóng viên về xã.")
    ]
    send_due(clock=lambda: AT + HOUR)
    assert [sent.to for sent in django_mail.outbox] == [["lo.van.doc@vi-du.example"]]


def test_an_answer_that_is_rolled_back_leaves_no_mail(cast):
    letter = make_letter()
    with transaction.atomic():
        do("answer", letter, cast.bientapvien, answer="x")
        transaction.set_rollback(True)
    assert (Mail.objects.count(), Letter.objects.get().state) == (0, "new")


def test_each_answer_is_a_mail_of_its_own(cast):
    letter = do("answer", make_letter(), cast.bientapvien, answer="Một.")
    do("answer", letter, cast.bientapvien, answer="Hai.")
    assert Mail.objects.count() == 2


def test_nobody_is_answered_without_an_address_or_a_word(cast):
    by_phone = make_letter(email="", phone="0912345678")
    assert "answer" not in {act.name for act in permitted_acts(cast.bientapvien, by_phone)}
    with pytest.raises(NotPermitted):
        do("answer", by_phone, cast.bientapvien, answer="x")
    with pytest.raises(Incomplete):
        do("answer", make_letter(), cast.bientapvien, answer=" \n ")
    forgotten = make_letter(subject="Khác")
    Sender.objects.filter(letter=forgotten).delete()
    with pytest.raises(NotPermitted):
        do("answer", Letter.objects.get(pk=forgotten.pk), cast.bientapvien, answer="x")
    assert Mail.objects.count() == 0


def test_no_word_of_a_reader_begins_another_header(cast):
    subject = "Tin\r\nBcc: ke.gian@vi-du.example\u2028X: y"
    letter = make_letter(subject=subject, name="Tên\r\nBcc: ke@vi-du.example")
    do("answer", letter, cast.bientapvien, answer="Cảm ơn.\r\n.\r\nBcc: x")
    send_due(clock=lambda: AT + HOUR)
    [sent] = django_mail.outbox
    assert sent.recipients() == ["lo.van.doc@vi-du.example"]
    assert [name for name in sent.message() if name.lower() in ("bcc", "x")] == []


# ── At once ──────────────────────────────────────────────────────────────────
def test_the_slower_of_two_is_told_who_was_faster(cast):
    letter = make_letter()
    do("take", letter, cast.bientapvien)
    with pytest.raises(Overtaken) as refusal:
        do("close", letter, cast.thukytoasoan, reason="x")
    assert "Bientapvien" in str(refusal.value)
    assert (Letter.objects.get().state, Event.objects.count()) == ("taken", 1)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_answer_at_once_one_does(khoa_giao):
    people = [make_user(username=f"btv{n}", role="bientapvien") for n in range(8)]
    letter = make_letter()

    def answer(by) -> str:
        try:
            return do("answer", letter, by, answer=f"Của {by}.").state
        except Overtaken:
            return "too late"

    answers = at_once([lambda by=by: answer(by) for by in people])
    assert sorted(answers) == ["answered", *["too late"] * 7]
    assert (Mail.objects.count(), Answer.objects.count(), Event.objects.count()) == (1, 1, 1)


# ── Erasing ──────────────────────────────────────────────────────────────────
PRIVATE = ("Lò Văn Đọc", "lo.van.doc", "0912345678", "Cầu treo", "ván cầu", "Bác Đọc", "Kính bác")


def everything_said() -> str:
    models = (Letter, Sender, Note, Answer, Mail, Event)
    return " ".join(str(row) for model in models for row in model.objects.values())


# PostgreSQL links an event when it is committed.
@pytest.mark.django_db(transaction=True)
def test_erasing_a_reader_leaves_the_record_whole_and_no_word_of_hers(cast):
    letter = make_letter(phone="0912345678")
    handling.note(letter, "Bác Đọc gọi lại hai lần.", by=cast.bientapvien, at=AT)
    letter = do("answer", letter, cast.bientapvien, answer="Kính bác, tòa soạn đã nhận.")
    assert [word for word in PRIVATE if word not in everything_said()] == []
    events = list(Event.objects.order_by("pk").values())
    erase(letter, by=cast.thukytoasoan, seen=letter.version, at=AT + HOUR)
    assert [word for word in PRIVATE if word in everything_said()] == []
    assert list(Event.objects.order_by("pk").values())[:-1] == events
    call_command("verify_record")
    erased = Letter.objects.get()
    assert (erased.reference, erased.state, erased.erased_at) == (letter.reference, "answered", AT + HOUR)
    assert Event.objects.about(erased)[0].kind == "letter.erase"
    assert Client().get(f"/gui-tin/da-gui/{erased.said_reference}/").status_code == 200


def test_what_was_known_of_a_reader_leaves_the_outbox_too(cast):
    """Sent or still waiting; the mails of other letters stay."""
    letter, other = make_letter(), make_letter(subject="Khác", email="khac@vi-du.example")
    letter = do("answer", letter, cast.bientapvien, answer="Một.")
    send_due(clock=lambda: AT + HOUR)
    letter = do("answer", letter, cast.bientapvien, answer="Hai.")
    do("answer", other, cast.bientapvien, answer="Ba.")
    erase(letter, by=cast.thukytoasoan, seen=letter.version, at=AT + HOUR)
    assert list(Mail.objects.values_list("to", flat=True)) == ["khac@vi-du.example"]


def test_what_waited_is_closed_by_erasing_and_nothing_more_is_done_with_it(cast):
    letter = make_letter()
    erase(letter, by=cast.thukytoasoan, seen=1, at=AT)
    erased = Letter.objects.get()
    assert (erased.state, permitted_acts(cast.tongbientap, erased)) == ("closed", [])
    with pytest.raises(NotPermitted):
        do("reopen", erased, cast.tongbientap)
    with pytest.raises(NotPermitted):
        erase(erased, by=cast.tongbientap, seen=erased.version, at=AT)
    with pytest.raises(NotPermitted):
        handling.note(erased, "x", by=cast.tongbientap, at=AT)
    assert make_letter() != erased


def test_who_would_erase_what_she_has_not_seen_is_refused(cast):
    letter = make_letter()
    do("take", letter, cast.bientapvien)
    with pytest.raises(Overtaken):
        erase(letter, by=cast.thukytoasoan, seen=1, at=AT)
    assert Letter.objects.get().subject


# ── An article ───────────────────────────────────────────────────────────────
def test_an_article_is_begun_with_the_words_and_without_the_name(cast, khoa_giao):
    letter = make_letter()
    article = begin_article(letter, section=khoa_giao, by=cast.bientapvien, at=AT)
    draft = Edition.objects.get(article=article)
    assert (draft.title, draft.created_by, draft.state, draft.section) == (
        *("Cầu treo bản Mẫu hỏng", cast.bientapvien, "draft", khoa_giao),
    )
    assert draft.body == (
        "<p>Sáng nay ván cầu treo gãy, các cháu phải lội suối đi học.</p><p>Mong tòa soạn về xem.</p>"
    )
    assert "Đọc" not in f"{draft.title} {draft.lead} {draft.body} {draft.byline}"
    assert Letter.objects.get().article == article
    assert begin_article(letter, section=khoa_giao, by=cast.thukytoasoan, at=AT) == article
    assert Article.objects.count() == 1
    assert Event.objects.about(letter).get().kind == "letter.article"


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_begin_an_article_at_once_one_does(khoa_giao):
    people = [make_user(username=f"btv{n}", role="bientapvien") for n in range(8)]
    letter = make_letter()
    begun = at_once(
        [lambda by=by: begin_article(letter, section=khoa_giao, by=by, at=AT).pk for by in people]
    )
    assert (len(set(begun)), Article.objects.count()) == (1, 1)
