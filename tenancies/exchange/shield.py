"""Text that a spreadsheet would take for a formula, kept as text by an apostrophe before it. No Django."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\N{MINUS SIGN}")
BLANK = " \t\r\n\v\f\u00a0\u200b\u2007\u202f\u3000\ufeff"


def is_risky(text: str) -> bool:
    """Begins a formula, also behind blanks, or with a blank that some programs cut off; or looks shielded."""
    if text.startswith("'"):
        return is_risky(text[1:])
    return text.startswith(("\t", "\r")) or text.lstrip(BLANK).startswith(FORMULA)


def shielded(text: str) -> str:
    return f"'{text}" if is_risky(text) else text


def unshielded(text: str) -> str:
    """The opposite of `shielded`, exactly."""
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text
