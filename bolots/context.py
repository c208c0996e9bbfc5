"""What every page's frame shows."""

from . import calendar, navigation
from .access import Permission


def frame(request) -> dict:
    """Navigation by role, the business day, the incident id. No queries, so that error pages can use it too."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "navigation": navigation.items(user, request.path) if signed_in else [],
        "may_search": signed_in and user.may(Permission.SEE_REGISTER),
        "may_export": signed_in and user.may(Permission.EXPORT_REGISTER),
        "sees_social": signed_in and user.may(Permission.SEE_SOCIAL),
        "today": calendar.today(),
        "incident_id": getattr(request, "incident_id", ""),
        "color_scheme": request.COOKIES.get("color_scheme", "auto"),
    }
