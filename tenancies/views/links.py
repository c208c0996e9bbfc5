"""Addresses within a page."""

from django.http import QueryDict


def address(**query) -> str:
    """This page with other parameters; the empty ones are left out."""
    found = QueryDict(mutable=True)
    found.update({key: value for key, value in query.items() if value})
    return f"?{found.urlencode()}"
