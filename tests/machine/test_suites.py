"""A run of tests that is broken off takes down what it had set up; its counts are its report's, or a failure."""

import os
import time
from pathlib import Path

import pytest

from tests.machine.suites import Counts, Suite

# A test that waits before a web server of a kind: a process in a session of its own.
WAITS = """
import subprocess, sys, time
from pathlib import Path
import pytest

@pytest.fixture
def server():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    Path({told!r}).write_text(str(process.pid))
    yield
    process.terminate()
    process.wait()

def test_it_waits(server):
    time.sleep(60)
"""
PASSES = "def test_one(): pass\ndef test_two(): assert False\n"


def suite(folder: Path, source: str) -> Suite:
    (folder / "test_it.py").write_text(source)
    # Nothing of ours is loaded: no settings, no database.
    options = ["-c", os.devnull, "--noconftest", "-p", "no:django", f"--rootdir={folder}"]
    return Suite("part", [*options, str(folder / "test_it.py")], "sqlite://", {}, folder)


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_run_that_is_broken_off_takes_down_what_it_had_set_up(tmp_path):
    told = tmp_path / "told"
    broken_off = suite(tmp_path, WAITS.format(told=str(told)))
    with (tmp_path / "out").open("w+") as output, broken_off.running(output.fileno()) as run:
        wait_until(lambda: told.exists() and told.read_text())
        assert lives(int(told.read_text()))
    assert not lives(int(told.read_text()))
    assert run.returncode == pytest.ExitCode.INTERRUPTED


def test_the_counts_are_the_reports_and_an_end_without_one_is_a_failure(tmp_path):
    whole = suite(tmp_path, PASSES)
    assert whole.counts(1) == Counts(0, 1, 0)
    with (tmp_path / "out").open("w+") as output, whole.running(output.fileno()) as run:
        assert run.wait() == pytest.ExitCode.TESTS_FAILED
    assert whole.counts(run.returncode) == Counts(1, 1, 0)
