"""Long lists, paged by key: no page counts the rows before it."""


def by_key(request, rows, size: int = 50, *, oldest_first: bool = False) -> dict:
    """The rows of the page that `?before=` or `?after=` asks for, and the addresses of its neighbours."""
    before, after = (_key(request, name) for name in ("before", "after"))
    upwards = bool(after) or (oldest_first and not before)
    rows = rows.filter(pk__gt=after).order_by("pk") if upwards else _below(rows, before).order_by("-pk")
    found = list(rows[: size + 1])
    page, has_more = found[:size], len(found) > size
    has_newer, has_older = (has_more, bool(after)) if upwards else (bool(before), has_more)
    if upwards != oldest_first:
        page.reverse()
    keys = [row.pk for row in page]
    return {
        "rows": page,
        "newer": _address(request, after=max(keys)) if keys and has_newer else "",
        "older": _address(request, before=min(keys)) if keys and has_older else "",
    }


def _below(rows, before: int):
    return rows.filter(pk__lt=before) if before else rows


def _key(request, name: str) -> int:
    """A key that a person may have changed in the address: anything else is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _address(request, **key) -> str:
    """This page's address with another place in the list."""
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update(key)
    return f"?{query.urlencode()}"
