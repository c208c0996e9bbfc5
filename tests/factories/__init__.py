"""Objects for tests, with traits. Keyword arguments override; related objects are made as needed."""

from .money import ChargeFactory, DepositFactory, ImportFileFactory, PaymentFactory
from .people import ApartmentFactory, RentTermFactory, TenancyFactory, TenantFactory, UserFactory
from .risk import CaseFactory, TaskFactory

__all__ = [
    "ApartmentFactory",
    "CaseFactory",
    "ChargeFactory",
    "DepositFactory",
    "ImportFileFactory",
    "PaymentFactory",
    "RentTermFactory",
    "TaskFactory",
    "TenancyFactory",
    "TenantFactory",
    "UserFactory",
]
