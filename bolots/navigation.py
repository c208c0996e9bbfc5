"""The navigation, one list for all roles: (label, url name, permission). Strings, no imports from the apps."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .access import Permission, Role

NAVIGATION = (
    (_("Today"), "outreach:today", Permission.DO_OUTREACH),
    (_("My tenants"), "outreach:mine", Permission.WORK_CASES),
    (_("Reminders"), "tenancies:reminder-list", Permission.KEEP_DATES),
    (_("Cases"), "outreach:case-list", Permission.SEE_CASES),
    (_("Rents"), "arrears:rents", Permission.SEE_LEDGER),
    (_("Claims and plans"), "arrears:claims-home", Permission.SEE_LEDGER),
    (_("Apartments"), "tenancies:apartment-list", Permission.SEE_REGISTER),
    (_("Follow-up"), "evaluation:follow-up", Permission.SEE_FIGURES),
    (_("Jobs"), "job-list", Permission.SEE_JOBS),
    (_("Users"), "user-list", Permission.MANAGE_USERS),
)

START = {
    Role.BOLOTS: "outreach:today",
    Role.CASE_WORKER: "outreach:mine",
    Role.FINANCE_OFFICER: "arrears:rents",
    Role.UNIT_MANAGER: "evaluation:follow-up",
    Role.SYSTEM_ADMIN: "job-list",
}


def start_url(user) -> str:
    return reverse(START[user.role])


def items(user, path: str) -> list[dict]:
    """The links that the user may open, the current one marked (the longest url that the path begins with)."""
    links = [{"label": label, "url": reverse(name)} for label, name, permission in NAVIGATION if user.may(permission)]
    inside = [link["url"] for link in links if path.startswith(link["url"])]
    current = max(inside, key=len, default=None)
    return [{**link, "current": link["url"] == current} for link in links]
