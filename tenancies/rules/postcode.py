"""Swedish postcodes (postnummer): five digits, written as NNN NN."""

import re

_POSTCODE = re.compile(r"(?:SE?-?)?([1-9]\d\d)(\d\d)", re.ASCII | re.IGNORECASE)


def parse(text: str) -> str:
    """`18630`, `186 30` and `SE-186 30` as `186 30`. Raises ValueError for anything else."""
    found = _POSTCODE.fullmatch("".join(text.split()))
    if found is None:
        raise ValueError("not a postcode")
    return f"{found[1]} {found[2]}"
