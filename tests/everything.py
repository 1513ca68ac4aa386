"""Every test on every engine: what `make test` runs.

The suite runs on SQLite and on PostgreSQL at the same time, shown one after the other; then the journeys in a
browser run on PostgreSQL. What cannot run for want of a server or a browser is said at once and again at the
end, and counts as a failure. The last line is the sum of all runs.
"""

import contextlib
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.machine import Missing, chromium, postgres
from tests.machine.suites import Counts, Suite

BROWSER = "tests/browser"
WITHOUT_BROWSER = [f"--ignore={BROWSER}"]


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="toasoan-tests-")))
        database = provide(lambda: stack.enter_context(postgres.running()))
        browser = provide(chromium.path)
        counts = run_all(scratch, database, browser)
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


def run_all(scratch: Path, database: str | Missing, browser: str | Missing) -> list[Counts]:
    sqlite = Suite("SQLite", WITHOUT_BROWSER, f"sqlite:///{scratch / 'tests.sqlite3'}", {}, scratch)
    with in_background(sqlite) as finish:
        counts = []
        if isinstance(database, str):
            counts.append(run(Suite("PostgreSQL", WITHOUT_BROWSER, database, {}, scratch)))
        counts.append(finish())
    if isinstance(database, str) and isinstance(browser, str):
        counts.append(run(Suite("browser", [BROWSER], database, {"CHROMIUM": browser}, scratch)))
    return counts


def run(suite: Suite) -> Counts:
    headline(suite)
    started = time.monotonic()
    with suite.running() as process:
        exit_code = process.wait()
    return summed_up(suite, exit_code, started)


@contextlib.contextmanager
def in_background(suite: Suite) -> Iterator[Callable[[], Counts]]:
    """Starts the suite; calling what this yields waits for its end, shows its output and gives its counts."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output, suite.running(output.fileno()) as process:

        def finish() -> Counts:
            exit_code = process.wait()
            headline(suite)
            output.seek(0)
            sys.stdout.write(output.read())
            return summed_up(suite, exit_code, started)

        yield finish


def headline(suite: Suite) -> None:
    print(f"\n── {suite.name} ──", flush=True)


def summed_up(suite: Suite, exit_code: int, started: float) -> Counts:
    counts = suite.counts(exit_code)
    print(f"{suite.name}: {time.monotonic() - started:.0f} s, {counts}", flush=True)
    return counts


if __name__ == "__main__":
    sys.exit(main())
