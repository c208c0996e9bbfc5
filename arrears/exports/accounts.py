"""Which account each part of the book has in the municipality's accounts. Other numbers: BOLOTS_ACCOUNTS."""

from django.conf import settings

# the numbers of BAS; Swedish names, since the file is read by Swedish accounts
ACCOUNTS = {
    "owed": ("1510", "Hyresfordringar"),
    "unused": ("2420", "Tillgodo och omatchade inbetalningar"),
    "bank": ("1930", "Bankgiro"),
    "opening": ("1519", "Hyresfordringar före systemet"),
    "rent": ("3911", "Hyresintäkter"),
    "credited": ("3911", "Hyresintäkter"),
    "fee": ("3990", "Påminnelseavgifter"),
    "cost": ("3991", "Inkassokostnader"),
    "interest": ("8313", "Dröjsmålsränta"),
    "written_off": ("6351", "Avskrivna hyresfordringar"),
    "moved": ("2429", "Delade inbetalningar"),
}


def chart() -> dict[str, tuple[str, str]]:
    """Number and name of each account, as the unit has set them."""
    return {key: (settings.LEDGER_ACCOUNTS.get(key, number), name) for key, (number, name) in ACCOUNTS.items()}
