"""Where things stand on this machine; two checkouts never meet."""

import hashlib
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
AS_ROOT = os.geteuid() == 0
TAG = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
# PostgreSQL refuses root, and the user it gets instead cannot look into /root: then it stands in /var/tmp.
STATE = Path(f"/var/tmp/bolots-{TAG}") if AS_ROOT else ROOT / ".local"
SOCKETS = Path(f"/tmp/bolots-{os.geteuid()}-{TAG}")  # short: the path of a socket ends at 103 characters


def say(text, to=None):
    """Progress goes to standard error: standard output belongs to the command that is run."""
    print(text, file=to or sys.stderr, flush=True)


def own_folder(path, mode=0o700):
    """Make a folder of ours. /tmp and /var/tmp are everybody's: one that somebody else made is refused."""
    path.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        sys.exit(f"{path} tillhör någon annan.")
    path.chmod(mode)


def site_packages():
    return next(VENV.glob("lib/python*/site-packages"))
