import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from launcher import processes

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_stopping_is_not_interrupted_and_leaves_signals_as_they_were():
    before = signal.getsignal(signal.SIGINT)
    with processes.undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before


@pytest.fixture
def program():
    """Start a program in a session of its own, as the launcher does."""
    started = []

    def start(code="print('up', flush=True); import time; time.sleep(60)"):
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(child)
        child.stdout.readline()
        return child

    yield start
    for child in started:
        child.kill()
        child.wait()
        child.stdout.close()


def test_birth_is_empty_once_a_process_has_ended(program):
    child = program()
    assert processes.birth(child.pid)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert processes.birth(child.pid) == "", "a zombie has ended"
    child.wait()
    assert processes.birth(child.pid) == ""


def test_two_processes_never_share_a_birth_and_a_number(program):
    first = program()
    time.sleep(0.02)
    second = program()
    assert processes.birth(first.pid) != processes.birth(second.pid)


def test_process_that_ignores_the_signal_is_killed(program):
    child = program(DEAF)
    processes.end([(child.pid, processes.birth(child.pid), "web")], patience=0.2)
    assert child.wait(5) == -signal.SIGKILL


def test_process_that_took_over_an_old_number_is_left_alone(program):
    child = program()
    processes.end([(child.pid, "an earlier birth", "web")])
    assert child.poll() is None


def test_postgres_is_asked_for_a_fast_stop(program):
    child = program()
    processes.end([(child.pid, processes.birth(child.pid), "postgres")])
    assert child.wait(5) == -signal.SIGINT


def test_taken_port_is_passed_over_but_never_when_it_was_asked_for():
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        with pytest.raises(SystemExit, match=str(taken)):
            processes.free_port(taken)
    assert processes.free_port(taken) == taken
    assert processes.free_port(None) >= 8000


def test_site_that_is_not_there_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert processes.answers(port) is False
