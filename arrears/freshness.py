"""How far the payments reach: nobody is called late by a system that has not seen the bank's files (decision 9)."""

from datetime import date

from django.db import connection

# A file that claims to be made later than it was read counts from its reading. One of which something was held back
# vouches for nothing: its day is told by another source, whose files count. Nor does a CSV file: it says what somebody
# took out of a system, not that the bank has told all. Where only such files come, a person says that no more do.
PAID_THROUGH = """
greatest(
    (SELECT max(least(created_on, recorded_on)) FROM arrears_importfile
     WHERE verdict <> 'rejected' AND recorded_on <= %(day)s AND (undone_on IS NULL OR undone_on > %(day)s)
       AND format <> 'CSV' AND NOT EXISTS (SELECT FROM arrears_heldback h WHERE h.file_id = arrears_importfile.id)),
    (SELECT max(through_on) FROM arrears_nomorefiles
     WHERE (recorded_at AT TIME ZONE 'Europe/Stockholm')::date <= %(day)s)
)
"""


def paid_through(day: date) -> date | None:
    """The last day whose payments were known on the day: the newest file's own day, or what a person vouched for.

    None when nothing has come yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {PAID_THROUGH}", {"day": day})
        return cursor.fetchone()[0]
