"""The steps of a termination, one form each: which may be taken now, and taking it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bolots import calendar
from bolots.access import Permission, require
from bolots.refusals import attempt

from .. import actions
from ..forms import terminations as say
from ..models import EnforcementNotice, Termination
from .screen import claims_screen
from .termination_home import find

Status = Termination.Status
OPEN = tuple(status for status in Status if status not in Termination.CLOSED)
BEFORE, AFTER, ANY = False, True, None  # the papers: not yet issued, issued, no matter


@dataclass(frozen=True)
class Step:
    """A form, the action that it leads to, and when it is offered. `is_main`: the one thing to do next."""

    form: type[forms.Form]
    action: Callable
    title: str
    text: str
    when: tuple
    papers: bool | None = ANY
    only_rent: bool = False
    is_main: bool = False
    fits: Callable = lambda row: True
    initial: Callable = lambda row: {}


def told(row) -> dict:
    """The day of the eviction, as Kronofogden last wrote it."""
    letters = EnforcementNotice.objects.filter(tenancy=row.tenancy_id, kind=EnforcementNotice.Kind.TIME)
    return letters.order_by("-pk").values("eviction_on").first() or {}


STEPS: dict[str, Step] = {
    "papper": Step(
        say.ConfirmForm, actions.issue_termination_papers, _("Issue the papers"),
        _("The amounts are compared with the ledger of today, and the papers are stored as they are."),
        (Status.APPROVED,), BEFORE, is_main=True,
    ),
    "delgivning": Step(
        say.ServiceForm, actions.record_service, _("Record the service"),
        _("Only what can be proved counts. A registered letter is no valid service."),
        (Status.APPROVED,), AFTER, is_main=True,
    ),
    "socialnamnden": Step(
        say.BoardNoticeForm, actions.record_board_notice, _("The social services were told"),
        _("The recovery period begins when both the tenant and the social services have been told."),
        (Status.APPROVED, Status.SERVED), AFTER, is_main=True, fits=lambda row: row.board_notified_on is None,
    ),
    "atagande": Step(
        say.UndertakingForm, actions.record_undertaking, _("The social services promise to pay"),
        _("In writing, no later than the last day to save the home (section 44)."),
        Termination.SAVEABLE, only_rent=True,
    ),
    "hinder": Step(
        say.ObstacleForm, actions.record_obstacle, _("Something kept the tenant from paying"),
        _("Illness or the like: rent paid as soon as possible saves the home until the first decision."),
        Termination.BEFORE_THE_DECISION, only_rent=True,
    ),
    "atervunnen": Step(
        say.RecoverForm, actions.recover_by_hand, _("The home is saved"),
        _("What the bank's files cannot tell. Rent that came in time is seen by the night itself."),
        Termination.SAVEABLE, only_rent=True,
    ),
    "ansokan": Step(
        say.ApplicationForm, actions.record_application, _("Record the application"),
        _("Nothing is sent from here: write down what has been filed with the Enforcement Authority."),
        (Status.EXPIRED, Status.SERVED), fits=lambda row: row.status == Status.EXPIRED or not row.is_about_rent,
    ),
    "bestridande": Step(
        say.DisputeForm, actions.record_dispute, _("The tenant disputes"),
        _("Then four weeks are left to ask for the court."), (Status.APPLIED,),
    ),
    "domstol": Step(
        say.CourtForm, actions.record_court_asked, _("The court was asked for"), _("Otherwise the case is dropped."),
        (Status.DISPUTED,), fits=lambda row: row.court_asked_on is None, is_main=True,
    ),
    "utslag": Step(
        say.OrderForm, actions.record_order, _("Record the order"),
        _("The tenant may ask for a new hearing for a month."), (Status.APPLIED, Status.DISPUTED),
    ),
    "tid": Step(
        say.ScheduleForm, actions.schedule_eviction, _("The day of the eviction is set"),
        _("Somebody of the social services is there, and somebody sees to the children."), (Status.ORDERED,),
        initial=told,
    ),
    "installd": Step(
        say.ReasonForm, actions.call_off_eviction, _("The day is called off"), _("The order still stands."),
        (Status.SCHEDULED,),
    ),
    "avhyst": Step(
        say.EvictionForm, actions.record_eviction, _("The tenant has been evicted"),
        _("The stay ends with its ground, and goods are kept for three months."), (Status.SCHEDULED,),
    ),
    "flyttat": Step(
        say.MovedForm, actions.record_moved, _("The tenant has moved out"),
        _("End the stay in the register too, with where the person went."),
        Termination.SAVEABLE,
    ),
    "tillbaka": Step(
        say.ReasonForm, actions.send_back_termination, _("Send it back"), _("It becomes a draft again."),
        (Status.APPROVED,), BEFORE,
    ),
    "aterkalla": Step(
        say.ReasonForm, actions.withdraw_termination, _("Withdraw the termination"),
        _("The lease goes on. Tell the tenant."), OPEN,
    ),
}  # fmt: skip
NOTICE = Step(
    say.NoticeForm, actions.record_enforcement_notice, _("The Enforcement Authority has written"),
    _("To the social services: that eviction was applied for, or when it takes place."), OPEN,
)  # fmt: skip


def is_offered(step: Step, row, *, has_papers: bool) -> bool:
    """Whether the step may be taken as the termination stands."""
    is_in_time = row.status in step.when and step.papers in (ANY, has_papers)
    return is_in_time and step.fits(row) and (row.is_about_rent or not step.only_rent)


def offered(row, user, today, *, has_papers: bool) -> list[dict]:
    """The buttons: only what is allowed, to this user, as it stands. The main step comes first."""
    found = []
    is_second = row.drafted_by_id != user.pk and actions.may_decide(user, today, asked_by=row.drafted_by_id)
    if row.status == Status.DRAFT and is_second:
        url = reverse("arrears:termination-approve", args=[row.pk])
        found.append({"url": url, "title": _("Look and approve"), "is_main": True})
    if user.may(Permission.HANDLE_TERMINATIONS):
        for slug, step in STEPS.items():
            if is_offered(step, row, has_papers=has_papers):
                url = reverse("arrears:termination-step", args=[row.pk, slug])
                found.append({"url": url, "title": step.title, "is_main": step.is_main and not found})
        if row.is_open:
            url = reverse("arrears:termination-notice", args=[row.pk])
            found.append({"url": url, "title": NOTICE.title, "is_main": False})
    return found


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_TERMINATIONS)
def step(request, pk, step):
    """Take a step: one form, one action. What is no longer allowed leads back, with the reason."""
    chosen = STEPS.get(step)
    if chosen is None:
        raise Http404
    row = find(request, pk, f"termination-{step}")
    if not is_offered(chosen, row, has_papers=row.papers.exists()):
        messages.error(request, str(actions.TerminationMoved()))
        return redirect(row)
    return _take(request, chosen, row, row, {"at": calendar.now()})


@require_http_methods(["GET", "POST"])
@require(Permission.HANDLE_TERMINATIONS)
def notice(request, pk):
    """What Kronofogden wrote about the home (UF 16:2)."""
    row = find(request, pk, "termination-notice")
    return _take(request, NOTICE, row, row.tenancy, {})


def _take(request, step: Step, row, about, more: dict):
    form = step.form(request.POST if request.method == "POST" else None, initial=step.initial(row))
    if form.is_valid():
        facts = {**form.cleaned_data, **more, "by": request.user, "on": calendar.today()}
        attempt(form, step.action, about, **facts)
        if not form.errors:
            messages.success(request, _("Recorded."))
            return redirect(row)
    return claims_screen(request, "termination_step", {"row": row, "step": step, "form": form})
