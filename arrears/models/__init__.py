from .allocations import Allocation
from .charges import Charge
from .claims import LimitationBreak, WriteOff
from .files import ColumnMapping, FileUndoing, HeldBack, ImportFile, NoMoreFiles, PendingFile
from .late_rent import LateRent
from .papers import Demand, DemandLine, PaperItem, PaperRun, RentNotice
from .payments import Attribution, Deposit, Payment
from .plans import Hold, Instalment, PaymentPlan, PlanCharge
from .rates import InterestWaiver, ReferenceRate, StatutoryFee
from .terminations import (
    Clearance,
    EnforcementNotice,
    Termination,
    TerminationCharge,
    TerminationPaper,
    TerminationStep,
    Undertaking,
)

__all__ = [
    "Allocation",
    "Attribution",
    "Charge",
    "Clearance",
    "ColumnMapping",
    "Demand",
    "DemandLine",
    "Deposit",
    "EnforcementNotice",
    "FileUndoing",
    "HeldBack",
    "Hold",
    "ImportFile",
    "Instalment",
    "InterestWaiver",
    "LateRent",
    "LimitationBreak",
    "NoMoreFiles",
    "PaperItem",
    "PaperRun",
    "Payment",
    "PaymentPlan",
    "PendingFile",
    "PlanCharge",
    "ReferenceRate",
    "RentNotice",
    "StatutoryFee",
    "Termination",
    "TerminationCharge",
    "TerminationPaper",
    "TerminationStep",
    "Undertaking",
    "WriteOff",
]
