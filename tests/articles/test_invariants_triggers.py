"""Rules that live in triggers are there, are missed when they are not, and outlive whatever is done to a table."""

import pytest
from django.apps import apps
from django.core import checks
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration
from django.db.models import Value
from django.db.models.functions import Concat

from articles.models import Article, Edition, EditionPhoto
from articles.triggers import TRIGGERS
from cms import triggers
from record.triggers import TRIGGERS as OF_THE_RECORD
from tests.factories import make_edition

pytestmark = pytest.mark.usefixtures("transactional_db")


def ours() -> list[str]:
    """Those that are lifted; an index of words never is."""
    vendor = connection.vendor
    return sorted(t.name for t in (*TRIGGERS, *OF_THE_RECORD) if t.on(vendor) and t.lifting(vendor))


def drop(name: str) -> None:
    (trigger,) = [t for t in TRIGGERS if t.name == name]
    with connection.cursor() as cursor:
        for statement in trigger.lifting(connection.vendor):
            cursor.execute(statement)


def refuses_to_rewrite(edition: Edition) -> bool:
    try:
        with transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(title=Concat("title", Value("!")))
    except IntegrityError:
        return True
    return False


def answers() -> list[tuple[str, str]]:
    """What `manage.py check --database default` says of triggers."""
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [(message.id, message.msg) for message in found if message.id == "cms.E001"]


def test_every_rule_is_in_the_database():
    assert (triggers.missing(), answers()) == ([], [])


def test_a_missing_rule_is_reported_by_name_and_laid_again():
    edition = make_edition(state="live")
    drop("edition_words_stand")
    assert refuses_to_rewrite(edition) is False
    assert triggers.missing() == ["edition_words_stand"]
    assert answers() == [("cms.E001", "The trigger edition_words_stand is missing in 'default'.")]
    triggers.lay()
    assert (triggers.missing(), refuses_to_rewrite(edition)) == ([], True)


def test_without_naming_a_database_the_check_asks_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        checks.run_checks()


def test_laying_twice_is_harmless():
    edition = make_edition(state="live")
    triggers.lay()
    triggers.lay()
    assert (triggers.missing(), refuses_to_rewrite(edition)) == ([], True)


def test_what_was_lifted_is_all_of_it_and_comes_back_with_the_next_migrate():
    triggers.lift()
    assert set(ours()) <= set(triggers.missing())
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert triggers.missing() == []


@pytest.mark.parametrize(
    ("model", "field"),
    [(Edition, "byline"), (Article, "path"), (EditionPhoto, "credit")],
    ids=["edition", "article", "picture"],
)
def test_a_migration_that_rebuilds_a_table_goes_through_and_leaves_every_rule_standing(model, field):
    edition = make_edition(state="live")
    longer = models.CharField(max_length=300, blank=True)
    longer.set_attributes_from_name(field)
    longer.model = model
    steps = [(model._meta.get_field(field), longer), (longer, model._meta.get_field(field))]
    for step in steps:
        plan = [(Migration("altered", "articles"), False)]
        emit_pre_migrate_signal(0, False, "default", apps=apps, plan=plan)
        with connection.schema_editor() as editor:
            editor.alter_field(model, *step)
        emit_post_migrate_signal(0, False, "default", apps=apps, plan=plan)
        assert (triggers.missing(), refuses_to_rewrite(edition)) == ([], True)
