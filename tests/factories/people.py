from datetime import date

import factory
from factory.django import DjangoModelFactory

from bolots.access import Role
from bolots.models import Absence, User
from tenancies.models import Apartment, Involvement, PropertyOwner, RentTerm, Tenancy, Tenant


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("user{}".format)
    first_name = factory.Sequence("Person{}".format)
    role = Role.CASE_WORKER
    password = "!"

    class Params:
        bolots = factory.Trait(role=Role.BOLOTS)


class AbsenceFactory(DjangoModelFactory):
    """Away from 10 March 2026 and back on the 16th, with nobody standing in."""

    class Meta:
        model = Absence

    user = factory.SubFactory(UserFactory)
    from_on = date(2026, 3, 10)
    until_on = date(2026, 3, 16)
    set_by = factory.SelfAttribute("user")


class PropertyOwnerFactory(DjangoModelFactory):
    class Meta:
        model = PropertyOwner
        django_get_or_create = ("name",)

    name = "Vallentuna kommun"


class ApartmentFactory(DjangoModelFactory):
    class Meta:
        model = Apartment

    number = factory.Sequence(lambda n: f"{1001 + n}")
    street = "Olsborgsvägen 96"
    postcode = "186 36"
    town = "Vallentuna"
    staircase = "B"
    floor = 1
    entry_code = "4719"
    tenure_form = Apartment.TenureForm.OWNED
    owner = factory.SubFactory(PropertyOwnerFactory)

    class Params:
        head_lease = factory.Trait(
            tenure_form=Apartment.TenureForm.HEAD_LEASE, head_rent_ore=600_000, is_furnished=True
        )


class TenantFactory(DjangoModelFactory):
    class Meta:
        model = Tenant

    name = factory.Sequence("Testa Testsson{}".format)
    phone = "070-000 00 00"


class TenancyFactory(DjangoModelFactory):
    """A running tenancy with its case worker involved and a rent of `rent_ore` (6 840 kr)."""

    class Meta:
        model = Tenancy
        skip_postgeneration_save = True

    apartment = factory.SubFactory(ApartmentFactory)
    holder = factory.SubFactory(TenantFactory)
    case_worker = factory.SubFactory(UserFactory)
    starts_on = date(2025, 1, 1)
    next_review_on = date(2026, 4, 1)

    class Params:
        protected = factory.Trait(holder__is_protected=True)

    @factory.post_generation
    def rent_ore(self, create, value, **kwargs):
        RentTerm.objects.create(tenancy=self, rent_ore=value or 684_000, valid_from=self.starts_on)

    @factory.post_generation
    def involved(self, create, users, **kwargs):
        Involvement.objects.create(
            tenancy=self, user=self.case_worker, why=Involvement.Why.CASE_WORKER, from_on=self.starts_on
        )
        for user in users or ():
            Involvement.objects.create(tenancy=self, user=user, why=Involvement.Why.OUTREACH, from_on=self.starts_on)


class RentTermFactory(DjangoModelFactory):
    class Meta:
        model = RentTerm

    tenancy = factory.SubFactory(TenancyFactory)
    rent_ore = 684_000
    valid_from = date(2026, 1, 1)
