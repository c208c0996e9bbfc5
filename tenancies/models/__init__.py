from .exchange import ImportMapping, PendingImport
from .homes import Apartment, OutOfUse, PropertyOwner
from .incidents import Correction, Incident, Reopening
from .leases import Decision, Inspection, Notice, TenureWaiver
from .loans import Loan
from .moving_on import FollowUp, Goal, Review
from .people import Caution, Child, Consent, Contact, Tenant
from .photos import Photo
from .reminders import Reminder
from .stays import Involvement, RentTerm, Tenancy

__all__ = [
    "Apartment",
    "Caution",
    "Child",
    "Consent",
    "Contact",
    "Correction",
    "Decision",
    "FollowUp",
    "Goal",
    "ImportMapping",
    "Incident",
    "Inspection",
    "Involvement",
    "Loan",
    "Notice",
    "OutOfUse",
    "PendingImport",
    "Photo",
    "PropertyOwner",
    "Reminder",
    "RentTerm",
    "Reopening",
    "Review",
    "Tenancy",
    "Tenant",
    "TenureWaiver",
]
