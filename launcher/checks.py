"""What must hold before anything is called done: tests, style, types, arrows, translations, locks."""

import secrets
import shutil
import subprocess
import time
from collections import Counter
from urllib.parse import urlsplit, urlunsplit
from xml.etree import ElementTree

from launcher import packages
from launcher.instance import throwaway_instance
from launcher.place import PYTHON, ROOT, VENV, say
from launcher.project import collect_static, compile_catalogues, test_environment

SITES = ("tests/demo", "tests/e2e", "tests/faults")  # the story, browsers and servers: half of the time
OTHER_DATABASE = "bolots_sites"


def test(*arguments, **more):
    """Everything, in two halves at once; with arguments, what they ask for."""
    packages.install("test")
    packages.ensure_pango()
    packages.ensure_browser()
    with throwaway_instance() as instance:
        env = test_environment(instance, **more)
        compile_catalogues(env)
        collect_static(env)
        if arguments:
            return _pytest(instance, "report", arguments, env)
        sites = _spawn_sites(instance, env)
        left_out = [f"--ignore={folder}" for folder in SITES]
        code = _pytest(instance, "report", left_out, env)
        other = sites.wait()
        say(instance.log("sites").read_text())
        _tell_what_did_not_run(instance.folder / "sites.xml")
    return code or other


def _pytest(instance, name, arguments, env):
    report = instance.folder / f"{name}.xml"
    code = instance.run(PYTHON, "-m", "pytest", f"--junitxml={report}", *arguments, env=env, cwd=ROOT)
    _tell_what_did_not_run(report)
    return code


def _spawn_sites(instance, env):
    """The half that needs sites, beside the other; its words are kept until that one is done."""
    url = urlsplit(env["DATABASE_URL"])
    own = {"DATABASE_URL": urlunsplit(url._replace(path=f"/{OTHER_DATABASE}"))}
    command = [PYTHON, "-m", "pytest", f"--junitxml={instance.folder / 'sites.xml'}", *SITES]
    instance.spawn("sites", *command, env=env | own | {"DATABASE_OWNER_URL": own["DATABASE_URL"]}, cwd=ROOT)
    return instance.children["sites"]


def soak(*arguments):
    """The long runs: more examples, more kills, more races."""
    return test("--timeout=0", *arguments, BOLOTS_SOAK="1")


def _tell_what_did_not_run(report):
    if not report.exists():
        return
    skipped, in_browser = Counter(), 0
    for case in ElementTree.parse(report).iter("testcase"):
        reason = case.find("skipped")
        if reason is not None and reason.get("type") == "pytest.skip":
            skipped[reason.get("message")] += 1
            in_browser += ".e2e." in case.get("classname", "")
    for reason, count in skipped.items():
        say(f"Kördes inte: {count} ({reason})")
    if in_browser and not packages.has_browser():
        hint = packages.how_to_install(packages.BROWSER)
        say(f"OBS! {in_browser} webbläsartester kördes INTE: Chromium saknas. {hint}")


def lint():
    """Every step runs, also after one that failed."""
    packages.install("test")
    with throwaway_instance() as instance:
        env = test_environment(instance)
        passed = [_step(name, command, env | extra) for name, command, extra in _steps()]
    return 0 if all([*passed, _locks_hold_no_address()]) else 1


def _steps():
    django = [PYTHON, ROOT / "manage.py"]
    live = {"SECRET_KEY": secrets.token_urlsafe(50), "HTTPS": "1", "ALLOWED_HOSTS": "bolots.example"}
    yield "ruff check", [PYTHON, "-m", "ruff", "check", ".", "dev"], {}
    yield "ruff format", [PYTHON, "-m", "ruff", "format", "--check", ".", "dev"], {}
    yield "imports", [PYTHON, VENV / "bin" / "lint-imports"], {}
    yield "types", [PYTHON, "-m", "mypy"], {}
    yield "check --deploy", [*django, "check", "--deploy", "--fail-level", "WARNING"], live
    yield "migrations", [*django, "makemigrations", "--check", "--dry-run"], {}
    yield "translations", [*django, "catalogue", "--check"], {}
    if _has_compose():
        passwords = {"OWNER_PASSWORD": "owner", "APP_PASSWORD": "app"}
        compose = ["docker", "compose", "--env-file", ".env.example", "config", "--quiet"]
        yield "compose", compose, live | passwords
    if shutil.which("hadolint"):
        yield "Dockerfile", ["hadolint", "Dockerfile"], {}


def _has_compose():
    asked = shutil.which("docker") and subprocess.run(["docker", "compose", "version"], capture_output=True)
    return bool(asked) and asked.returncode == 0


def _step(name, command, env):
    start = time.monotonic()
    to_one = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run(command, env=env, cwd=ROOT, **to_one)
    say(f"{name:.<20} {time.monotonic() - start:5.1f} s  {'FEL' if done.returncode else 'ok'}")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


def _locks_hold_no_address():
    """Where packages come from is each machine's own affair."""
    found = [path.name for path in (ROOT / "requirements").iterdir() if "://" in path.read_text()]
    say(f"{'locks':.<28}  {'FEL: adress i ' + ', '.join(found) if found else 'ok'}")
    return not found


def lock(*options):
    """Remake requirements/ from pyproject.toml; test comes first, the smaller sets hold the same versions."""
    if not shutil.which("uv"):
        say("uv behövs för att låsa paketen. Skriv: pip install uv")
        return 1
    command = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "-p", "3.11", *options]
    command += ["--generate-hashes", "--no-annotate", "--no-emit-index-url"]
    command += ["--custom-compile-command", "./dev lock"]
    subprocess.run([*command, "--extra", "test", "-o", "requirements/test.txt"], cwd=ROOT, check=True)
    for name, extra in (("demo", ["--extra", "demo"]), ("production", [])):
        within = ["-c", "requirements/test.txt", "-o", f"requirements/{name}.txt"]
        subprocess.run([*command, *extra, *within], cwd=ROOT, check=True)
    return 0
