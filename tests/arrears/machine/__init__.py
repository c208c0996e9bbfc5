"""The state machine of promise 8 in parts: what people and banks do, each step in the database and on paper."""

from .bank import BankRules
from .base import Machine
from .charges import ChargeRules
from .claims import ClaimRules
from .days import DayRules
from .hands import HandRules
from .held import Held
from .plans import PlanRules

__all__ = ["BankRules", "ChargeRules", "ClaimRules", "DayRules", "HandRules", "Held", "Machine", "PlanRules"]
