"""What people and jobs do with the ledger. Every change of a balance goes through `posting`."""

from .allocating import allocate_by_hand, allocate_exact, give_to_tenancy, undo_allocation
from .billing import ChargesImported, import_charges
from .charging import Charged, charge_due_months, charge_month, credit_charge, open_balance
from .checking import check_plans
from .claiming import record_break
from .clearing import record_clearance
from .deciding import may_decide
from .delivering import hand_over_demand, record_delivery, record_run_posted
from .demanding import ask_for_demands
from .dividing import Share, split_payment, undo_split
from .drafting import (
    AlreadyTerminating,
    NotAllowedToDecide,
    NotForfeited,
    PapersOut,
    TakesTwo,
    approve_termination,
    draft_termination,
    issue_termination_papers,
    send_back_termination,
    withdraw_termination,
)
from .evicting import (
    call_off_eviction,
    record_application,
    record_court_asked,
    record_dispute,
    record_enforcement_notice,
    record_eviction,
    record_moved,
    record_order,
    schedule_eviction,
)
from .handing import hand_over_notice
from .holding import call_off_hold, remind_of_holds, set_hold
from .importing import ImportOutcome, import_bank_file
from .inbox import empty_inbox
from .late_costs import charge_cost, charge_interest, waive_interest
from .noticing import ask_for_notices, issue_notice
from .paper_runs import go_on, is_stopped, make_papers
from .planning import call_off_plan, make_plan, soften_plan
from .proving import Proof, prove_ledger
from .rates import edit_reference_rate, edit_statutory_fee, set_reference_rate, set_statutory_fee
from .recovering import check_terminations, record_undertaking, recover_by_hand
from .refunding import refund
from .reversing import decide_reversal
from .scanning import Scan, say_no_more_files, scan_late_rent
from .serving import RegisteredMail, record_board_notice, record_obstacle, record_service
from .terminating import Blocked, TerminationMoved
from .twins import accept_twin
from .undoing import Undoing, foresee_undoing, undo_file
from .uploading import ColumnsChanged, confirm_charges, confirm_upload, discard_upload, save_columns, upload, upload_csv
from .versions import replace_charge
from .withdrawing import undo_withdrawal, withdraw
from .writing_off import ask_write_off, decide_write_off, decline_write_off, revive

__all__ = [
    "AlreadyTerminating",
    "Blocked",
    "Charged",
    "ChargesImported",
    "ColumnsChanged",
    "ImportOutcome",
    "NotAllowedToDecide",
    "NotForfeited",
    "PapersOut",
    "Proof",
    "RegisteredMail",
    "Scan",
    "Share",
    "TakesTwo",
    "TerminationMoved",
    "Undoing",
    "accept_twin",
    "allocate_by_hand",
    "allocate_exact",
    "approve_termination",
    "ask_for_demands",
    "ask_for_notices",
    "ask_write_off",
    "call_off_eviction",
    "call_off_hold",
    "call_off_plan",
    "charge_cost",
    "charge_due_months",
    "charge_interest",
    "charge_month",
    "check_plans",
    "check_terminations",
    "confirm_charges",
    "confirm_upload",
    "credit_charge",
    "decide_reversal",
    "decide_write_off",
    "decline_write_off",
    "discard_upload",
    "draft_termination",
    "edit_reference_rate",
    "edit_statutory_fee",
    "empty_inbox",
    "foresee_undoing",
    "give_to_tenancy",
    "go_on",
    "hand_over_demand",
    "hand_over_notice",
    "import_bank_file",
    "import_charges",
    "is_stopped",
    "issue_notice",
    "issue_termination_papers",
    "make_papers",
    "make_plan",
    "may_decide",
    "open_balance",
    "prove_ledger",
    "record_application",
    "record_board_notice",
    "record_break",
    "record_clearance",
    "record_court_asked",
    "record_delivery",
    "record_dispute",
    "record_enforcement_notice",
    "record_eviction",
    "record_moved",
    "record_obstacle",
    "record_order",
    "record_run_posted",
    "record_service",
    "record_undertaking",
    "recover_by_hand",
    "refund",
    "remind_of_holds",
    "replace_charge",
    "revive",
    "save_columns",
    "say_no_more_files",
    "scan_late_rent",
    "schedule_eviction",
    "send_back_termination",
    "set_hold",
    "set_reference_rate",
    "set_statutory_fee",
    "soften_plan",
    "split_payment",
    "undo_allocation",
    "undo_file",
    "undo_split",
    "undo_withdrawal",
    "upload",
    "upload_csv",
    "waive_interest",
    "withdraw",
    "withdraw_termination",
]
