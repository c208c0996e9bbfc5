from .allocations import Allocation
from .charges import Charge
from .late_rent import LateRent
from .payments import Attribution, Deposit, ImportFile, NoMoreFiles, Payment, PendingFile

__all__ = [
    "Allocation",
    "Attribution",
    "Charge",
    "Deposit",
    "ImportFile",
    "LateRent",
    "NoMoreFiles",
    "Payment",
    "PendingFile",
]
