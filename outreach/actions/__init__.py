"""Everything that changes outreach. Each action is atomic and recorded with who, what and why."""

from .cases import (
    CaseAlreadyOpen,
    CaseClosed,
    ChildrenLiveThere,
    NobodyHasKnocked,
    NoChildCheck,
    NotACaseWorker,
    RentStillUnpaid,
    TenancyOver,
    add_note,
    change_next,
    change_owner,
    close_case,
    close_paid,
    move_case,
    open_case,
    record_check,
)
from .incidents import AlreadyJudged, NotAtRisk, open_for_incident, triage_incidents
from .night import run_night
from .notes import print_note
from .plans import follow_plans, open_for_ended_plans
from .reports import NextInThePast, ReportConflict, Reported, VisitEnded, report_visit
from .triage import triage_new
from .visits import NobodyAtWork, NotABolots, hand_on, hand_out, order_visit

__all__ = [
    "AlreadyJudged",
    "CaseAlreadyOpen",
    "CaseClosed",
    "ChildrenLiveThere",
    "NextInThePast",
    "NoChildCheck",
    "NobodyAtWork",
    "NobodyHasKnocked",
    "NotABolots",
    "NotACaseWorker",
    "NotAtRisk",
    "RentStillUnpaid",
    "ReportConflict",
    "Reported",
    "TenancyOver",
    "VisitEnded",
    "add_note",
    "change_next",
    "change_owner",
    "close_case",
    "close_paid",
    "follow_plans",
    "hand_on",
    "hand_out",
    "move_case",
    "open_case",
    "open_for_ended_plans",
    "open_for_incident",
    "order_visit",
    "print_note",
    "record_check",
    "report_visit",
    "run_night",
    "triage_incidents",
    "triage_new",
]
