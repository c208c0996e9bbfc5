"""Text that a spreadsheet would take for a formula, kept as text by an apostrophe before it. No Django."""

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\N{MINUS SIGN}")


def is_risky(text: str) -> bool:
    """Begins a formula, also behind blanks and signs without ink; or with a tab or return; or so behind apostrophes."""
    bare = text.lstrip("'")
    first = next((sign for sign in bare if sign.isprintable() and not sign.isspace()), "")
    return first in FORMULA or bare.startswith(("\t", "\r"))


def shielded(text: str) -> str:
    return f"'{text}" if is_risky(text) else text


def unshielded(text: str) -> str:
    """The opposite of `shielded`, exactly."""
    return text[1:] if text.startswith("'") and is_risky(text[1:]) else text
