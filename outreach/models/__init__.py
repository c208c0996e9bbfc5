from .cases import CaseNote, EvictionRiskCase, IllegalTransition, Triage
from .tasks import ContactAttempt, MailboxNote, OutreachTask, Slot

__all__ = [
    "CaseNote",
    "ContactAttempt",
    "EvictionRiskCase",
    "IllegalTransition",
    "MailboxNote",
    "OutreachTask",
    "Slot",
    "Triage",
]
