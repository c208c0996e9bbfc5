"""What people and jobs do with the ledger. Every change of a balance goes through `posting`."""

from .allocating import allocate_by_hand, allocate_exact, give_to_tenancy, undo_allocation
from .billing import ChargesImported, import_charges
from .charging import Charged, charge_due_months, charge_month, credit_charge, open_balance
from .dividing import Share, split_payment, undo_split
from .importing import ImportOutcome, import_bank_file
from .inbox import empty_inbox
from .proving import Proof, prove_ledger
from .reversing import decide_reversal
from .scanning import Scan, say_no_more_files, scan_late_rent
from .twins import accept_twin
from .undoing import Undoing, foresee_undoing, undo_file
from .uploading import confirm_charges, confirm_upload, discard_upload, save_columns, upload, upload_csv
from .withdrawing import undo_withdrawal, withdraw

__all__ = [
    "Charged",
    "ChargesImported",
    "ImportOutcome",
    "Proof",
    "Scan",
    "Share",
    "Undoing",
    "accept_twin",
    "allocate_by_hand",
    "allocate_exact",
    "charge_due_months",
    "charge_month",
    "confirm_charges",
    "confirm_upload",
    "credit_charge",
    "decide_reversal",
    "discard_upload",
    "empty_inbox",
    "foresee_undoing",
    "give_to_tenancy",
    "import_bank_file",
    "import_charges",
    "open_balance",
    "prove_ledger",
    "save_columns",
    "say_no_more_files",
    "scan_late_rent",
    "split_payment",
    "undo_allocation",
    "undo_file",
    "undo_split",
    "undo_withdrawal",
    "upload",
    "upload_csv",
    "withdraw",
]
