"""What people and jobs do with the ledger. Every change of a balance goes through `posting`."""

from .allocating import allocate_by_hand, allocate_exact, give_to_tenancy, undo_allocation
from .billing import ChargesImported, import_charges
from .charging import Charged, charge_due_months, charge_month, credit_charge, open_balance
from .importing import ImportOutcome, import_bank_file
from .inbox import empty_inbox
from .late_costs import charge_cost, charge_interest, waive_interest
from .proving import Proof, prove_ledger
from .rates import edit_reference_rate, edit_statutory_fee, set_reference_rate, set_statutory_fee
from .reversing import decide_reversal
from .scanning import Scan, say_no_more_files, scan_late_rent
from .uploading import confirm_upload, discard_upload, upload

__all__ = [
    "Charged",
    "ChargesImported",
    "ImportOutcome",
    "Proof",
    "Scan",
    "allocate_by_hand",
    "allocate_exact",
    "charge_cost",
    "charge_due_months",
    "charge_interest",
    "charge_month",
    "confirm_upload",
    "credit_charge",
    "decide_reversal",
    "discard_upload",
    "edit_reference_rate",
    "edit_statutory_fee",
    "empty_inbox",
    "give_to_tenancy",
    "import_bank_file",
    "import_charges",
    "open_balance",
    "prove_ledger",
    "say_no_more_files",
    "scan_late_rent",
    "set_reference_rate",
    "set_statutory_fee",
    "undo_allocation",
    "upload",
    "waive_interest",
]
