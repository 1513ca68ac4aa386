"""Eight writers at once for a minute on PostgreSQL: how many acts, and whether the record is whole afterwards.

Part of `make bench`. They write, submit, pass, return and approve through the gates, each on articles of its own and
all of them on one they share, so that some are refused; what was answered as done must stand in the record.
"""

import os
import random
import threading
import time
from collections import Counter

from tests import environment  # noqa: F401 - sets what the settings are read from
from tests.bench import prepare
from tests.machine import postgres

WRITERS, SECONDS = 8, 60.0


def main() -> None:
    with postgres.running() as url:
        os.environ["DATABASE_URL"] = url
        prepare()
        done = write_for_a_while(SECONDS)
        report(done)


def write_for_a_while(seconds: float) -> Counter:
    from django.utils import timezone

    from tests.factories import make_chain, make_edition, make_user

    make_chain()
    people = [make_user(username=f"nguoi-{n}", role="tongbientap") for n in range(WRITERS)]
    shared = make_edition(by=None, at=timezone.now(), title="Bài chung")
    done, errors, until = Counter(), [], time.monotonic() + seconds
    threads = [
        threading.Thread(target=_work, args=(person, shared.pk, until, done, errors)) for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return done


def _work(person, shared: int, until: float, done: Counter, errors: list) -> None:
    from django.db import connection

    luck = random.Random(person.pk)
    try:
        while time.monotonic() < until:
            for act in _one_article(person, shared, luck):
                done[act] += 1
    except BaseException as error:
        errors.append(error)
    finally:
        connection.close()


def _one_article(person, shared: int, luck: random.Random):
    """The life of one article, with a try at the shared one between; yields the kinds of events it made."""
    from django.utils import timezone

    from articles import moves, writing
    from articles.models import Edition, Section, StaleEdition

    now, fresh = timezone.now, Edition.objects.select_related("article", "section", "step")
    section = Section.objects.first()
    edition = writing.begin(Edition(title=f"Tin {luck.random()}", section=section), by=person, at=now())
    yield "edition.begin"
    edition = fresh.get(pk=edition.pk)
    edition.lead = "Sapo đã sửa."
    writing.revise(edition, by=person, at=now())
    yield "edition.edit"
    for name in ("submit", "pass_on", luck.choice(["approve", "send_back"])):
        edition = moves.make(name, edition, by=None, seen=edition.stamp, at=now(), note="Đạt.")
        yield f"edition.{name}"
    together = fresh.get(pk=shared)
    time.sleep(luck.random() / 100)
    together.lead = f"Sapo của {person}, {luck.random()}."
    try:
        writing.revise(together, by=person, at=now())
    except StaleEdition:
        yield "refused: somebody was faster"
    else:
        yield "edition.edit"


def report(done: Counter) -> None:
    from django.core.management import call_command

    from record.models import Event

    refused = done.pop("refused: somebody was faster", 0)
    print(f"\n{WRITERS} writers at once for {SECONDS:.0f} s on PostgreSQL")
    print(
        f"{sum(done.values())} acts ({sum(done.values()) / SECONDS:.0f} a second), {refused} refused as overtaken"
    )
    written = Counter(Event.objects.values_list("kind", flat=True))
    missing = {kind: count - written[kind] for kind, count in done.items() if written[kind] < count}
    if missing:
        raise RuntimeError(f"not in the record: {missing}")
    call_command("verify_record")


if __name__ == "__main__":
    main()
