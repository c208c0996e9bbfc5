from .homes import Apartment, Loan, OutOfUse, Photo, PropertyOwner
from .incidents import Correction, Incident, Reopening
from .leases import Decision, Inspection, Notice, TenureWaiver
from .moving_on import FollowUp, Goal, Review
from .people import Caution, Child, Consent, Contact, Tenant
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
    "Incident",
    "Inspection",
    "Involvement",
    "Loan",
    "Notice",
    "OutOfUse",
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
