"""The night of terminations: recovered is what was paid in time, expired what was not (JB 12:44). Set-based."""

from collections import Counter
from datetime import date

from django.db import connection

from bolots.audit import action
from tenancies import actions as register

from .posting import lock_ledger
from .terminating import SOURCE, Kind

RECOVERED, SAVED, EXPIRED = "recovered", "saved", "expired"
BY_PAYMENT = "paid"  # `why_closed` of what the night saw paid

# R10: a rent is paid in time when nothing is open on it and nothing was on the last day. A named rent that was charged
# anew is its newest version. Where misconduct was named too, that alone is left (saved).
CHECK = """
WITH newest AS (
    SELECT DISTINCT ON (first_id) first_id, id FROM arrears_charge
    WHERE first_id IS NOT NULL ORDER BY first_id, id DESC
),
waiting AS (
    SELECT t.id, t.status, t.ground, t.recovery_ends_on, bool_and(r.open_ore <= 0 AND r.amount_ore <= (
        SELECT coalesce(sum(a.ore), 0) FROM arrears_allocation a
        WHERE a.charge_id = r.id AND a.effective_on <= coalesce(t.recovery_ends_on, 'infinity')
    )) is_paid
    FROM arrears_termination t JOIN arrears_terminationcharge n ON n.termination_id = t.id
    JOIN arrears_charge c ON c.id = n.charge_id LEFT JOIN newest v ON v.first_id = coalesce(c.first_id, c.id)
    JOIN arrears_charge r ON r.id = coalesce(v.id, c.id)
    WHERE t.status IN ('served', 'expired', 'applied', 'disputed') AND t.ground <> 'misconduct'
    GROUP BY t.id
),
judged AS (
    SELECT *, CASE
        WHEN is_paid AND ground = 'both' THEN 'saved'
        WHEN is_paid THEN 'recovered'
        WHEN status = 'served' AND recovery_ends_on < %(day)s THEN 'expired' END verdict
    FROM waiting
),
moved AS (
    UPDATE arrears_termination t SET
        status = CASE j.verdict WHEN 'saved' THEN t.status ELSE j.verdict END,
        ground = CASE j.verdict WHEN 'saved' THEN 'misconduct' ELSE t.ground END,
        how_recovered = CASE j.verdict WHEN 'recovered' THEN 'paid' ELSE '' END,
        closed_on = CASE j.verdict WHEN 'recovered' THEN %(day)s::date END,
        why_closed = CASE j.verdict WHEN 'recovered' THEN %(why)s ELSE '' END
    FROM judged j
    WHERE j.id = t.id AND j.verdict IS NOT NULL AND (t.status, t.ground) = (j.status, j.ground)
        AND t.recovery_ends_on IS NOT DISTINCT FROM j.recovery_ends_on
    RETURNING t.id, t.status, j.verdict
),
written AS (
    INSERT INTO arrears_terminationstep (termination_id, status, at, note)
    SELECT id, status, %(at)s, CASE verdict WHEN 'expired' THEN '' ELSE %(why)s END FROM moved
)
SELECT id, verdict FROM moved
"""


@action
def check_terminations(*, on: date, at) -> Counter:
    """Judge every termination that rent can still undo; how many homes were recovered, how many periods expired.

    One statement, and the reminders of those that moved; again: nothing new. Fees and interest play no part. Money that
    was paid in time and became known late saves the home also afterwards. Nothing is ever drafted, approved, served or
    applied for here.
    """
    lock_ledger()
    with connection.cursor() as cursor:
        cursor.execute(CHECK, {"day": on, "at": at, "why": BY_PAYMENT})
        moved = cursor.fetchall()
    _withdraw([pk for pk, verdict in moved if verdict == RECOVERED], Kind.values, on)
    _withdraw([pk for pk, verdict in moved if verdict != RECOVERED], [Kind.RECOVERY_ENDS], on)
    return Counter(EXPIRED if verdict == EXPIRED else RECOVERED for _pk, verdict in moved)


def _withdraw(ids, kinds, on: date) -> None:
    if ids:
        register.withdraw_reminders(source=SOURCE, ids=ids, kinds=kinds, on=on)
