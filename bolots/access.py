"""Who may do what. Deny by default: a view without `@require` fails a test that walks the URLconf."""

from enum import StrEnum
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person's task in the unit; decides the permissions."""

    BOLOTS = "bolots", _("housing navigator")
    CASE_WORKER = "case_worker", _("case worker")
    FINANCE_OFFICER = "finance_officer", _("finance officer")
    UNIT_MANAGER = "unit_manager", _("unit manager")
    SYSTEM_ADMIN = "system_admin", _("system administrator")


class Permission(StrEnum):
    """What one may do. `SEE_…` opens pages, the others change something."""

    SEE_REGISTER = "see_register"  # apartments, tenancies, holder, lease and rent
    EDIT_REGISTER = "edit_register"  # apartments, people, stays, reviews, incidents
    EXPORT_REGISTER = "export_register"  # lists as files
    IMPORT_REGISTER = "import_register"  # many rows at once, from a spreadsheet
    NAME_READERS = "name_readers"  # who may know who a protected person is
    HAND_OVER = "hand_over"  # a case worker's homes to another, other people's absences
    KEEP_DATES = "keep_dates"  # reminders of one's own
    SEE_SOCIAL = "see_social"  # what the social services know: children, cautions, language, cases' notes
    SEE_LEDGER = "see_ledger"  # charges, payments, debt
    HANDLE_PAYMENTS = "handle_payments"  # import, allocate, undo
    HANDLE_CHARGES = "handle_charges"  # charge, credit, refund, ask for a write-off
    EXPORT_LEDGER = "export_ledger"  # the book as files
    KEEP_RATES = "keep_rates"  # reference rates and statutory fees
    MAKE_PAPERS = "make_papers"  # rent notices, reminders, demands
    MAKE_PLANS = "make_plans"  # payment plans and holds
    SEE_TERMINATIONS = "see_terminations"  # the legal clock
    HANDLE_TERMINATIONS = "handle_terminations"  # draft, serve, apply
    DECIDE = "decide"  # the second person: terminations, write-offs above the limit
    SEE_CASES = "see_cases"
    WORK_CASES = "work_cases"  # open, note, owner, date, close
    SEE_OUTREACH = "see_outreach"  # a task at the door
    DO_OUTREACH = "do_outreach"  # report, print the note, hand on
    SEE_FIGURES = "see_figures"
    SEE_JOBS = "see_jobs"
    RUN_JOBS = "run_jobs"
    MANAGE_USERS = "manage_users"  # accounts and roles


P = Permission
ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.BOLOTS: frozenset({P.SEE_REGISTER, P.SEE_SOCIAL, P.SEE_CASES, P.SEE_OUTREACH, P.DO_OUTREACH}),
    Role.CASE_WORKER: frozenset(
        {P.SEE_REGISTER, P.SEE_SOCIAL, P.SEE_LEDGER, P.SEE_CASES, P.WORK_CASES, P.SEE_OUTREACH}
        | {P.EDIT_REGISTER, P.EXPORT_REGISTER, P.KEEP_DATES, P.MAKE_PLANS, P.SEE_TERMINATIONS}
    ),
    Role.FINANCE_OFFICER: frozenset(
        {P.SEE_REGISTER, P.SEE_LEDGER, P.HANDLE_PAYMENTS, P.HANDLE_CHARGES, P.EXPORT_REGISTER, P.KEEP_DATES}
        | {P.EXPORT_LEDGER, P.KEEP_RATES, P.MAKE_PAPERS, P.MAKE_PLANS, P.SEE_TERMINATIONS, P.HANDLE_TERMINATIONS}
    ),
    Role.UNIT_MANAGER: frozenset(
        {P.SEE_REGISTER, P.SEE_SOCIAL, P.SEE_LEDGER, P.SEE_CASES, P.WORK_CASES, P.SEE_OUTREACH}
        | {P.EDIT_REGISTER, P.EXPORT_REGISTER, P.IMPORT_REGISTER, P.NAME_READERS, P.HAND_OVER, P.KEEP_DATES}
        | {P.EXPORT_LEDGER, P.KEEP_RATES, P.MAKE_PAPERS, P.MAKE_PLANS, P.SEE_TERMINATIONS, P.HANDLE_TERMINATIONS}
        | {P.DECIDE, P.SEE_FIGURES, P.SEE_JOBS, P.RUN_JOBS}
    ),
    Role.SYSTEM_ADMIN: frozenset({P.SEE_JOBS, P.RUN_JOBS, P.MANAGE_USERS}),
}

# Who may stand in for somebody who is away: by the absent one's role. A system administrator sees no person, and so
# stands in for nobody but another one.
MAY_STAND_IN: dict[str, frozenset[Role]] = {
    Role.BOLOTS: frozenset({Role.BOLOTS}),
    Role.CASE_WORKER: frozenset({Role.CASE_WORKER, Role.UNIT_MANAGER}),
    Role.FINANCE_OFFICER: frozenset({Role.FINANCE_OFFICER, Role.UNIT_MANAGER}),
    Role.UNIT_MANAGER: frozenset({Role.UNIT_MANAGER, Role.CASE_WORKER}),
    Role.SYSTEM_ADMIN: frozenset({Role.SYSTEM_ADMIN}),
}


def require(permission: Permission):
    """Let only users with the permission in; others get 403. Marks the view for the test that walks the URLs."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access = permission
        return guarded

    return decorate


def signed_in(view):
    """A view that any signed-in user may open (the start page, the language switch)."""
    view.access = "signed_in"
    return view


def public(view):
    """A view that strangers may open (sign in, health)."""
    view = login_not_required(view)
    view.access = "public"
    return view
