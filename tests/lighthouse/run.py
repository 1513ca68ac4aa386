"""Lighthouse on the served demo newsroom, as on a telephone: `make lighthouse`.

Accessibility, best practices and SEO are 100 on every page or this fails; performance is told, for it is the
machine's too. Lighthouse is npm's, pinned by the lock beside this file; the browser is the one of the journeys.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from tests import readers
from tests.browser import server
from tests.machine import Missing, chromium

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules" / ".bin" / "lighthouse"
OLDEST_NODE = (18, 16)
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}
AT_MOST, ONLY_TOLD = 1.0, {"performance"}
# Name in `readers` → audits that do not apply: results of a search are kept out of search engines on purpose.
PAGES: dict[str, tuple[str, ...]] = {
    "front": (),
    "section": (),
    "article": (),
    "search": (),
    "results": ("is-crawlable", "meta-description"),
}


def main() -> int:
    try:
        browser = chromium.path()
        install()
    except Missing as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="toasoan-lighthouse-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/unused.sqlite3"
        with server.running(Path(folder)) as base:
            return measure(base, browser)


def install() -> None:
    """Lighthouse itself, once for each lock."""
    node = shutil.which("node")
    if not (node and shutil.which("npm")) or version_of(node) < OLDEST_NODE:
        raise Missing(
            "Lighthouse needs Node.js 18.16 or newer, with npm; run: sudo apt-get install nodejs npm"
        )
    installed = HERE / "node_modules" / ".package-lock.json"
    lock = HERE / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("Installing Lighthouse (tests/lighthouse/package-lock.json) …", flush=True)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=HERE, check=False).returncode:
        raise Missing("Lighthouse could not be installed; see above, then run: make lighthouse")


def version_of(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said))


def measure(base: str, browser: str) -> int:
    """Prints the table and what is below 100; returns the exit code."""
    addresses = readers.addresses(lambda address: read(base + address))
    print("".join(f"{title:>16}" for title in ("", *CATEGORIES.values())), flush=True)
    failed = 0
    for name, skipped in PAGES.items():
        report = run(base + addresses[name], browser, skipped)
        scores = {key: report["categories"][key]["score"] or 0 for key in CATEGORIES}
        print(f"{name:>16}" + "".join(f"{score * 100:16.0f}" for score in scores.values()), flush=True)
        for key, score in scores.items():
            if key not in ONLY_TOLD and score < AT_MOST:
                failed += 1
                print("\n".join(f"    {line}" for line in below(report, key)), flush=True)
    return 1 if failed else 0


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def run(address: str, browser: str, skipped: tuple[str, ...]) -> dict:
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout"]
    command += [
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(server.FLAGS)} --headless=new",
    ]
    if skipped:
        command.append(f"--skip-audits={','.join(skipped)}")
    told = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": browser}, capture_output=True, text=True, check=False
    )
    if told.returncode:
        raise SystemExit(f"Lighthouse failed on {address}:\n{told.stderr}")
    return json.loads(told.stdout)


def below(report: dict, category: str) -> list[str]:
    """What cost points: the audit, and where."""
    lines = []
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 1:
            items = audit.get("details", {}).get("items", [])
            where = [json.dumps(item, ensure_ascii=False)[:200] for item in items[:3]]
            lines += [f"{category}: {audit['id']}: {audit['title']}", *(f"  {place}" for place in where)]
    return lines


if __name__ == "__main__":
    sys.exit(main())
