"""The same act again: a form that was sent twice, or a page that was loaded again, counts once."""

from django.utils.translation import gettext_lazy as _

from bolots.refusals import Refused


class DoneAlready(Refused):
    sentence = _(
        "You have done exactly that already today: the same amount, for the same reason. "
        "If it is meant to happen twice, say so in the reason."
    )


def refuse_repeat(rows, refusal: type[Refused] = DoneAlready, **same) -> None:
    """Raise `refusal` when one of `rows` has all of `same`: thing, amount, reason, person and day. Whoever means it
    twice writes another reason. Needs the lock that the act takes anyway, or two at once do not see each other."""
    if rows.filter(**same).exists():
        raise refusal
