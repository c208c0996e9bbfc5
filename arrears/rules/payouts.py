"""What may be written of how money was paid out."""

import re

_ACCOUNT = re.compile(r"\bSE ?\d{2}(?: ?\d){10,}|\d(?:[ -]?\d){9,}", re.IGNORECASE)
_WORDS = re.compile(r"\b(?:swish|iban|clearing\w*|konto(?:nummer|nr)?|bankgiro|plusgiro|bg|pg)\b", re.IGNORECASE)


def tells_of_an_account(text: str) -> bool:
    """Whether a reference looks like the bank details of a person: an IBAN, ten digits or more, or a word for them.

    Where somebody with protected identity has their account must stand nowhere but in the bank's own system.
    """
    return bool(_ACCOUNT.search(text) or _WORDS.search(text))
