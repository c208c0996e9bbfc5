"""Every address of the site: its methods, who may open it, and what it needs. A new address needs a row here.

`who` are users of the cast to whom the page answers about their own homes; the others get 403. `is_of_a_home` says that
the page is about one home: elsa, a case worker from elsewhere, gets 404 where alma is answered.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.urls import get_resolver, reverse

CAST = ("alma", "bosse", "finn", "miriam", "axel")
ALL, PUBLIC = " ".join(CAST), "public"
REGISTER = "bosse alma finn miriam"  # from few permissions to many: the first is the least privileged
EDITS = "alma miriam"
EDITORS = "alma miriam"
LEDGER = "finn alma miriam"
CASES = "bosse alma miriam"

MARCH = date(2026, 3, 1)

# What every page asks: the transaction, the session, who it is and stands in for, and the access row.
FRAME = re.compile(
    r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|SELECT set_config|"
    r'SELECT "django_session"|SELECT "bolots_user".* WHERE "bolots_user"."id" ='
    r'|SELECT "bolots_absence".* WHERE .*"bolots_absence"."deputy_id" ='
    r'|INSERT INTO "bolots_accessrecord")'
)


@dataclass(frozen=True)
class Page:
    methods: str
    who: str
    needs: Callable = field(default=lambda world: {})
    is_of_a_home: bool = False
    queries: int = 8  # beyond the frame, whoever asks (promise 40)


def home(methods, who, needs, **more):
    return Page(methods, who, needs, is_of_a_home=True, **more)


PAGES = {
    # --- the frame
    "start": Page("GET", ALL),
    "login": Page("GET POST", PUBLIC),
    "logout": Page("POST", ALL),
    "set-language": Page("POST", PUBLIC),
    "set-scheme": Page("POST", PUBLIC),
    "health": Page("GET", PUBLIC),
    "gallery": Page("GET", PUBLIC),
    "job-list": Page("GET", "axel miriam"),
    "job-run-night": Page("POST", "axel miriam"),
    "job-release": Page("POST", "axel miriam", lambda w: {"pk": w.waiting.pk}),
    # --- members of staff
    "password-change": Page("GET POST", ALL),
    "absence-list": Page("GET", ALL),
    "absence-new": Page("GET POST", ALL),
    "absence-edit": Page("GET POST", "bosse miriam", lambda w: {"pk": w.absence.pk}),
    "absence-end": Page("POST", "bosse miriam", lambda w: {"pk": w.absence.pk}),
    "user-list": Page("GET", "axel"),
    "user-new": Page("GET POST", "axel"),
    "user-edit": Page("GET POST", "axel", lambda w: {"pk": w.colleague.pk}),
    "user-undo": Page("POST", "axel", lambda w: {"pk": w.colleague.pk}),
    "user-password": Page("POST", "axel", lambda w: {"pk": w.colleague.pk}),
    "user-deactivate": Page("GET POST", "axel", lambda w: {"pk": w.colleague.pk}),
    "user-reactivate": Page("GET POST", "axel", lambda w: {"pk": w.gone.pk}),
    "tenancies:hand-over": Page("GET POST", "miriam"),
    "tenancies:case-worker": home("GET POST", "alma miriam", lambda w: {"pk": w.tenancy.pk}),
    # --- the register
    "tenancies:apartment-list": Page("GET", REGISTER),
    "tenancies:apartment-detail": Page("GET", REGISTER, lambda w: {"pk": w.tenancy.apartment_id}),
    "tenancies:apartment-register": Page("GET POST", EDITS),
    "tenancies:apartment-edit": Page("GET POST", EDITS, lambda w: {"pk": w.tenancy.apartment_id}),
    "tenancies:out-of-use-begin": Page("GET POST", EDITS, lambda w: {"pk": w.tenancy.apartment_id}),
    "tenancies:out-of-use-edit": Page("GET POST", EDITS, lambda w: {"pk": w.out_of_use.pk}),
    "tenancies:out-of-use-withdraw": Page("GET POST", EDITS, lambda w: {"pk": w.out_of_use.pk}),
    "tenancies:loan-list": Page("GET", EDITS),
    "tenancies:loan-issue": Page("GET POST", EDITS, lambda w: {"pk": w.tenancy.apartment_id}),
    "tenancies:loan-return": Page("GET POST", EDITS, lambda w: {"pk": w.loan.pk}),
    "tenancies:photo": Page("GET", REGISTER, lambda w: {"key": w.photo.key}),
    "tenancies:photo-change": Page("GET POST", EDITS, lambda w: {"pk": w.tenancy.apartment_id}),
    "tenancies:photo-remove": Page("POST", EDITS, lambda w: {"pk": w.tenancy.apartment_id}),
    "tenancies:tenancy-list": Page("GET", REGISTER),
    "tenancies:tenancy-detail": home("GET", REGISTER, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:undo": home("POST", EDITS, lambda w: {"kind": "tenancy", "pk": w.tenancy.pk}),
    # --- the lease of a home
    "tenancies:tenancy-new": Page("GET POST", EDITS),
    "tenancies:tenancy-lease": home("GET", REGISTER, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:lease-edit": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:rent-change": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:decision-add": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:decision-edit": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk, "decision": w.decision.pk}),
    "tenancies:waiver-add": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:waiver-edit": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk, "waiver": w.waiver.pk}),
    "tenancies:notice-give": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:notice-edit": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk, "notice": w.notice.pk}),
    "tenancies:inspection-add": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:follow-up-add": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:tenancy-end": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:tenancy-end-take-back": home("POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:tenancy-plan": home("GET", CASES, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:tenancy-plan-edit": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:tenancy-review": home("GET POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:goal-add": home("POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:goal-end": home("POST", EDITS, lambda w: {"pk": w.tenancy.pk, "goal": w.goal.pk}),
    "tenancies:reminder-add": home("POST", EDITS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:stay-list": Page("GET", CASES),
    "tenancies:reminder-list": Page("GET", "finn alma miriam"),
    "tenancies:reminder-detail": home("GET", "finn alma miriam", lambda w: {"pk": w.reminder.pk}),
    "tenancies:reminder-done": home("POST", "finn alma miriam", lambda w: {"pk": w.reminder.pk}),
    "tenancies:reminder-snooze": home("POST", "finn alma miriam", lambda w: {"pk": w.reminder.pk}),
    "tenancies:reminder-hand-over": home("POST", "finn alma miriam", lambda w: {"pk": w.reminder.pk}),
    "tenancies:search": Page("GET POST", REGISTER),
    "tenancies:exchange": Page("GET", LEDGER),
    "tenancies:export": Page("GET", LEDGER, lambda w: {"what": "hyresgaster", "form": "csv"}),
    "tenancies:import-template": Page("GET", "miriam"),
    "tenancies:import-upload": Page("GET POST", "miriam"),
    "tenancies:import-preview": Page("GET", "miriam", lambda w: {"key": w.spreadsheet.key}),
    "tenancies:import-columns": Page("GET POST", "miriam", lambda w: {"key": w.spreadsheet.key}),
    "tenancies:import-confirm": Page("POST", "miriam", lambda w: {"key": w.spreadsheet.key}),
    "tenancies:import-discard": Page("POST", "miriam", lambda w: {"key": w.spreadsheet.key}),
    "tenancies:tenancy-incidents": home("GET", CASES, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:incident-new": home("GET POST", "alma miriam", lambda w: {"pk": w.tenancy.pk}),
    "tenancies:inspection-new": home("GET POST", "alma miriam", lambda w: {"pk": w.tenancy.pk}),
    "tenancies:inspection-edit": home("GET POST", "alma miriam", lambda w: {"pk": w.inspection.pk}),
    "tenancies:incident-list": Page("GET", CASES),
    "tenancies:incident": home("GET", CASES, lambda w: {"pk": w.incident.pk}),
    "tenancies:incident-edit": home("GET POST", "alma miriam", lambda w: {"pk": w.incident.pk}),
    "tenancies:incident-notify": home("POST", "alma miriam", lambda w: {"pk": w.incident.pk}),
    "tenancies:incident-resolve": home("POST", "alma miriam", lambda w: {"pk": w.incident.pk}),
    "tenancies:incident-reopen": home("POST", "alma miriam", lambda w: {"pk": w.incident.pk}),
    "tenancies:incident-correction": home("GET POST", "alma miriam", lambda w: {"pk": w.incident.pk}),
    "tenancies:incident-letter": home("GET", CASES, lambda w: {"pk": w.correction.incident_id}),
    # --- the people of a home
    "tenancies:tenancy-people": home("GET", REGISTER, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:people-edit": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:child-add": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:child-edit": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk, "child": w.child.pk}),
    "tenancies:caution-add": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:caution-end": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk, "caution": w.caution.pk}),
    "tenancies:contact-add": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:contact-edit": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk, "contact": w.contact.pk}),
    "tenancies:consent-add": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk, "contact": w.contact.pk}),
    "tenancies:consent-take-back": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk, "consent": w.consent.pk}),
    "tenancies:protection-edit": home("GET POST", EDITORS, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:people-open": home("POST", REGISTER, lambda w: {"pk": w.tenancy.pk}),
    "tenancies:reader-add": home("POST", "miriam", lambda w: {"pk": w.tenancy.pk}),
    "tenancies:reader-end": home("POST", "miriam", lambda w: {"pk": w.tenancy.pk, "reader": w.reader.pk}),
    # --- the ledger
    "arrears:rents": Page("GET", LEDGER),
    "arrears:no-more-files": Page("GET POST", "finn"),
    "arrears:file-list": Page("GET", LEDGER),
    "arrears:file": Page("GET", LEDGER, lambda w: {"pk": w.file.pk}),
    "arrears:upload": Page("GET POST", "finn"),
    "arrears:preview": Page("GET", "finn", lambda w: {"sha256": w.pending.sha256}),
    "arrears:preview-confirm": Page("POST", "finn", lambda w: {"sha256": w.pending.sha256}),
    "arrears:preview-discard": Page("POST", "finn", lambda w: {"sha256": w.pending.sha256}),
    "arrears:queue": Page("GET", LEDGER),
    "arrears:payment": home("GET", LEDGER, lambda w: {"pk": w.payment.pk}),
    "arrears:payment-allocate": Page("GET POST", "finn", lambda w: {"pk": w.stray.pk}),
    "arrears:payment-give": Page("GET POST", "finn", lambda w: {"pk": w.stray.pk}),
    "arrears:allocation-undo": Page("GET POST", "finn", lambda w: {"pk": w.allocation.pk}),
    "arrears:credits": Page("GET", LEDGER),
    "arrears:reversals": Page("GET", LEDGER),
    "arrears:reversal-decide": Page("GET POST", "finn", lambda w: {"pk": w.reversal.pk}),
    "arrears:bank-days": Page("GET", LEDGER),
    "arrears:file-undo": Page("GET POST", "finn", lambda w: {"pk": w.file.pk}),
    "arrears:csv-upload": Page("GET POST", "finn"),
    "arrears:csv-columns": Page("GET POST", "finn", lambda w: {"sha256": w.csv.sha256}),
    "arrears:charges-upload": Page("GET POST", "finn"),
    "arrears:charges-columns": Page("GET POST", "finn", lambda w: {"sha256": w.rents_csv.sha256}),
    "arrears:charges-preview": Page("GET POST", "finn", lambda w: {"sha256": w.rents_csv.sha256}),
    "arrears:payment-withdraw": Page("GET POST", "finn", lambda w: {"pk": w.stray.pk}),
    "arrears:withdrawal-undo": Page("GET POST", "finn", lambda w: {"pk": w.withdrawal.pk}),
    "arrears:twin-accept": Page("GET POST", "finn", lambda w: {"pk": w.twin.pk}),
    "arrears:payment-split": Page("GET POST", "finn", lambda w: {"pk": w.stray.pk}),
    "arrears:split-undo": Page("GET POST", "finn", lambda w: {"pk": w.divided.pk}),
    "arrears:charge": home("GET", LEDGER, lambda w: {"pk": w.charge.pk}),
    "arrears:charge-credit": Page("GET POST", "finn", lambda w: {"pk": w.charge.pk}),
    "arrears:month": Page("GET", LEDGER, lambda w: {"month": MARCH}),
    "arrears:due-dates": Page("GET", LEDGER, lambda w: {"year": 2026}),
    "arrears:charge-replace": Page("GET POST", "finn", lambda w: {"pk": w.charge.pk}),
    "arrears:refund": Page("GET POST", "finn", lambda w: {"pk": w.tenancy.pk}),
    "arrears:write-off-ask": Page("GET POST", "finn", lambda w: {"pk": w.charge.pk}),
    "arrears:write-offs": Page("GET", LEDGER),
    "arrears:write-off": home("GET", LEDGER, lambda w: {"pk": w.write_off.pk}),
    "arrears:write-off-decide": Page("POST", "miriam", lambda w: {"pk": w.write_off.pk}),
    "arrears:write-off-decline": Page("POST", "miriam", lambda w: {"pk": w.write_off.pk}),
    "arrears:write-off-take-back": Page("GET POST", "finn", lambda w: {"pk": w.write_off.pk}),
    "arrears:claims": Page("GET", LEDGER),
    "arrears:claim": home("GET", LEDGER, lambda w: {"pk": w.tenancy.pk}),
    "arrears:claim-break": Page("GET POST", "finn", lambda w: {"pk": w.tenancy.pk}),
    # --- terminations
    "arrears:legal-clock": Page("GET", LEDGER),
    "arrears:terminations": Page("GET", LEDGER),
    "arrears:termination": home("GET", LEDGER, lambda w: {"pk": w.termination.pk}),
    "arrears:termination-draft": home("GET POST", "finn miriam", lambda w: {"pk": w.tenancy.pk}),
    "arrears:termination-approve": home("GET POST", "miriam", lambda w: {"pk": w.termination.pk}),
    "arrears:termination-step": home(
        "GET POST", "finn miriam", lambda w: {"pk": w.termination.pk, "step": "aterkalla"}
    ),
    "arrears:termination-notice": home("GET POST", "finn miriam", lambda w: {"pk": w.termination.pk}),
    "arrears:termination-paper": home("GET", LEDGER, lambda w: {"pk": w.termination.pk, "kind": "board"}),
    "arrears:rates": Page("GET", LEDGER),
    "arrears:rate-add": Page("GET POST", "finn miriam"),
    "arrears:rate-edit": Page("GET POST", "finn miriam", lambda w: {"pk": w.rate.pk}),
    "arrears:rate-undo": Page("POST", "finn miriam", lambda w: {"pk": w.rate.pk}),
    "arrears:fee-add": Page("GET POST", "finn miriam"),
    "arrears:fee-edit": Page("GET POST", "finn miriam", lambda w: {"pk": w.fee.pk}),
    "arrears:fee-undo": Page("POST", "finn miriam", lambda w: {"pk": w.fee.pk}),
    "arrears:charge-interest": home("GET", LEDGER, lambda w: {"pk": w.charge.pk}),
    "arrears:charge-interest-charge": Page("POST", "finn", lambda w: {"pk": w.charge.pk}),
    "arrears:charge-interest-waive": Page("GET POST", "finn", lambda w: {"pk": w.charge.pk}),
    # --- papers about money
    "arrears:claims-home": Page("GET", LEDGER),
    "arrears:proposals": Page("GET POST", "finn miriam"),
    "arrears:notices": Page("GET POST", "finn miriam", lambda w: {"month": MARCH}),
    "arrears:charge-notice": home("GET", LEDGER, lambda w: {"pk": w.notice_of_rent.charge_id}),
    "arrears:charge-notice-handed": home("POST", "finn alma miriam", lambda w: {"pk": w.notice_of_rent.charge_id}),
    "arrears:charge-notice-issue": Page("POST", "finn miriam", lambda w: {"pk": w.charge.pk}),
    "arrears:demand-list": Page("GET", LEDGER),
    "arrears:demand": home("GET", LEDGER, lambda w: {"pk": w.demand.pk}),
    "arrears:demand-paper": home("GET", LEDGER, lambda w: {"pk": w.demand.pk}),
    "arrears:demand-handed": home("POST", "finn alma miriam", lambda w: {"pk": w.demand.pk}),
    "arrears:demand-event": Page("POST", "finn miriam", lambda w: {"pk": w.demand.pk}),
    "arrears:paper-run": Page("GET", "finn miriam", lambda w: {"pk": w.paper_run.pk}),
    "arrears:paper-run-batch": Page("GET", "finn miriam", lambda w: {"pk": w.paper_run.pk}),
    "arrears:paper-run-posted": Page("POST", "finn miriam", lambda w: {"pk": w.paper_run.pk}),
    "arrears:paper-run-go-on": Page("POST", "finn miriam", lambda w: {"pk": w.paper_run.pk}),
    # --- time to pay
    "arrears:plan-list": Page("GET", LEDGER),
    "arrears:plan-new": home("GET POST", LEDGER, lambda w: {"pk": w.tenancy.pk}),
    "arrears:plan": home("GET", LEDGER, lambda w: {"pk": w.plan.pk}),
    "arrears:plan-paper": home("GET", LEDGER, lambda w: {"pk": w.plan.pk}),
    "arrears:plan-soften": home("GET POST", LEDGER, lambda w: {"pk": w.plan.pk}),
    "arrears:plan-call-off": home("GET POST", LEDGER, lambda w: {"pk": w.plan.pk}),
    "arrears:hold-list": Page("GET", LEDGER),
    "arrears:hold-new": home("GET POST", LEDGER, lambda w: {"pk": w.tenancy.pk}),
    "arrears:hold-call-off": home("GET POST", LEDGER, lambda w: {"pk": w.hold.pk}),
    "arrears:home-ledger": home("GET", LEDGER, lambda w: {"pk": w.tenancy.pk}),
    "arrears:person-ledger": home("GET", LEDGER, lambda w: {"pk": w.tenancy.holder_id}),
    "arrears:aged": Page("GET", LEDGER),
    "arrears:aged-file": Page("GET", "finn miriam"),
    "arrears:closing": Page("GET", LEDGER),
    "arrears:closing-month": Page("GET", LEDGER, lambda w: {"month": date(2026, 3, 1)}),
    "arrears:ledger-export": Page("GET POST", "finn miriam"),
    # --- outreach
    "outreach:today": Page("GET", "bosse"),
    "outreach:away": Page("POST", "bosse"),
    "outreach:visit": home("GET", CASES, lambda w: {"pk": w.task.pk}),
    "outreach:visit-private": home("GET", CASES, lambda w: {"pk": w.task.pk}),
    "outreach:visit-report": home("POST", "bosse", lambda w: {"pk": w.task.pk}),
    "outreach:visit-hand-on": home("POST", "bosse", lambda w: {"pk": w.task.pk}),
    "outreach:note": home("GET POST", "bosse", lambda w: {"pk": w.task.pk}),
    "outreach:note-paper": home("GET", CASES, lambda w: {"pk": w.task.pk, "note": w.note.pk}),
    "outreach:visit-order": home("GET POST", "alma miriam", lambda w: {"pk": w.tenancy.pk}),
    "outreach:mine": Page("GET", "alma miriam"),
    "outreach:case-list": Page("GET", CASES),
    "outreach:case-detail": home("GET", CASES, lambda w: {"pk": w.case.pk}),
    "outreach:case-note": home("POST", "alma miriam", lambda w: {"pk": w.case.pk}),
    "outreach:case-plan": home("POST", "alma miriam", lambda w: {"pk": w.case.pk}),
    "outreach:case-visit": home("POST", "alma miriam", lambda w: {"pk": w.case.pk}),
    "outreach:case-check": home("POST", "alma miriam", lambda w: {"pk": w.case.pk}),
    "outreach:case-close": home("POST", "alma miriam", lambda w: {"pk": w.case.pk}),
    "outreach:case-open": home("GET POST", "alma miriam", lambda w: {"pk": w.quiet.pk}),
    "outreach:incident-case": home("POST", "alma miriam", lambda w: {"pk": w.incident.pk}),
    # --- the figures
    "evaluation:follow-up": Page("GET", "miriam"),
    "evaluation:debt": Page("GET", "miriam"),
    "evaluation:late": Page("GET", "miriam"),
    "evaluation:flagged": Page("GET", "miriam"),
    "evaluation:evictions": Page("GET", "miriam"),
    "evaluation:first-attempts": Page("GET", "miriam"),
}


def patterns(resolver=None, prefix="") -> list[tuple[str, tuple[str, ...]]]:
    """Each address of the URLconf: its name, and the parameters that it takes."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            found += patterns(pattern, prefix + space)
        else:
            found.append((f"{prefix}{pattern.name}", tuple(pattern.pattern.converters)))
    return found


def views(resolver=None):
    """Every view function of the URLconf, by the name of its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern)
        else:
            yield pattern.name, pattern.callback


def address(name: str, parameters: tuple[str, ...], world) -> str:
    needs = PAGES[name].needs(world)
    return reverse(name, kwargs={key: needs[key] for key in parameters})
