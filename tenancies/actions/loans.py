"""Keys, tags and contents: out to somebody who signs for them, and back."""

from django.utils.translation import gettext_lazy as _

from bolots.audit import action
from bolots.refusals import Refused, refusing

from ..models import Loan


class LoanToNobody(Refused):
    sentence = _("Say to whom it is handed out: the tenant, or somebody named.")


class NotTheirHome(Refused):
    sentence = _("The tenant has no stay in this home on that day.")


class NothingHandedOut(Refused):
    sentence = _("At least one must be handed out.")


class NotYet(Refused):
    sentence = _("That day has not come yet.")


class AlreadyReturned(Refused):
    sentence = _("It has already been returned.")


class ReturnedBeforeIssued(Refused):
    sentence = _("It cannot come back before it was handed out.")


@action
def issue_loan(apartment, *, kind, issued_on, tenancy=None, to="", label="", number=1, by, on) -> Loan:
    """So many of a kind go out: to the tenant of a stay there that is not over, or else to somebody named."""
    if issued_on > on:
        raise NotYet
    if tenancy and (tenancy.apartment_id != apartment.pk or tenancy.is_over(issued_on)):
        raise NotTheirHome
    with refusing({"loan_is_to_somebody": LoanToNobody, "loan_is_of_something": NothingHandedOut}):
        return Loan.objects.create(
            apartment=apartment,
            tenancy=tenancy,
            to=to,
            kind=kind,
            label=label,
            number=number,
            issued_on=issued_on,
            issued_by=by,
        )


@action
def return_loan(loan, *, returned_on, by, on) -> Loan:
    """All of it is back, received by `by`."""
    if returned_on > on:
        raise NotYet
    with refusing({"loan_returned_has_day_and_receiver": ReturnedBeforeIssued}):
        back = Loan.objects.out().filter(pk=loan.pk).update(returned_on=returned_on, returned_by=by)
    if not back:
        raise AlreadyReturned
    loan.refresh_from_db()
    return loan
