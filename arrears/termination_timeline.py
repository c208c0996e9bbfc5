"""Terminations in a home's timeline: each legal day, the papers as issued, what Kronofogden wrote."""

from bolots.access import Permission
from tenancies.timeline import Shape, shape

from .models import EnforcementNotice, Termination, TerminationPaper, TerminationStep

DAYS = ("drafted", "approved", "served", "board_notified", "obstacle", "applied", "disputed", "court_asked", "ordered")
BY = {"drafted": "drafted_by", "approved": "approved_by"}


def entries(tenancy_id, user) -> list[Shape]:
    """For those who see terminations. The reasons that people wrote stand on the termination's own page only."""
    if not user.may(Permission.SEE_TERMINATIONS):
        return []
    rows = Termination.objects.filter(tenancy=tenancy_id)
    papers = TerminationPaper.objects.filter(termination__tenancy=tenancy_id)
    letters = EnforcementNotice.objects.filter(tenancy=tenancy_id)
    over = TerminationStep.objects.filter(termination__tenancy=tenancy_id, what=TerminationStep.What.EXPIRED)
    return [
        *(_day(rows, name) for name in DAYS),
        shape(over, kind="paper", what="termination_expired", at="at", ref="termination"),
        *(
            shape(rows.filter(status=status), kind="paper", what=f"termination_{status}", at="closed_on")
            for status in Termination.CLOSED
        ),
        *(
            shape(papers.filter(kind=kind), kind="paper", what=f"termination_paper_{kind}", at="issued_on",
                  ref="termination", ore="amount_ore", by="by")
            for kind in TerminationPaper.Kind.values
        ),
        *(
            shape(letters.filter(kind=kind), kind="paper", what=f"enforcement_{kind}", at="received_on",
                  day="eviction_on", text="reference", by="by")
            for kind in EnforcementNotice.Kind.values
        ),
    ]  # fmt: skip


def _day(rows, name: str) -> Shape:
    known = rows.filter(**{f"{name}_on__isnull": False})
    return shape(known, kind="paper", what=f"termination_{name}", at=f"{name}_on", by=BY.get(name))
