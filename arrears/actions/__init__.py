"""What people and jobs do with the ledger. Every change of a balance goes through `posting`."""

from .allocating import allocate_by_hand, allocate_exact, give_to_tenancy, undo_allocation
from .billing import ChargesImported, import_charges
from .charging import Charged, charge_due_months, charge_month, credit_charge, open_balance
from .claiming import record_break
from .importing import ImportOutcome, import_bank_file
from .inbox import empty_inbox
from .proving import Proof, prove_ledger
from .refunding import refund
from .reversing import decide_reversal
from .scanning import Scan, say_no_more_files, scan_late_rent
from .uploading import confirm_upload, discard_upload, upload
from .versions import replace_charge
from .writing_off import ask_write_off, decide_write_off, decline_write_off, revive

__all__ = [
    "Charged",
    "ChargesImported",
    "ImportOutcome",
    "Proof",
    "Scan",
    "allocate_by_hand",
    "allocate_exact",
    "ask_write_off",
    "charge_due_months",
    "charge_month",
    "confirm_upload",
    "credit_charge",
    "decide_reversal",
    "decide_write_off",
    "decline_write_off",
    "discard_upload",
    "empty_inbox",
    "give_to_tenancy",
    "import_bank_file",
    "import_charges",
    "open_balance",
    "prove_ledger",
    "record_break",
    "refund",
    "replace_charge",
    "revive",
    "say_no_more_files",
    "scan_late_rent",
    "undo_allocation",
    "upload",
]
