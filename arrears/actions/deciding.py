"""Who gives the second person's word: on terminations, and on all else that takes two people."""

from datetime import date

from bolots.access import ROLE_PERMISSIONS, Permission


def may_decide(user, on: date, *, asked_by: int) -> bool:
    """By the own role, or on the day by that of a colleague stood in for; but never by a role that is borrowed from
    whoever asked (the key): nobody decides on the own draft through a deputy."""
    roles = user.roles_on(on, besides=asked_by)
    return any(Permission.DECIDE in ROLE_PERMISSIONS[role] for role in roles)
