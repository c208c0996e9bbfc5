"""The largest file that is let in does not take the machine with it (promise 3)."""

import subprocess
import sys
from datetime import date, datetime

import pytest

from arrears.bankfiles.detect import MAX_BYTES
from bolots.calendar import STOCKHOLM
from demo.bankfile_writer import Booked, Delivery, Paid, write
from tests.site import ROOT

CAP_MB = 900
READ = f"""
import resource, sys
from arrears.bankfiles.detect import read
resource.setrlimit(resource.RLIMIT_AS, ({CAP_MB << 20}, {CAP_MB << 20}))
print(len(read(sys.stdin.buffer.read(), {{"50501055"}}).payments))
"""


@pytest.mark.parametrize(("format", "payments"), [("BgMax 01", 240_000), ("camt.054.001.08", 110_000)])
def test_largest_file_is_read_within_bounds(format, payments):
    paid = tuple(Paid(684_000 + number) for number in range(payments))
    made_at = datetime(2026, 3, 9, 12, tzinfo=STOCKHOLM)
    data = write(Delivery("50501055", made_at, (Booked(date(2026, 3, 9), paid),)), format)
    assert MAX_BYTES * 0.5 < len(data) <= MAX_BYTES
    done = subprocess.run([sys.executable, "-c", READ], input=data, cwd=ROOT, capture_output=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (str(payments).encode(), b"")
