"""Installing Debian packages, which only root can do and only tests ask for."""

import os
import shutil

from tests.machine import Missing, programs


def is_root() -> bool:
    return os.geteuid() == 0


def can_install() -> bool:
    return is_root() and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Installs what is not there yet. Raises Missing, after showing apt-get's last words, if that fails."""
    print(f"Installing {', '.join(packages)} (once) …", flush=True)
    # A fresh machine has no package lists and an old one has stale ones. An update that could not reach some
    # third party's list still has what we need, so only the installation's own verdict counts.
    quietly = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    programs.run(["apt-get", "--quiet", "update"], **quietly)
    command = ["apt-get", "--quiet", "install", "--yes", "--no-install-recommends", *packages]
    done = programs.run(command, **quietly)
    if done.returncode != 0:
        print(*done.stdout.splitlines()[-5:], sep="\n", flush=True)
        raise Missing(f"{packages[0]} could not be installed; run: apt-get install {' '.join(packages)}")
