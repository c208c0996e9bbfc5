"""How far the payments reach: nobody is called late by a system that has not seen the bank's files (decision 9)."""

from datetime import date

from django.db.models import Max
from django.db.models.functions import Least

from .models import ImportFile, NoMoreFiles


def paid_through(day: date) -> date | None:
    """The last day whose payments were known on the day: the newest file's own day, or what a person vouched for.

    None when nothing has come yet. A file that claims to be made later than it was read counts from its reading.
    """
    files = ImportFile.objects.accepted().filter(recorded_on__lte=day)
    newest = files.aggregate(on=Max(Least("created_on", "recorded_on")))["on"]
    words = NoMoreFiles.objects.filter(recorded_at__date__lte=day)
    vouched = words.aggregate(on=Max("through_on"))["on"]
    return max(filter(None, (newest, vouched)), default=None)
