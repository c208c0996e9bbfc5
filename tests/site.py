"""A whole running site for tests: its own database, web, worker and beat as real processes, as the restricted role."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
ROLE = "bolots_app"
PASSWORD = "en-riktigt-lang-losenfras"


def owner_url(name: str) -> str:
    """The tests' server, another database."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def role_url(name: str) -> str:
    parts = urlsplit(owner_url(name))
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{ROLE}@{host}"))


def server():
    """A connection to the server's maintenance database, outside any transaction."""
    return psycopg.connect(owner_url("postgres"), autocommit=True)


def create_database(name: str, template: str = "template1") -> None:
    with server() as connection:
        drop_database(name)
        statement = "CREATE DATABASE {} TEMPLATE {}"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(name: str) -> None:
    with server() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def manage(*arguments, env) -> str:
    """Run a management command as a process; its standard output. Raises CalledProcessError with what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@dataclass
class Site:
    """One database and the processes on it."""

    database: str
    today: str
    env: dict = field(default_factory=dict)
    processes: dict = field(default_factory=dict)
    port: int = 0

    def __post_init__(self):
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "DJANGO_"))},
            "DATABASE_URL": role_url(self.database),
            "DATABASE_OWNER_URL": owner_url(self.database),
            "BOLOTS_TODAY": self.today,
            "BOLOTS_DEMO": "1",
            "BOLOTS_DEMO_PASSWORD": PASSWORD,
            "SECRET_KEY": "tests",
            "DEBUG": "",
            **self.env,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self):
        """Migrate as the owner, give the application's role its privileges, collect what the browser gets."""
        owner = {**self.env, "DATABASE_URL": self.env["DATABASE_OWNER_URL"]}
        manage("migrate", "-v0", env=owner)
        manage("grant_privileges", "--role", ROLE, env=owner)
        manage("collectstatic", "--noinput", "-v0", env=owner)

    def start_web(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._spawn("web", "gunicorn", "-b", f"127.0.0.1:{self.port}", "-w", "1", "--threads", "4", "bolots.wsgi")
        self.wait_for(self.answers, 30)

    def start_worker(self):
        self._spawn("worker", "celery", "-A", "bolots", "worker", "-c", "1", "-l", "warning")

    def start_beat(self):
        self._spawn("beat", "celery", "-A", "bolots", "beat", "-l", "warning", "-s", f"/tmp/beat-{self.database}")

    def _spawn(self, name, module, *arguments):
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=ROOT, env=self.env, start_new_session=True
        )

    def kill(self, name):
        """kill -9 the process and its children."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self):
        for name in list(self.processes):
            self.kill(name)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/halsa/", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def query(self, statement, *parameters):
        """Rows of a statement, as the owner."""
        with psycopg.connect(self.env["DATABASE_OWNER_URL"]) as connection:
            return connection.execute(statement, parameters).fetchall()

    @staticmethod
    def wait_for(condition, seconds):
        """Wait until the condition holds; fails after the seconds."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"did not happen within {seconds} s"
            time.sleep(0.1)
