"""One pytest run and what it counted."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from tests.machine import programs

ROOT = Path(__file__).resolve().parents[2]


class Counts(NamedTuple):
    """What a run ended in; an error counts as a failure."""

    passed: int
    failed: int
    skipped: int

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass(frozen=True)
class Suite:
    """What one run tests, on which database, and with what else in its environment."""

    name: str
    arguments: list[str]
    database_url: str
    environment: dict[str, str]
    scratch: Path

    @contextlib.contextmanager
    def running(self, output: int) -> Iterator[subprocess.Popen]:
        """Starts the run; when the block is left before its end, because of Ctrl-C or a time limit, ends it."""
        process = self._start(output)
        try:
            yield process
        finally:
            _end(process)

    def _start(self, output: int) -> subprocess.Popen:
        # A run that dies with us, even by SIGKILL, still takes down what it had set up.
        guard = programs.dying_with_us("INT")
        # No cache: runs go on at the same time in the same folder.
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={self._report}"]
        return subprocess.Popen(
            [*guard, *command, *self.arguments],
            cwd=ROOT,
            env=os.environ | self.environment | {"DATABASE_URL": self.database_url},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is passed on once, not twice: the second would break off the taking down.
            process_group=0,
        )

    def counts(self, exit_code: int) -> Counts:
        """The report's counts. A run that ended badly without naming a failure counts as one."""
        counts = _read(self._report) if self._report.exists() else Counts(0, 0, 0)
        if exit_code != 0 and counts.failed == 0:
            return counts._replace(failed=1)
        return counts

    @property
    def _report(self) -> Path:
        return self.scratch / f"{self.name}.xml"


def _end(process: subprocess.Popen, seconds: float = 60) -> None:
    """As Ctrl-C does, so that web servers and browsers of the journeys end too; whoever does not is killed."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
        return
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read(report: Path) -> Counts:
    suite = ElementTree.parse(report).getroot().find("testsuite")
    tests, failures, errors, skipped = (int(suite.get(k)) for k in ("tests", "failures", "errors", "skipped"))
    return Counts(tests - failures - errors - skipped, failures + errors, skipped)
