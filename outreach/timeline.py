"""What outreach did in a home: cases, visits, notes in the mailbox, notes on cases."""

from django.db.models import CharField, F
from django.db.models.functions import Cast

from bolots.access import Permission
from tenancies.timeline import Shape, shape

from .models import CaseNote, ContactAttempt, EvictionRiskCase, MailboxNote, Triage


def entries(tenancy_id, user) -> list[Shape]:
    """For those who may see cases. An attempt's outcome is the code of its row, so that its text is what was noted."""
    if not user.may(Permission.SEE_CASES):
        return []
    cases = EvictionRiskCase.objects.filter(tenancy=tenancy_id)
    attempts = ContactAttempt.objects.filter(task__tenancy=tenancy_id)
    papers = MailboxNote.objects.filter(task__tenancy=tenancy_id)
    notes = CaseNote.objects.filter(case__tenancy=tenancy_id)
    no_case = Triage.objects.filter(late_rent__charge__tenancy=tenancy_id, case=None)
    task = Cast(F("task"), CharField())
    return [
        shape(cases, kind="contact", what="case_opened", at="opened_on", text="why_opened", by="opened_by"),
        shape(
            cases.exclude(closed_on=None),
            kind="contact",
            what="case_closed",
            at="closed_on",
            text="why_closed",
            by="closed_by",
        ),
        shape(
            no_case,
            kind="contact",
            what="no_case",
            at="decided_on",
            ore="late_rent__open_ore",
            day="late_rent__charge__month",
            text="verdict",
        ),
        shape(notes, kind="contact", what="case_note", at="at", text="text", by="by"),
        shape(papers, kind="paper", what="mailbox_note", at="printed_at", day="back_on", text=task, by="by"),
        *(
            shape(
                attempts.filter(outcome=outcome), kind="contact", what=f"visit_{outcome}", at="at", text="note", by="by"
            )
            for outcome in ContactAttempt.Outcome.values
        ),
    ]
