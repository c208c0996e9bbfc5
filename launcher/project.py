"""The Django project seen from outside: its environment, and what must be made before it runs."""

import hashlib
import os
import secrets
import subprocess
import sys
from urllib.parse import urlsplit

from launcher.place import PYTHON, ROOT, VENV

APP_ROLE = "bolots_app"
DEMO_PASSWORD = "trapphus-24"


def environment(instance, *, as_owner=False):
    """What every process gets; DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL that are set already win."""
    given, there = os.environ.get, f"@/bolots?host={instance.sockets}"
    app = given("DATABASE_URL") or f"postgresql://{APP_ROLE}{there}"
    owner = given("DATABASE_OWNER_URL") or given("DATABASE_URL") or f"postgresql://owner{there}"
    return {
        **os.environ,
        "DATABASE_URL": owner if as_owner else app,
        "DATABASE_OWNER_URL": owner,
        "REDIS_URL": given("REDIS_URL") or f"redis+socket://{instance.sockets}/valkey.sock?virtual_host=0",
    }


def demo_environment(instance, **which):
    folder = instance.folder
    for name in ("inbox", "files"):
        (folder / name).mkdir(exist_ok=True)
    env = environment(instance, **which) | {
        "SECRET_KEY": _secret(folder / "secret"),
        "DEBUG": "0",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BOLOTS_DEMO": "1",
        "BOLOTS_DEMO_PASSWORD": os.environ.get("BOLOTS_DEMO_PASSWORD", DEMO_PASSWORD),
        "BOLOTS_DEMO_FILES": str(folder / "files"),
        "BOLOTS_INBOX": str(folder / "inbox"),
    }
    day = folder / "as-of"
    return env | ({"BOLOTS_TODAY": day.read_text()} if day.exists() else {})


def _secret(path):
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def test_environment(instance, **more):
    """As the owner, who may make test databases; nothing that a demo set in this shell leaks in."""
    env = environment(instance, as_owner=True)
    clean = {key: value for key, value in env.items() if not key.startswith("BOLOTS_")}
    return clean | {"SECRET_KEY": "test", "DEBUG": "0"} | more


def manage(env, *arguments):
    subprocess.run([PYTHON, ROOT / "manage.py", *arguments], env=env, check=True, stdout=sys.stderr)


def if_changed(stamp, patterns, action):
    """Do it unless the files are byte for byte those of the last time; its own results may be among them."""

    def digest():
        paths = sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
        return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in paths)).hexdigest()

    if not stamp.exists() or stamp.read_text() != digest():
        action()
        stamp.write_text(digest())


def compile_catalogues(env):
    if_changed(VENV / ".catalogues", ["*/locale/**/*.?o"], lambda: manage(env, "catalogue", "--compile"))


def collect_static(env):
    patterns = ["static/**/*", "staticfiles/staticfiles.json", "requirements/demo.txt"]
    if_changed(VENV / ".static", patterns, lambda: manage(env, "collectstatic", "--noinput", "--verbosity=0"))


def build_schema(instance):
    """Tables made by the owner, then the application's role with no more than it needs."""
    env, owner = demo_environment(instance), demo_environment(instance, as_owner=True)

    def build():
        manage(owner, "migrate", "--verbosity=0")
        if env["DATABASE_URL"] != owner["DATABASE_URL"]:
            manage(owner, "grant_privileges", "--role", urlsplit(env["DATABASE_URL"]).username)

    if instance.own_database:
        patterns = ["*/migrations/*.py", "*/models.py", "*/models/*.py", "bolots/privileges.py"]
        if_changed(instance.folder / "schema", patterns, build)
    else:
        build()
