"""Everything that changes the register. Each action is atomic and recorded with who, what and why."""

from .handing_over import SameCaseWorker, change_case_worker, hand_over
from .homes import ApartmentAlreadyKnown, HeadRentMismatch, OwnerAlreadyKnown, register_apartment, register_owner
from .involving import involve, involve_many, uninvolve, uninvolve_many
from .people import (
    BirthYearImplausible,
    CautionWithoutTime,
    NotAPersonalNumber,
    TenantAlreadyKnown,
    add_child,
    register_tenant,
    set_caution,
)
from .stays import (
    AlreadyEnded,
    ApartmentTaken,
    EndsBeforeItStarts,
    EvictionGroundMismatch,
    NoEndReason,
    NoSuchDueDay,
    NotACaseWorker,
    RentChangedBackwards,
    RentNegative,
    change_rent,
    end_tenancy,
    start_tenancy,
)

__all__ = [
    "AlreadyEnded",
    "ApartmentAlreadyKnown",
    "ApartmentTaken",
    "BirthYearImplausible",
    "CautionWithoutTime",
    "EndsBeforeItStarts",
    "EvictionGroundMismatch",
    "HeadRentMismatch",
    "NoEndReason",
    "NoSuchDueDay",
    "NotACaseWorker",
    "NotAPersonalNumber",
    "OwnerAlreadyKnown",
    "RentChangedBackwards",
    "RentNegative",
    "SameCaseWorker",
    "TenantAlreadyKnown",
    "add_child",
    "change_case_worker",
    "change_rent",
    "end_tenancy",
    "hand_over",
    "involve",
    "involve_many",
    "register_apartment",
    "register_owner",
    "register_tenant",
    "set_caution",
    "start_tenancy",
    "uninvolve",
    "uninvolve_many",
]
