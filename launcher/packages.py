"""Python packages in .venv, and the two system libraries that no wheel carries."""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys

from launcher.place import AS_ROOT, PYTHON, ROOT, VENV, say

BROWSER = ("chromium", "libatomic1")
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


def install(wanted):
    """Make .venv hold the locked set `demo` or `test`, which contains demo; quick when it does."""
    stamp = VENV / ".stamp"
    stamped = stamp.read_text().split() if stamp.exists() else []
    if stamped[:1] == ["test"]:
        wanted = "test"
    lock = ROOT / "requirements" / f"{wanted}.txt"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    mark = [wanted, version, hashlib.sha256(lock.read_bytes()).hexdigest()]
    if stamped == mark and PYTHON.exists():
        return
    say("Installerar paket, första gången någon minut …")
    if not PYTHON.exists() or not (VENV / "lib" / f"python{version}").exists():
        # Debian without python3-venv has no ensurepip; an environment without pip works all the same.
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)
    options = ["-qq", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore", "--no-deps"]
    command = [*_pip(), "install", *options, "--require-hashes", "--only-binary", ":all:", "-r", lock]
    if subprocess.run(command, stdout=sys.stderr).returncode:
        sys.exit("Paketen gick inte att installera; felet står ovan.")
    stamp.write_text(" ".join(mark))


def _pip():
    """This Python's pip, working on .venv; otherwise the one that ensurepip puts there."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip", "--python", PYTHON]
    if subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True).returncode == 0:
        return [PYTHON, "-m", "pip"]
    sys.exit("pip saknas. Skriv: sudo apt-get install python3-pip")


def has_browser():
    """Chromium, and the driver that Playwright brings: its node needs libatomic, which a bare machine lacks."""
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return False
    nodes = VENV.glob("lib/python*/site-packages/playwright/driver/node")
    return any(subprocess.run([node, "--version"], capture_output=True).returncode == 0 for node in nodes)


def has_pango():
    return all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))


def ensure_pango():
    _ensure(has_pango, PANGO, "Pango saknas, så inga PDF:er kan göras.")


def ensure_browser():
    _ensure(has_browser, BROWSER, "Chromium saknas, så inga tester körs i webbläsare.")


def _ensure(present, debs, lack):
    """Install a system library where this process may, otherwise say the one line to type. Never fatal."""
    if present():
        return
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *debs]
    if AS_ROOT and shutil.which("apt-get"):
        say(f"Installerar {debs[0]} …")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # The lists may be missing, or too old to find the files by: then fetch them and try once more.
        for command in (install, ["apt-get", "update", "--quiet"], install):
            subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True)
            if present():
                return
    say(f"{lack} {how_to_install(debs)}")


def how_to_install(debs):
    if sys.platform == "darwin":
        return "Skriv: brew install " + ("pango" if debs is PANGO else debs[0])
    return "Skriv: sudo apt-get install --no-install-recommends " + " ".join(debs)
