from .homes import Apartment, PropertyOwner
from .people import Caution, Child, Tenant
from .stays import Involvement, RentTerm, Tenancy

__all__ = ["Apartment", "Caution", "Child", "Involvement", "PropertyOwner", "RentTerm", "Tenancy", "Tenant"]
