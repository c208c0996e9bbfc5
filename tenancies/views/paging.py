"""Long lists, paged by key: no page counts the rows before it."""

from django.db.models import Q


def by_key(request, rows, order: tuple[str, ...], size: int) -> dict:
    """A page of the rows in an order of fields that no two rows share, and the addresses of its neighbours.

    A field with a minus falls, the others rise. `?after=` and `?before=` name a row by its key; a row that is no longer
    in the list still has its place there. Of an address that names none, the first page.
    """
    before, after = _place(request, rows, order, "before"), _place(request, rows, order, "after")
    is_upwards = before is not None and after is None
    if is_upwards:
        order = tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)
    place = before if is_upwards else after
    found = rows.filter(_beyond(order, place)) if place else rows
    page = list(found.order_by(*order)[: size + 1])
    has_more, page = len(page) > size, page[:size]
    if is_upwards:
        page.reverse()
    has_previous, has_next = (has_more, True) if is_upwards else (after is not None, has_more)
    return {
        "rows": page,
        "newer": _address(request, before=page[0].pk) if page and has_previous else "",
        "older": _address(request, after=page[-1].pk) if page and has_next else "",
    }


def _place(request, rows, order, name: str):
    """Where the row stands whose key the address names; a person may have changed it: anything else is nowhere."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return rows.model.objects.filter(pk=int(text)).values_list(*(name.lstrip("-") for name in order)).first()


def _beyond(order, place) -> Q:
    """Rows after the place in the order, field by field; the first condition lets an index help."""
    found, same, names = Q(), Q(), [name.lstrip("-") for name in order]
    ways = ["lt" if name.startswith("-") else "gt" for name in order]
    for name, way, value in zip(names, ways, place, strict=True):
        found |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
    return Q(**{f"{names[0]}__{ways[0]}e": place[0]}) & found


def _address(request, **key) -> str:
    """This page's address with another place in the list."""
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update(key)
    return f"?{query.urlencode()}"
