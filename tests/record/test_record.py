"""The record: what was done is written with the act, outlives those it names, and is never changed."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

import record.models as record
from articles.models import Section
from record.models import Event, NeverChanged
from tests.desk.pages import Page
from tests.factories import AT, DAY, MINUTE, make_section, make_user

pytestmark = pytest.mark.django_db

RECORD = "/admin/record/event/"
NEVER = "An event is never changed or deleted."


@pytest.fixture
def event() -> Event:
    """One among others that could be hit in its stead."""
    section, user = make_section(name="Khoa giáo"), make_user(username="tongbientap")
    events = [
        record.write(kind="section.change", thing=section, by=user, at=AT + n * MINUTE, note=f"lần {n}")
        for n in range(3)
    ]
    return events[1]


def rows() -> list[dict]:
    return list(Event.objects.order_by("pk").values())


# ── Writing ──────────────────────────────────────────────────────────────────
def test_an_event_says_who_when_what_to_which_thing_from_to_why_and_on_what_content():
    section, user = (
        make_section(name="Khoa giáo"),
        make_user(username="tongbientap", display_name="Lò Thị Mẫu"),
    )
    event = record.write(
        kind="section.move",
        thing=section,
        by=user,
        at=AT,
        before="xa-hoi",
        after="khoa-giao",
        note="Theo kết luận giao ban.",
        content_hash="f" * 64,
        ordered_by="Tổng Biên tập",
    )
    assert rows() == [
        {
            "id": event.pk,
            "at": AT,
            "actor_id": user.pk,
            "actor_label": "Lò Thị Mẫu",
            "ordered_by": "Tổng Biên tập",
            "kind": "section.move",
            "thing": "articles.section",
            "thing_id": section.pk,
            "label": "Khoa giáo",
            "before": "xa-hoi",
            "after": "khoa-giao",
            "note": "Theo kết luận giao ban.",
            "content_hash": "f" * 64,
            "digest": event.reckon(),
        }
    ]


def test_what_nobody_did_the_system_did():
    event = record.write(kind="section.add", thing=make_section(), by=None, at=AT)
    assert (event.actor_id, event.actor_label) == (None, _("the system"))


def test_a_long_name_is_cut_to_fit():
    thing = Event(pk=7, at=AT, actor_label="x" * 150, kind="k", label="y" * 300)
    assert record.write(kind="k", thing=thing, by=None, at=AT).label == str(thing)[:300]


def test_an_act_that_is_rolled_back_leaves_no_event():
    section = make_section()
    with transaction.atomic():
        record.write(kind="section.change", thing=section, by=None, at=AT)
        transaction.set_rollback(True)
    assert rows() == []


# ── Reading ──────────────────────────────────────────────────────────────────
def test_events_about_a_thing_are_its_own_newest_first():
    user = make_user(username="phongvien")
    # The same id in two rooms: only the kind of thing tells them apart.
    section = Section.objects.create(pk=user.pk, name="Khoa giáo", slug="khoa-giao")
    other = Section.objects.create(pk=user.pk + 1, name="Xã hội", slug="xa-hoi")
    for thing, kind in ((section, "one"), (user, "two"), (other, "three"), (section, "four")):
        # Written later but dated earlier: the order is that of writing.
        record.write(kind=kind, thing=thing, by=None, at=AT - DAY if kind == "four" else AT)

    def kinds(*things):
        return [event.kind for event in Event.objects.about(*things)]

    assert [kinds(section), kinds(user), kinds(section, other), kinds()] == [
        ["four", "one"],
        ["two"],
        ["four", "three", "one"],
        [],
    ]


def test_the_record_outlives_whoever_and_whatever_it_names(event):
    before = rows()
    Section.objects.get(pk=event.thing_id).delete()
    type(make_user(username="x")).objects.get(pk=event.actor_id).delete()
    assert rows() == before


# ── Never changed ────────────────────────────────────────────────────────────
def test_an_event_is_not_saved_twice_or_deleted(event):
    before = rows()
    event.note = "chưa từng có"
    for act in (event.save, event.delete, lambda: event.save(force_update=True)):
        with pytest.raises(NeverChanged):
            act()
    assert rows() == before


def test_events_are_not_changed_or_deleted_in_bulk(event):
    before = rows()
    event.note = "chưa từng có"
    for act in (
        lambda: Event.objects.update(note=""),
        lambda: Event.objects.filter(pk=event.pk).update(note=""),
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.about(make_section()).delete(),
        lambda: Event.objects.bulk_update([event], ["note"]),
        lambda: Event.objects.update_or_create(pk=event.pk, defaults={"note": ""}),
    ):
        with pytest.raises(NeverChanged), transaction.atomic():
            act()
    assert rows() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_event SET note = ''",
        "UPDATE record_event SET at = at",
        "UPDATE record_event SET actor_label = 'khác' WHERE id = {id}",
        "DELETE FROM record_event",
        "DELETE FROM record_event WHERE id = {id}",
        "INSERT INTO record_event SELECT * FROM record_event WHERE id = {id}"
        " ON CONFLICT (id) DO UPDATE SET note = ''",
    ],
)
def test_the_database_itself_refuses(event, statement):
    if connection.vendor == "sqlite":
        # Else SQLite reads ON CONFLICT as the join's own ON.
        statement = statement.replace("{id} ON", "{id} AND true ON")
    before = rows()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(id=event.pk))
    assert NEVER in str(refusal.value)
    assert rows() == before


def test_not_even_djangos_own_ways_round_a_queryset_get_through(event):
    before = rows()
    for act in (
        lambda: Event.objects.all()._raw_delete("default"),
        lambda: Event.objects.filter(pk=event.pk)._update([(Event._meta.get_field("note"), None, "")]),
        lambda: event.save_base(raw=True, force_update=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert rows() == before


# ── At the desk ──────────────────────────────────────────────────────────────
def test_the_kinds_to_choose_from_are_named_in_words(client):
    section, user = make_section(name="Khoa giáo"), make_user(username="goc", is_superuser=True)
    for kind in ("section.add", "edition.begin", "grant.add", "unheard.of"):
        record.write(kind=kind, thing=section, by=user, at=AT)
    client.force_login(user)
    page = Page(client.get(RECORD))
    [box] = page.all("nav", id="changelist-filter")
    chosen = [
        link.text.strip() for link in page.all("a") if link.within(box) and "kind" in link.attrs["href"]
    ]
    assert set(chosen) == {
        f"{capfirst(_('section'))}: {_('Added')}",
        f"{capfirst(_('edition'))}: {_('Begun')}",
        f"{capfirst(_('grant'))}: {_('Right granted')}",
        "unheard.of",
    }


@pytest.mark.parametrize(("asked", "found"), [("section.add", 1), ("section.delete", 0), ("%00", 0), ("", 0)])
def test_the_record_shows_the_kind_that_was_chosen_and_nothing_for_one_that_is_none(client, asked, found):
    section, user = make_section(), make_user(username="goc", is_superuser=True)
    record.write(kind="section.add", thing=section, by=user, at=AT)
    record.write(kind="section.change", thing=section, by=user, at=AT)
    client.force_login(user)
    answer = client.get(f"{RECORD}?kind={asked}")
    assert (answer.status_code, len(Page(answer).all("td", css="field-actor_label"))) == (200, found)
    assert client.get(f"{RECORD}?kind={asked}&_facets=True").status_code == 200
