"""Starting, watching and ending programs, with no help from ps or lsof."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

PROC = Path("/proc")
TOLD_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop_on_signals():
    """Ctrl-C, a kill and a closed terminal all leave through `finally`."""

    def stop(number, _frame):
        raise SystemExit(128 + number)

    for number in TOLD_TO_STOP:
        signal.signal(number, stop)


@contextmanager
def undisturbed():
    """A second Ctrl-C must not interrupt what the first one began."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in TOLD_TO_STOP}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def birth(pid):
    """What tells a process from a later one with the same number; empty once it has ended."""
    if not (PROC / "self").exists():  # macOS
        answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
        return "_".join(answer.stdout.split())
    try:
        state, *fields = (PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return ""
    boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
    return "" if state in "ZX" else f"{boot}/{fields[18]}"


def end(processes, patience=10):
    """End [(pid, birth, name)] all at once; one that does not listen is killed with its process group."""
    for pid, born, name in processes:
        if birth(pid) == born:
            # PostgreSQL's SIGTERM waits for its clients, SIGINT ("fast") does not.
            os.kill(pid, signal.SIGINT if name == "postgres" else signal.SIGTERM)
    deadline = time.monotonic() + patience
    for pid, born, _ in processes:
        while birth(pid) == born and time.monotonic() < deadline:
            time.sleep(0.02)
        if birth(pid) == born:
            with suppress(ProcessLookupError):
                (os.killpg if os.getpgid(pid) == pid else os.kill)(pid, signal.SIGKILL)


def finish(child, stop):
    """End a command that shares our terminal, after `stop` was raised here: it gets time to clean up."""
    heard = stop.code == 128 + signal.SIGINT and sys.stdin and sys.stdin.isatty()
    with suppress(subprocess.TimeoutExpired, SystemExit):
        if not heard:  # Ctrl-C on a terminal reaches us both, a kill only this process
            child.send_signal(signal.SIGINT)
        child.wait(15)
    child.kill()
    child.wait()


def listens(family, address):
    with socket.socket(family) as probe:
        return probe.connect_ex(address) == 0


def free_port(wanted):
    for port in [wanted] if wanted else range(8000, 8100):
        if not listens(socket.AF_INET, ("127.0.0.1", port)):
            return port
    sys.exit(f"Port {wanted or '8000–8099'} är upptagen.")


def answers(port):
    """Whether a site on this machine is up, and its database with it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/halsa/", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    return False
