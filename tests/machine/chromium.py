"""A Chromium for the browser journeys: the machine's own, else Debian's for root, else Playwright's."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.machine import Missing, debian, programs

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Playwright's driver needs libatomic1, which a bare machine has not; the fonts draw every Vietnamese letter.
PACKAGES = ("chromium", "libatomic1", "fonts-liberation")
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
ASK_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def path() -> str:
    """The program's path. Raises Missing if there is none, or if it or Playwright does not start."""
    program = _found()
    if debian.can_install() and (program is None or _trouble(PLAYWRIGHT)):
        debian.install(*PACKAGES)
        program = _found()
    program = program or _downloaded() or _download()
    trouble = _trouble(PLAYWRIGHT) or (_trouble([program]) if program else "Chromium is missing")
    if program is None or trouble:
        raise Missing(f"no browser to test with; run: sudo apt-get install {' '.join(PACKAGES)} ({trouble})")
    return program


def _found() -> str | None:
    if given := os.environ.get("CHROMIUM"):
        return given
    on_path = (shutil.which(name) for name in NAMES)
    return next((program for program in on_path if program), None)


def _download() -> str | None:
    print("Downloading Chromium with Playwright (once) …", flush=True)
    # What it says when it fails is long, and no better than the one line that follows.
    with contextlib.suppress(subprocess.TimeoutExpired):
        programs.run([*PLAYWRIGHT, "install", "chromium"], timeout=600)
    return _downloaded()


def _downloaded() -> str | None:
    """Asked in a process of its own: a driver that does not start prints more than anyone wants to read."""
    asked = programs.run([sys.executable, "-c", ASK_PATH])
    there = asked.returncode == 0 and Path(asked.stdout.strip()).is_file()
    return asked.stdout.strip() if there else None


def _trouble(command: list[str]) -> str | None:
    """Why a program does not start, None if it does."""
    try:
        done = programs.run([*command, "--version"], timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return None
    return (done.stdout.strip() or f"exit code {done.returncode}").splitlines()[-1]
