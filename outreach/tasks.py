"""Background work of outreach."""

from bolots.jobs import job

from . import actions


@job("night")
def night(*, on, at):
    """Flag late rent, open cases, plan visits, close what is paid."""
    return actions.run_night(on=on, at=at)
