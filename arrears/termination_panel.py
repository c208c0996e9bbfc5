"""What a termination adds to the tenancy page: the legal clock in one line, and the way to a draft."""

from datetime import date

from bolots.access import Permission
from tenancies.panels import Panel

from .models import Termination
from .termination_words import clock_line


def tenancy(tenancy, user, on: date) -> list[Panel]:
    """The clock for all who work with the home; drafting for those who handle terminations."""
    sees = user.may(Permission.SEE_TERMINATIONS)
    if not sees and not user.may(Permission.SEE_CASES):
        return []
    row = Termination.objects.open().filter(tenancy=tenancy).first()
    may_draft = row is None and user.may(Permission.HANDLE_TERMINATIONS) and not tenancy.is_over(on)
    if row is None and not may_draft:
        return []
    context = {"row": row, "clock": clock_line(row, on) if row else None, "sees": sees, "may_draft": may_draft}
    return [Panel("now", "arrears/termination_panel.html", context)]
