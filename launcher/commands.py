"""What can be asked of `./dev`."""

import os
import subprocess

from launcher import checks, demo
from launcher.processes import stop_on_signals

COMMANDS = {
    "demo": demo.demo,
    "test": checks.test,
    "lint": checks.lint,
    "serve": demo.serve,
    "manage": demo.run_manage,
    "soak": checks.soak,
    "screenshots": demo.screenshots,
    "lock": checks.lock,
}


def run(name, *arguments):
    """Returns the exit code."""
    os.umask(0o022)
    stop_on_signals()
    try:
        return COMMANDS[name](*arguments)
    except subprocess.CalledProcessError as failed:
        return f"Gick inte: {' '.join(map(str, failed.cmd))}"
