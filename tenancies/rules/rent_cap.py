"""What a sublet home may cost at most (skälig andrahandshyra, JB 12:55 st.4)."""

FURNITURE_PERCENT = 15


def cap_ore(head_rent_ore: int, *, is_furnished: bool, utilities_ore: int) -> int:
    """Öre a month: the municipality's own rent, 15 % more if furnished, and the utilities' actual cost.

    Parts of an öre are left out, in the tenant's favour.
    """
    furniture = head_rent_ore * FURNITURE_PERCENT // 100 if is_furnished else 0
    return head_rent_ore + furniture + utilities_ore
