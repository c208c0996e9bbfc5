from .allocations import Allocation
from .charges import Charge
from .late_rent import LateRent
from .payments import Deposit, ImportFile, NoMoreFiles, Payment, PendingFile

__all__ = [
    "Allocation",
    "Charge",
    "Deposit",
    "ImportFile",
    "LateRent",
    "NoMoreFiles",
    "Payment",
    "PendingFile",
]
