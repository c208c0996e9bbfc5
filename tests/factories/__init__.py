"""Objects for tests, with traits. Keyword arguments override; related objects are made as needed."""

from .incidents import CorrectionFactory, IncidentFactory, IncidentTriageFactory, InspectionFactory
from .money import ChargeFactory, DepositFactory, ImportFileFactory, PaymentFactory
from .papers import RespiteFactory, RunningPlanFactory
from .people import AbsenceFactory, ApartmentFactory, RentTermFactory, TenancyFactory, TenantFactory, UserFactory
from .risk import AttemptFactory, CaseFactory, LateRentFactory, TaskFactory, TriageFactory

__all__ = [
    "AbsenceFactory",
    "ApartmentFactory",
    "AttemptFactory",
    "CaseFactory",
    "ChargeFactory",
    "CorrectionFactory",
    "DepositFactory",
    "ImportFileFactory",
    "IncidentFactory",
    "IncidentTriageFactory",
    "InspectionFactory",
    "LateRentFactory",
    "PaymentFactory",
    "RentTermFactory",
    "RespiteFactory",
    "RunningPlanFactory",
    "TaskFactory",
    "TenancyFactory",
    "TenantFactory",
    "TriageFactory",
    "UserFactory",
]
