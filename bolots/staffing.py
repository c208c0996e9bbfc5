"""What a member of staff is responsible for in the apps above: settings name their modules, no import points upward.

Each module in STAFFING may have
`ties(user, permissions, on)`: sentences about what the user still has to do that needs a permission not among these;
`leave(user, permissions, on)`: the user loses sight of what these permissions no longer open, within an action;
`work_of(user, on)`: what would change hands, as (number, words);
`hand_over(giver, taker, homes, on)`: the work changes hands, within an action; of some homes only unless None.
"""

from importlib import import_module

from django.conf import settings


def ties(user, permissions, on) -> list[str]:
    return [sentence for part in _parts("ties") for sentence in part(user, permissions, on)]


def leave(user, permissions, on) -> None:
    for part in _parts("leave"):
        part(user, permissions, on)


def work_of(user, on) -> list[tuple[int, str]]:
    return [work for part in _parts("work_of") for work in part(user, on)]


def hand_over(giver, taker, *, homes=None, on) -> None:
    for part in _parts("hand_over"):
        part(giver, taker, homes, on)


def _parts(name):
    found = (getattr(import_module(module), name, None) for module in settings.STAFFING)
    return [part for part in found if part]
