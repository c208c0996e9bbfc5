"""The whole system on this machine, with the demo's story in it."""

import argparse
import sys
import time
from datetime import date

from launcher import packages
from launcher.instance import demo_instance
from launcher.place import PYTHON, ROOT, say
from launcher.processes import answers, free_port
from launcher.project import build_schema, collect_static, compile_catalogues, demo_environment

OWNER_COMMANDS = ("migrate", "grant_privileges")
LOGINS = {
    "alma": "bosocialsekreterare",
    "bosse, billie": "bolots",
    "finn": "ekonomihandläggare",
    "miriam": "enhetschef",
    "axel": "systemförvaltare",
}


def demo(*arguments):
    options = _options(*arguments)
    packages.install("demo")
    packages.ensure_pango()
    with demo_instance(options.reset) as (instance, mine):
        if not mine:
            sys.exit(f"Demon är redan igång: {instance.address.read_text()}")
        _prepare(instance, options)
        _start_jobs(instance)
        _start_web(instance, options.port)
        _show_the_way(instance)
        _watch(instance)


def serve(*arguments):
    """Django's own server, which reloads changed code and shows what went wrong."""
    options = _options(*arguments)
    packages.install("demo")
    with demo_instance(options.reset) as (instance, mine):
        port = free_port(options.port)
        if mine:
            _prepare(instance, options)
            _start_jobs(instance)
            instance.address.write_text(f"http://localhost:{port}/")
        env = demo_environment(instance) | {"DEBUG": "1"}
        return instance.run(PYTHON, ROOT / "manage.py", "runserver", f"127.0.0.1:{port}", env=env)


def run_manage(*arguments):
    packages.install("demo")
    with demo_instance() as (instance, mine):
        if mine and instance.own_database:
            compile_catalogues(demo_environment(instance))
            build_schema(instance)
        env = demo_environment(instance, as_owner=arguments[:1] and arguments[0] in OWNER_COMMANDS)
        code = instance.run(PYTHON, ROOT / "manage.py", *arguments, env=env)
        if code == 0 and arguments[:1] == ("load_demo",):
            _keep_day(instance, arguments)
        return code


def screenshots(*arguments):
    packages.install("test")
    packages.ensure_pango()
    packages.ensure_browser()
    with demo_instance() as (instance, mine):
        if mine:
            _prepare(instance, _options())
            _start_jobs(instance)
            _start_web(instance, None)
        address = instance.address.read_text()
        command = [PYTHON, ROOT / "manage.py", "screenshots", "--address", address, *arguments]
        return instance.run(*command, env=demo_environment(instance))


def _options(*arguments):
    parser = argparse.ArgumentParser(prog="./dev demo")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATUM", help="demons dag, annars idag")
    parser.add_argument("--reset", action="store_true", help="börja om med en ny databas")
    parser.add_argument("--port", type=int, help="annars 8000 eller nästa lediga")
    return parser.parse_args(arguments)


def _prepare(instance, options):
    env = demo_environment(instance)
    compile_catalogues(env)
    collect_static(env)
    build_schema(instance)
    _tell_story(instance, options)


def _tell_story(instance, options):
    """Load the demo once. Its day is kept, and every process lives on that day from then on."""
    day, loading = instance.folder / "as-of", instance.folder / "loading"
    wanted = options.as_of and options.as_of.isoformat()
    if day.exists():
        if wanted not in (None, day.read_text()):
            sys.exit(f"I demon är det {day.read_text()}. En annan dag: ./dev demo --as-of {wanted} --reset")
        return
    wanted = wanted or _today()
    loading.touch()
    reset = [] if instance.own_database or not options.reset else ["--reset"]
    load = [PYTHON, ROOT / "manage.py", "load_demo", "--as-of", wanted, *reset]
    if instance.run(*load, env=demo_environment(instance), stdout=sys.stderr):
        sys.exit("Demons berättelse gick inte att läsa in; felet står ovan.")
    day.write_text(wanted)
    loading.unlink()


def _today():
    return time.strftime("%Y-%m-%d")


def _keep_day(instance, arguments):
    """Of a story that was loaded by hand."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--as-of", default=_today())
    parser.add_argument("--help", "-h", action="store_true")
    options, _ = parser.parse_known_args(arguments)
    if not options.help:
        (instance.folder / "as-of").write_text(options.as_of)


def _start_jobs(instance):
    celery, where = [PYTHON, "-m", "celery", "-A", "bolots"], {"env": demo_environment(instance), "cwd": ROOT}
    instance.spawn("worker", *celery, "worker", "-l", "warning", "-c", "2", **where)
    instance.spawn("beat", *celery, "beat", "-l", "warning", "-s", instance.folder / "beat", **where)


def _start_web(instance, wanted_port):
    port = free_port(wanted_port)
    gunicorn = [PYTHON, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "bolots.wsgi"]
    instance.spawn("web", *gunicorn, env=demo_environment(instance), cwd=ROOT)
    instance.wait("web", lambda: answers(port))
    instance.address.write_text(f"http://localhost:{port}/")


def _show_the_way(instance):
    env = demo_environment(instance)
    files = sorted((instance.folder / "files").iterdir())
    lines = [
        f"\nBolots är igång: {instance.address.read_text()}   (Ctrl-C stänger)",
        f"Det är {env['BOLOTS_TODAY']} i demon. Lösenord för alla: {env['BOLOTS_DEMO_PASSWORD']}\n",
        *(f"  {login:<15}{role}" for login, role in LOGINS.items()),
        "\nPröva först:",
        *(f"  finn    läs in morgondagens bankfil: {path}" for path in files),
        "  bosse   öppna I dag och rapportera ett besök",
        "  miriam  se siffrorna och kör nattens jobb nu",
    ]
    say("\n".join(lines), to=sys.stdout)


def _watch(instance):
    """Say so when a program dies. Without the site, or what it stands on, nothing is left to keep up."""
    while True:
        for name, child in list(instance.children.items()):
            if child.poll() is not None:
                say(f"{name} stannade (kod {child.returncode}). Loggen: {instance.log(name)}")
                del instance.children[name]
                if name not in ("worker", "beat"):
                    sys.exit(1)
        time.sleep(0.3)
