"""The folder where the bank's files land by themselves (inkorg): emptied before each night.

A file is moved only after what it brought is committed, so a killed job loses nothing: the next one finds the file
again and knows what of it is stored. A file that still grows, or that cannot be read yet but is young, is left alone.
"""

import logging
import os
import time
from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from bolots import guidelines

from ..bankfiles.detect import MAX_BYTES
from ..bankfiles.wording import sentence
from .importing import ImportOutcome, import_bank_file, reject_failed

log = logging.getLogger("bolots.inbox")

DONE, REJECTED = "done", "rejected"
UNFINISHED = (".tmp", ".part", ".filepart", ".crdownload")
SETTLED_SECONDS = 60  # a younger file that cannot be read may be half written; the whole of a file proves itself


def empty_inbox(*, folder: str | Path, on: date, at: datetime) -> dict[str, int]:
    """Import every file of the folder into done/ or rejected/, there with its reasons beside. Returns counts.

    A file that makes the reading itself fail stays, is on record as rejected, and keeps no other file out.

    An account statement, which is not stored, counts as rejected: somebody must see that its money is missing. Files
    that were kept long enough (guidelines) are removed. A folder that is not set up yet ("") is no error.
    """
    counts: Counter[str] = Counter()
    if not folder:
        return counts
    folder = Path(folder)
    for path in sorted(filter(_is_whole_file, folder.iterdir())):
        counts[_take(path, folder, on, at)] += 1
    held = guidelines.on(on)
    _remove_older(folder.joinpath(DONE), at - timedelta(days=held.keep_done_files_days))
    _remove_older(folder.joinpath(REJECTED), at - timedelta(days=held.keep_rejected_files_days))
    return dict(counts)


def _is_whole_file(path: Path) -> bool:
    is_hidden = path.name.startswith(".") or path.name.lower().endswith(UNFINISHED)
    return not is_hidden and path.is_file() and not path.is_symlink()


def _take(path: Path, folder: Path, on: date, at: datetime) -> str:
    """Import one file, and move it when that is committed. Returns what it counts as."""
    before = path.stat()
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    is_young = time.time() - before.st_mtime < SETTLED_SECONDS  # the file system's clock, not the business day
    how = {"name": path.name, "via": "inbox", "on": on, "at": at}
    try:
        if is_young and import_bank_file(data, **how, dry_run=True).is_rejected:
            return "left"
        if path.stat().st_size != before.st_size:
            return "left"
        outcome = import_bank_file(data, **how)
    except Exception:  # whatever it is: the files behind it must come in all the same
        log.exception("reading a file of the inbox failed")  # not its name, which may tell of a person
        reject_failed(data, **how)
        return "failed"
    transaction.on_commit(partial(_move, path, folder, data, at, outcome))
    return DONE if outcome.is_taken else REJECTED


def _move(path: Path, folder: Path, data: bytes, at: datetime, outcome: ImportOutcome) -> None:
    target = folder.joinpath(DONE if outcome.is_taken else REJECTED)
    target.mkdir(exist_ok=True)
    name = path.name
    if target.joinpath(name).exists():
        name = f"{path.stem}.{sha256(data).hexdigest()[:8]}{path.suffix}"
    moved = target.joinpath(name)
    path.replace(moved)
    written = [moved]
    if not outcome.is_taken:
        reasons = moved.with_name(f"{name}.reason.txt")
        reasons.write_text("".join(f"{sentence(reason)}\n" for reason in outcome.reasons), encoding="utf-8")
        written.append(reasons)
    for file in written:
        os.utime(file, (at.timestamp(), at.timestamp()))  # kept for days of business, not of the file


def _remove_older(folder: Path, limit: datetime) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < limit.timestamp():
            path.unlink()
