"""`verify_record` finds whatever was done to the record by somebody who could lift the triggers."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import gettext as _

from cms import triggers
from record import verifying
from record.chain import BEGINNING
from record.models import Event, Link
from tests.record.chains import run, triggers_lifted, write_events

pytestmark = pytest.mark.django_db

NOTES = ["một", "hai", "ba", "bốn", "năm"]


@pytest.fixture(autouse=True, params=[2, 2000], ids=["in several batches", "in one batch"])
def _batches(request, monkeypatch) -> None:
    monkeypatch.setattr(verifying, "BATCH", request.param)


@pytest.fixture
def events() -> list[Event]:
    return write_events(*NOTES)


def verify(*options: str) -> tuple[str, list[str], str]:
    """What it prints, what it finds, and how it ends."""
    out, err, end = StringIO(), StringIO(), ""
    try:
        call_command("verify_record", *options, stdout=out, stderr=err)
    except CommandError as error:
        end = str(error)
    return out.getvalue(), err.getvalue().splitlines(), end


def found(count: int) -> str:
    return _("The record is not whole. Findings: %(count)d.") % {"count": count}


def told(event: Event, what: str) -> str:
    return _("Event %(id)d: %(what)s.") % {"id": event.pk, "what": what}


def head() -> str:
    return str(Link.objects.order_by("-pk").first())


def whole(count: int, head: str) -> str:
    return _("The record is whole. Events: %(count)d. Head: %(head)s") % {"count": count, "head": head} + "\n"


# ── What is whole ────────────────────────────────────────────────────────────
def test_of_a_whole_record_it_says_the_number_of_events_and_the_head(events):
    assert head().startswith("5:")
    assert verify() == (whole(5, head()), [], "")


def test_an_empty_record_is_whole():
    assert verify("--expect", f"0:{BEGINNING}") == (whole(0, f"0:{BEGINNING}"), [], "")


def test_the_head_alone_is_printed_as_it_is_to_be_noted(events):
    assert verify("--head") == (f"{head()}\n", [], "")


def test_a_head_that_was_noted_still_stands_when_the_record_has_gone_on(events):
    noted = [str(link) for link in Link.objects.order_by("pk")]
    write_more = Event.objects.create(at=events[0].at, actor_label="x", kind="k", thing="t", thing_id=1)
    with triggers_lifted():
        assert write_more.link.pk == 6
        assert verify("--expect", noted[1], "--expect", noted[4].upper())[1:] == ([], "")


@pytest.mark.parametrize("noted", ["", "5", "x:y", ":", "5:12"])
def test_what_was_never_a_head_is_refused_with_a_word(events, noted):
    assert verify(f"--expect={noted}") == (
        "",
        [],
        _("“%(text)s” is not POSITION:HASH as this command prints it.") % {"text": noted},
    )


# ── What is not ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "change",
    [
        "note = 'chưa từng có'",
        "at = '2001-01-01 00:00:00+00:00'",
        "actor_id = 77",
        "actor_label = 'khác'",
        "ordered_by = 'khác'",
        "kind = 'khác'",
        "thing = 'khác'",
        "thing_id = 77777",
        "label = 'khác'",
        "before = 'khác'",
        "after = 'khác'",
        "content_hash = 'khác'",
    ],
)
def test_a_changed_event_is_found(events, change):
    with triggers_lifted():
        run(f"UPDATE record_event SET {change} WHERE id = {events[2].pk}")
        what = _("its words are not those that were recorded")
        assert verify() == ("", [told(events[2], what)], found(1))


def test_a_changed_event_with_a_digest_to_fit_is_found(events):
    forged = Event.objects.get(pk=events[2].pk)
    forged.note = "chưa từng có"
    with triggers_lifted():
        run(
            f"UPDATE record_event SET note = '{forged.note}', digest = '{forged.reckon()}' WHERE id = {forged.pk}"
        )
        what = _("its link, number %d, was made for other words") % 3
        assert verify() == ("", [told(events[2], what)], found(1))


def test_a_changed_event_with_a_link_to_fit_is_found_by_the_next_link(events):
    forged = Event.objects.get(pk=events[2].pk)
    forged.note = "chưa từng có"
    with triggers_lifted():
        run(
            f"UPDATE record_event SET note = '{forged.note}', digest = '{forged.reckon()}' WHERE id = {forged.pk}"
        )
        run(f"UPDATE record_link SET hash = sha256_hex(previous || '{forged.reckon()}') WHERE id = 3")
        what = _("its link, number %d, does not follow the one before it") % 4
        assert verify() == ("", [told(events[3], what)], found(1))


def test_a_deleted_link_is_found(events):
    with triggers_lifted():
        run("DELETE FROM record_link WHERE id = 3")
        gap = _("its link is number %d, after number %d") % (4, 2)
        torn = _("its link, number %d, does not follow the one before it") % 4
        alone = _("it has no link")
        assert verify()[1:] == (
            [told(events[3], gap), told(events[3], torn), told(events[2], alone)],
            found(3),
        )


def test_a_deleted_event_is_found(events):
    with triggers_lifted():
        run(f"DELETE FROM record_event WHERE id = {events[2].pk}")
        what = _("it is gone, and its link, number %d, is there") % 3
        assert verify() == ("", [told(events[2], what)], found(1))


def test_an_event_slipped_in_is_found(events):
    with triggers_lifted():
        slipped = Event.objects.create(
            at=events[0].at, actor_label="x", kind="k", thing="t", thing_id=1, note="chưa từng có"
        )
        assert verify() == ("", [told(slipped, _("it has no link"))], found(1))


def test_two_events_that_changed_places_are_found(events):
    one, other = events[1], events[3]
    with triggers_lifted():
        for old, new in ((one.pk, -1), (other.pk, one.pk), (-1, other.pk)):
            run(f"UPDATE record_event SET id = {new} WHERE id = {old}")
        assert verify()[1:] == (
            [
                told(event, _("its link, number %d, was made for other words") % place)
                for event, place in ((one, 2), (other, 4))
            ],
            found(2),
        )


def test_two_links_that_changed_places_are_found(events):
    with triggers_lifted():
        for old, new in ((2, 99), (4, 2), (99, 4)):
            run(f"UPDATE record_link SET id = {new} WHERE id = {old}")
        torn = _("its link, number %d, does not follow the one before it")
        order = [(events[3], 2), (events[2], 3), (events[1], 4), (events[4], 5)]
        assert verify()[1:] == ([told(event, torn % place) for event, place in order], found(4))


def test_a_tail_cut_off_is_found_by_the_head_that_was_noted(events):
    noted = head()
    with triggers_lifted():
        run("DELETE FROM record_link WHERE id = 5")
        run(f"DELETE FROM record_event WHERE id = {events[4].pk}")
        assert verify() == (whole(4, head()), [], "")
        gone = _("Number %d was noted, and is not in the record.") % 5
        assert verify("--expect", noted) == ("", [gone], found(1))


def test_a_chain_made_anew_is_found_by_the_head_that_was_noted(events):
    noted = head()
    forged = Event.objects.get(pk=events[1].pk)
    forged.note = "chưa từng có"
    with triggers_lifted():
        run("DELETE FROM record_link")
        run(
            f"UPDATE record_event SET note = '{forged.note}', digest = '{forged.reckon()}' WHERE id = {forged.pk}"
        )
        # Laid again, the triggers link what is not linked: a chain that is whole, and another.
        triggers.lay()
        assert verify() == (whole(5, head()), [], "")
        what = _("its link, number %d, is not the one that was noted") % 5
        assert verify("--expect", noted) == ("", [told(events[4], what)], found(1))
