from .cases import CaseNote, EvictionRiskCase, IllegalTransition, IncidentTriage, Triage
from .tasks import ContactAttempt, MailboxNote, OutreachTask, Slot

__all__ = [
    "CaseNote",
    "ContactAttempt",
    "EvictionRiskCase",
    "IllegalTransition",
    "IncidentTriage",
    "MailboxNote",
    "OutreachTask",
    "Slot",
    "Triage",
]
