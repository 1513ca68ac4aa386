"""Running other programs, quietly: what they print is kept, for the one who has to explain a failure."""

import shutil
import subprocess


def run(command: list, **options) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, whatever its exit code; `stdout` then also holds what went to stderr."""
    fixed = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }
    return subprocess.run(command, check=False, **fixed, **options)


def dying_with_us(sign: str) -> list[str]:
    """What stands before a command so that it gets this signal when we die, even by SIGKILL."""
    return ["setpriv", "--pdeathsig", sign] if shutil.which("setpriv") else []
