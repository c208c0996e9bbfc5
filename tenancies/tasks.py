"""Background work of the register."""

from bolots.jobs import job

from . import actions


@job("reminders")
def remind(*, on, at):
    """Make the day's reminders, and withdraw what is no longer needed."""
    return actions.remind_all(on=on)
