"""How an action says no: an exception with a sentence for whoever asked, also when the database noticed first."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The base of every expected "no". `sentence` is a msgid; keyword arguments fill it in. Names no person."""

    sentence = _("That cannot be done.")

    def __init__(self, **params):
        super().__init__(params)
        self.params = params

    def __str__(self):
        return str(self.sentence) % self.params


@contextmanager
def refusing(refusals: dict[str, type[Refused]]):
    """Turn the violation of a named constraint into its refusal; the transaction around it stays usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = refusals.get(error.__cause__.diag.constraint_name)
        if refusal is None:
            raise
        raise refusal() from error


def attempt(form, change, *args, **kwargs):
    """What the action gives; None when it refuses, and then the form says why."""
    try:
        return change(*args, **kwargs)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
