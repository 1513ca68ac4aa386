"""Every event is linked to the one before it, by the database, and no link can be changed, taken out or forged."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cms import triggers
from record.chain import BEGINNING, digest
from record.models import Event, Link, NeverChanged
from tests.factories import AT, make_section
from tests.record.chains import links, run, settle, write_events

pytestmark = pytest.mark.django_db

ON_POSTGRES = "postgres" in settings.DATABASES["default"]["ENGINE"]
ZERO = "0" * 64


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# ── The digest ───────────────────────────────────────────────────────────────
def test_the_digest_is_that_of_the_words_in_canonical_json():
    (event,) = write_events("Sửa “chú thích”")
    words = {
        "actor_label": event.actor_label,
        "at": "2040-05-04T02:00:00.000000+00:00",
        "kind": "section.change",
        "label": "Khoa giáo",
        "note": "Sửa “chú thích”",
        "thing": "articles.section",
        "thing_id": event.thing_id,
    }
    text = json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert event.digest == sha256(text)


word = st.text(max_size=12)
values = {
    "at": st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)),
    "actor_id": st.none() | st.integers(0, 2**63 - 1),
    "thing_id": st.integers(0, 2**63 - 1),
    **dict.fromkeys(
        ["actor_label", "ordered_by", "kind", "thing", "label", "before", "after", "note", "content_hash"],
        word,
    ),
}


def test_every_field_of_an_event_is_tried_below():
    assert {field.attname for field in Event._meta.fields} - {"id", "digest"} == set(values)


@given(st.fixed_dictionaries(values), st.sampled_from(sorted(values)), st.data())
def test_whatever_field_changes_the_digest_changes(words, field, data):
    other = data.draw(values[field].filter(lambda value: value != words[field]))
    assert Event(**words).reckon() != Event(**{**words, field: other}).reckon()


@given(st.fixed_dictionaries(values))
def test_a_field_added_later_leaves_the_digest_of_what_was_recorded_as_it_is(words):
    assert digest({**words, "added_later": "", "added_later_too": None}) == digest(words)


@pytest.mark.parametrize(
    "words",
    [
        {"at": AT.replace(microsecond=1)},
        {"at": AT.astimezone(timezone(timedelta(hours=-11)))},
        {"note": "Lò Thị Mẫu\r\n\t“…” \u200b e\u0302\u0301 ế 😀  "},
        {"note": "\\u0041 \" ' \x7f"},
        {"thing_id": "7"},
        {"actor_id": 2**62},
    ],
    ids=lambda words: next(iter(words)),
)
def test_the_digest_of_what_is_read_back_is_that_of_what_was_written(words):
    usual = {"at": AT, "actor_label": "Lò Thị Mẫu", "kind": "k", "thing": "t", "thing_id": 1}
    event = Event.objects.create(**(usual | words))
    kept = Event.objects.get(pk=event.pk)
    assert kept.digest == kept.reckon() == event.reckon()


# ── Linking ──────────────────────────────────────────────────────────────────
def test_each_event_is_linked_to_the_one_before_it():
    first, second = write_events("một", "hai")
    one = sha256(ZERO + first.digest)
    two = sha256(one + second.digest)
    assert links() == [
        {"id": 1, "event_id": first.pk, "previous": ZERO, "hash": one},
        {"id": 2, "event_id": second.pk, "previous": one, "hash": two},
    ]
    assert BEGINNING == ZERO


def test_linking_asks_no_further_query(django_assert_num_queries):
    section = make_section()
    with django_assert_num_queries(1):
        Event.objects.create(at=AT, actor_label="x", kind="k", thing="t", thing_id=section.pk)


def test_what_is_rolled_back_leaves_no_link_and_no_gap():
    write_events("một")
    section = make_section(slug="xa-hoi")
    usual = {"at": AT, "actor_label": "x", "kind": "k", "thing": "t", "thing_id": section.pk}
    with transaction.atomic():
        Event.objects.create(**usual, note="không thành")
        transaction.set_rollback(True)
    kept = Event.objects.create(**usual, note="thành")
    settle()
    assert [(link["id"], link["event_id"]) for link in links()][1:] == [(2, kept.pk)]


def test_an_event_without_a_digest_is_refused():

    @transaction.atomic
    def write() -> None:
        Event.objects.bulk_create([Event(at=AT, actor_label="x", kind="k", thing="t", thing_id=1)])
        settle()

    with pytest.raises(IntegrityError):
        write()
    assert (Event.objects.count(), links()) == (0, [])


def test_events_written_in_bulk_are_linked_too():
    events = [Event(at=AT, actor_label="x", kind="k", thing="t", thing_id=n) for n in range(3)]
    for event in events:
        event.digest = event.reckon()
    Event.objects.bulk_create(events)
    settle()
    assert [(link["id"], link["event_id"]) for link in links()] == [
        (place, event.pk) for place, event in enumerate(events, 1)
    ]


def test_what_was_recorded_while_the_triggers_were_lifted_is_linked_in_its_order_when_they_are_laid():
    events = write_events("một")
    triggers.lift()
    usual = {"at": AT, "actor_label": "x", "kind": "k", "thing": "t", "thing_id": 1}
    events += [Event.objects.create(**usual, note=note) for note in ("hai", "ba")]
    assert Link.objects.count() == 1
    triggers.lay()
    events.append(Event.objects.create(**usual, note="bốn"))
    settle()
    assert [(link["id"], link["event_id"]) for link in links()] == [
        (place, event.pk) for place, event in enumerate(events, 1)
    ]
    call_command("verify_record", "--expect", str(Link.objects.get(pk=4)))


# ── Refused ──────────────────────────────────────────────────────────────────
CHANGES = [
    "UPDATE record_link SET hash = previous",
    "UPDATE record_link SET id = id + 1 WHERE id = 3",
    "DELETE FROM record_link",
    "DELETE FROM record_link WHERE id = 3",
]
if ON_POSTGRES:
    CHANGES += ["TRUNCATE record_link", "TRUNCATE record_event, record_link", "TRUNCATE record_event CASCADE"]
else:
    CHANGES += ["REPLACE INTO record_link SELECT * FROM record_link WHERE id = 3"]


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_itself_refuses_to_change_or_delete_a_link(statement):
    write_events("một", "hai", "ba")
    before = links()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        run(statement)
    assert "never changed or deleted" in str(refusal.value)
    assert links() == before


@pytest.mark.parametrize(
    ("position", "previous", "hash"),
    [
        ("3", "hash", "sha256_hex(hash || digest)"),
        ("5", "hash", "sha256_hex(hash || digest)"),
        ("0", "hash", "sha256_hex(hash || digest)"),
        ("4", "previous", "sha256_hex(previous || digest)"),
        ("4", f"'{ZERO}'", f"sha256_hex('{ZERO}' || digest)"),
        ("1", f"'{ZERO}'", f"sha256_hex('{ZERO}' || digest)"),
        ("4", "hash", "sha256_hex(previous || digest)"),
        ("4", "hash", f"'{'f' * 64}'"),
    ],
)
def test_a_link_out_of_turn_or_with_a_wrong_hash_is_refused(position, previous, hash):
    write_events("một", "hai", "ba")
    before = links()
    with pytest.raises(IntegrityError), transaction.atomic():
        run(
            f"INSERT INTO record_link (id, event_id, previous, hash) SELECT {position}, event_id, {previous}, {hash}"
            " FROM record_link JOIN record_event ON record_event.id = event_id WHERE record_link.id = 3"
        )
    assert links() == before


def test_a_link_is_not_written_changed_or_deleted_from_python():
    (event,) = write_events("một")
    before, link = links(), Link.objects.get()
    for act in (
        lambda: Link(pk=2, event=event, previous=link.hash, hash=ZERO).save(),
        link.save,
        link.delete,
        lambda: Link.objects.update(hash=ZERO),
        lambda: Link.objects.all().delete(),
    ):
        with pytest.raises(NeverChanged):
            act()
    assert links() == before


def test_the_database_itself_refuses_two_links_after_one():
    """Also where the trigger that says so by name is lifted."""
    first, _second = write_events("một", "hai")
    triggers.lift()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        run(
            "INSERT INTO record_link (id, event_id, previous, hash)"
            f" SELECT 3, {first.pk} + 1000, previous, 'x' FROM record_link WHERE id = 2"
        )
    assert ("previous" in str(refusal.value), Link.objects.count()) == (True, 2)
