"""Money is integer öre (1/100 krona). Kronor exist only at the edge."""

import re

_KRONOR = re.compile(r"-?\d{1,9}(,\d{1,2})?", re.ASCII)


def share(amount_ore: int, part: int, whole: int) -> int:
    """`amount × part / whole` in öre, half up (away from zero), without floating point."""
    sign = -1 if amount_ore < 0 else 1
    return sign * ((2 * abs(amount_ore) * part + whole) // (2 * whole))


def split(amount_ore: int, parts: list[int]) -> list[int]:
    """Split an amount in proportion to `parts`; the shares always sum to the whole, in öre.

    Each boundary is rounded, not each share, so that no öre is lost or made.
    """
    whole, run, edge, shares = sum(parts), 0, 0, []
    for part in parts:
        run += part
        upper = share(amount_ore, run, whole)
        shares.append(upper - edge)
        edge = upper
    return shares


def parse_kronor(text: str) -> int:
    """Öre of what a person typed: '5 430', '5430,50', '1 810 kr'. Raises ValueError on anything else."""
    plain = re.sub(r"[\s\u00a0\u202f]|kr$", "", text.strip().lower()).replace("\u2212", "-").replace(".", ",")
    if not _KRONOR.fullmatch(plain):
        raise ValueError(text)
    kronor, _, ore = plain.lstrip("-").partition(",")
    return (-1 if plain.startswith("-") else 1) * (int(kronor) * 100 + int(ore.ljust(2, "0") or 0))
