"""Every test on every engine: what `make test` runs.

The tests run on SQLite and on PostgreSQL, the journeys in a browser on PostgreSQL: in parts, as many beside each
other as there are cores, each shown whole when it ends. What cannot run for want of a server or a browser is said
at once and again at the end, and counts as a failure. The last line is the sum of all parts.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from tests.machine import Missing, chromium, postgres
from tests.machine.suites import Counts, Suite

# Two at least: a part waits now and then, for a disk, a server or a browser.
LANES = max(2, os.cpu_count() or 1)
BROWSER, DESK = "tests/browser", "tests/desk"
# What stands in neither list is in the other part, so that no new file is left out.
DESK_AND_REST = {"desk": [DESK], "rest": [f"--ignore={BROWSER}", f"--ignore={DESK}"]}
WRITING = [f"{BROWSER}/test_{name}.py" for name in ("editor", "words", "writing", "taking", "story")]
JOURNEYS = {"writing": WRITING, "reading": [BROWSER, *(f"--ignore={path}" for path in WRITING)]}


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="toasoan-tests-")))
        database = provide(lambda: stack.enter_context(postgres.running()))
        browser = provide(chromium.path)
        counts = run_all(parts(scratch, database, browser))
    missing = [what for what in (database, browser) if isinstance(what, Missing)]
    for what in missing:
        report(what)
    passed, failed, skipped = map(sum, zip(*counts, strict=True))
    total = Counts(passed, failed + len(missing), skipped)
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


def stop(number: int, _frame: object) -> None:
    """Ctrl-C, a time limit or a closed terminal end every block on the way out, and so the server too."""
    sys.exit(128 + number)


def provide(get: Callable[[], str]) -> str | Missing:
    try:
        return get()
    except Missing as missing:
        report(missing)
        return missing


def report(missing: Missing) -> None:
    print(f"error: {missing}", file=sys.stderr, flush=True)


def parts(scratch: Path, database: str | Missing, browser: str | Missing) -> list[Suite]:
    """What can run here, the longest first: the short ones fill the lanes up to the end."""
    found = []
    for name, arguments in DESK_AND_REST.items():
        if isinstance(database, str):
            # A database each: two parts may run at the same time.
            own = urlunsplit(urlsplit(database)._replace(path=f"{urlsplit(database).path}_{name}"))
            found.append(Suite(f"PostgreSQL, {name}", arguments, own, {}, scratch))
        found.append(Suite(f"SQLite, {name}", arguments, f"sqlite:///{scratch / name}.sqlite3", {}, scratch))
    if isinstance(database, str) and isinstance(browser, str):
        given = {"CHROMIUM": browser, "JOURNEYS_STATIC": str(scratch / "static")}
        for name, arguments in JOURNEYS.items():
            found.append(Suite(f"browser, {name}", arguments, database, given, scratch))
    return found


def run_all(suites: list[Suite]) -> list[Counts]:
    """Runs them in so many lanes; what still runs when this is left, however it is left, ends with it."""
    print(f"{len(suites)} parts, {LANES} at a time; each is shown when it ends …", flush=True)
    waiting = list(suites)
    running: list[Run] = []
    counts: list[Counts] = []
    with contextlib.ExitStack() as stack:
        while waiting or running:
            while waiting and len(running) < LANES:
                running.append(stack.enter_context(Run.begun(waiting.pop(0))))
            ended = [run for run in running if run.process.poll() is not None]
            running = [run for run in running if run not in ended]
            counts += [run.shown() for run in ended]
            if not ended:
                time.sleep(0.2)
    return counts


@dataclass
class Run:
    """A part that was started; its output waits for its end."""

    suite: Suite
    process: subprocess.Popen
    output: IO[str]
    started: float

    @classmethod
    @contextlib.contextmanager
    def begun(cls, suite: Suite) -> Iterator["Run"]:
        with tempfile.TemporaryFile("w+") as output, suite.running(output.fileno()) as process:
            yield cls(suite, process, output, time.monotonic())

    def shown(self) -> Counts:
        print(f"\n── {self.suite.name} ──", flush=True)
        self.output.seek(0)
        sys.stdout.write(self.output.read())
        counts = self.suite.counts(self.process.returncode)
        print(f"{self.suite.name}: {time.monotonic() - self.started:.0f} s, {counts}", flush=True)
        return counts


if __name__ == "__main__":
    sys.exit(main())
