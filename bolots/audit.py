"""Who changed what, and why: mutable models are tracked, ledger-like models only ever grow.

`@tracked` writes a snapshot for each change (also bulk updates and raw SQL), with user, action and reason from
`acting(...)`. `@append_only` refuses changes by trigger; `bolots.privileges` refuses them first, by privilege.
"""

from contextlib import contextmanager
from functools import wraps

import pghistory
import pgtrigger
from django.db import transaction


@contextmanager
def acting(**facts):
    """What the changes inside are recorded with. Nested, it adds to what is known and takes it away again at its end:
    the reason for one change never ends up on the next (pghistory alone would keep it)."""
    with pghistory.context() as context:
        outside = dict(context.metadata)
        context.metadata.update(facts)
        try:
            yield
        finally:
            context.metadata.clear()
            context.metadata.update(outside)


def action(change):
    """A change in one transaction, recorded with its name, who did it (`by=`) and why (`why=`)."""

    @wraps(change)
    def recorded(*args, **kwargs):
        facts = {"action": change.__name__}
        if kwargs.get("by"):
            facts["user"] = kwargs["by"].pk
        if kwargs.get("why"):
            facts["why"] = kwargs["why"]
        with transaction.atomic(), acting(**facts):
            return change(*args, **kwargs)

    return recorded


def tracked(model=None, *, exclude=()):
    """Keep a snapshot of every insert, update and delete in `<model>Event`, without the `exclude`d fields."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    track = pghistory.track(*events, exclude=list(exclude) or None)
    return track if model is None else track(model)


def append_only(*kept):
    """Rows are never deleted, and never changed but in the `kept` columns (balances kept beside the truth)."""

    def decorate(model):
        model.append_only = True
        model.kept_columns = kept
        delete = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
        if kept:
            update = pgtrigger.ReadOnly(name="never_changed", exclude=list(kept))
        else:
            update = pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)
        return pgtrigger.register(delete, update)(model)

    return decorate
