"""A home whose March rent is a week late, and the steps of its termination."""

from datetime import date, timedelta

import pytest

from arrears import actions
from arrears.models import Charge, Clearance, Termination, TerminationCharge
from tenancies.models import Reminder
from tests.factories import TenancyFactory

from .book import MARCH, TODAY, at, delivery, imported, paid

THROUGH = date(2026, 3, 9)
DAY = timedelta(days=1)
LAST_DAY = date(2026, 3, 31)  # three weeks after Tuesday 10 March
BOOKED = date(2026, 4, 2)  # Thursday, two bank days on: what the bank had on the last day is booked by then
DECISION = date(2026, 4, 3)  # vardagar: Wednesday 1, Thursday 2; Friday 3 is långfredagen, a day after all the same


def late_home(cast, **fields):
    """The rent of March, of which nothing is paid; contact and child check are done, the bank's files are read."""
    home = TenancyFactory(case_worker=cast.alma, involved=[cast.bosse], apartment__rooms=2, **fields)
    actions.charge_month(month=MARCH, on=date(2026, 2, 10))
    known(cast, THROUGH)
    cleared(home, cast)
    return home


def known(cast, through, on=None):
    """No more files up to and including the day."""
    actions.say_no_more_files(through_on=through, by=cast.finn, at=at(on or TODAY))


def cleared(home, cast, on=date(2026, 3, 5), kinds=("contact", "children")):
    for kind in kinds:
        Clearance.objects.create(tenancy=home, kind=kind, done_on=on, by=cast.bosse)


def rents(home):
    return list(Charge.objects.of(home).filter(kind__in=Charge.DEBT_KINDS).order_by("month"))


def drafted(home, cast, on=TODAY, **fields):
    chosen = {"charges": rents(home), "why": "Hyran för mars är obetald."} | fields
    return actions.draft_termination(home, **chosen, by=cast.finn, on=on, at=at(on))


def approved(home, cast, on=TODAY, **fields):
    row = drafted(home, cast, on, **fields)
    actions.approve_termination(row, by=cast.miriam, on=on, at=at(on))
    return row


def issued(home, cast, on=TODAY, **fields):
    row = approved(home, cast, on, **fields)
    actions.issue_termination_papers(row, by=cast.finn, on=on, at=at(on))
    return row


def serve(row, cast, served_on=TODAY, on=None, **fields):
    said = {"how": "handed", "proof": "kvitto, pärm 4"} | fields
    day = on or served_on
    actions.record_service(row, served_on=served_on, **said, by=cast.finn, on=day, at=at(day))


def notify(row, cast, notified_on=TODAY, on=None):
    day = on or notified_on
    actions.record_board_notice(
        row, notified_on=notified_on, how="rekommenderat brev", by=cast.finn, on=day, at=at(day)
    )


def running(home, cast, **fields):
    """Served and told on 10 March: the period runs to 31 March."""
    row = issued(home, cast, **fields)
    serve(row, cast)
    notify(row, cast)
    return row


def pay(charge, day, ore=None, on=None, number=1):
    """Money with the rent's own OCR, booked on a day and known on another."""
    imported(delivery(paid(charge, ore), day=day, number=number), on=on or day, name=f"{day}{number}.txt")


def night(on):
    return actions.check_terminations(on=on, at=at(on, 5))


def status(row) -> str:
    return Termination.objects.get(pk=row.pk).status


def named(row) -> list[int]:
    return list(TerminationCharge.objects.filter(termination=row).values_list("open_ore", flat=True))


def reasons(caught) -> list[str]:
    return [reason.code for reason in caught.value.reasons]


def blocked(change, *args, **kwargs) -> list[str]:
    with pytest.raises(actions.Blocked) as caught:
        change(*args, **kwargs)
    return reasons(caught)


def reminded(kind, **which) -> list[tuple[str, date]]:
    rows = Reminder.objects.open().filter(kind=kind, **which).order_by("due_on", "owner__username")
    return list(rows.values_list("owner__username", "due_on"))


def expired(home, cast):
    row = running(home, cast)
    night(LAST_DAY + DAY)
    row.refresh_from_db()
    return row


def applied(home, cast, day=DECISION):
    row = expired(home, cast)
    known(cast, BOOKED, on=day)
    actions.record_application(row, applied_on=day, reference="U-1234-26", by=cast.finn, on=day, at=at(day))
    return row


def ordered(home, cast):
    row, day = applied(home, cast), date(2026, 4, 15)
    actions.record_order(row, ordered_on=day, by=cast.finn, on=day, at=at(day))
    return row


def apply(row, cast, day, reference="U-1"):
    actions.record_application(row, applied_on=day, reference=reference, by=cast.finn, on=day, at=at(day))
