"""The daily look at payment plans: what should have come, what has come, and what follows. Set-based."""

from collections import Counter
from datetime import date

from django.db import connection

from bolots import guidelines
from bolots.audit import action
from bolots.guidelines import Guidelines
from tenancies import actions as register
from tenancies.models import Reminder

from ..doubts import DOUBTS
from ..freshness import PAID_THROUGH
from ..models import PaymentPlan
from ..rules.late import cutoff

SOURCE = "plan"  # of the reminders
Kind, Status = Reminder.Kind, PaymentPlan.Status
BACK_DAYS = 14  # a night is caught up with so many days later at most (decision 5)

# How each running plan stands: what is open on its rents and on newer versions of those charged anew, and what should
# have come. Open now, and as known on the day, without what was booked since: a night that is run again later judges
# nobody by what has been mended since. Rents are read once; most nights find no version and nothing booked later.
STANDING = """
    running AS (
        SELECT id, tenancy_id, status, missed_on, owed_ore, tolerance_ore FROM arrears_paymentplan
        WHERE status IN ('active', 'missed') AND agreed_on <= %(day)s
    ),
    named AS (
        SELECT r.id plan_id, c.id, c.tenancy_id, c.first_id, c.open_ore, c.recorded_on
        FROM running r JOIN arrears_plancharge p ON p.plan_id = r.id JOIN arrears_charge c ON c.id = p.charge_id
    ),
    about AS (
        SELECT plan_id, id, open_ore, recorded_on FROM named
        UNION ALL
        SELECT n.plan_id, v.id, v.open_ore, v.recorded_on
        FROM named n JOIN arrears_charge v ON v.first_id = coalesce(n.first_id, n.id) AND v.id > n.id
        WHERE v.first_id IS NOT NULL
    ),
    since AS (
        SELECT charge_id, sum(ore)::bigint ore FROM arrears_allocation WHERE recorded_on > %(day)s GROUP BY 1
    ),
    open AS (
        SELECT a.plan_id, sum(a.open_ore)::bigint now_ore,
               (sum(a.open_ore + coalesce(s.ore, 0)) FILTER (WHERE a.recorded_on <= %(day)s))::bigint known_ore
        FROM about a LEFT JOIN since s ON s.charge_id = a.id GROUP BY 1
    ),
    asked AS (
        SELECT i.plan_id, coalesce(sum(i.amount_ore) FILTER (WHERE i.due_on <= %(cutoff)s), 0)::bigint expected_ore
        FROM running r JOIN arrears_instalment i ON i.plan_id = r.id GROUP BY 1
    ),
    credit AS (
        SELECT tenancy_id, sum(unallocated_ore)::bigint ore FROM arrears_payment
        WHERE unallocated_ore > 0 AND tenancy_id IS NOT NULL GROUP BY 1
    ),
    good AS (
        SELECT plan_id, sum(ore)::bigint ore FROM (
            SELECT n.plan_id, k.tenancy_id, k.ore FROM credit k JOIN named n ON n.tenancy_id = k.tenancy_id
            UNION SELECT r.id, k.tenancy_id, k.ore FROM credit k JOIN running r ON r.tenancy_id = k.tenancy_id
        ) its GROUP BY 1
    ),
    standing AS (
        SELECT r.id, r.tenancy_id, r.status, r.missed_on, r.owed_ore, r.tolerance_ore, k.expected_ore,
               o.known_ore open_ore, o.now_ore open_now_ore,
               r.owed_ore - o.known_ore actual_ore, r.owed_ore - o.now_ore actual_now_ore, coalesce(g.ore, 0) good_ore
        FROM running r JOIN open o ON o.plan_id = r.id JOIN asked k ON k.plan_id = r.id
        LEFT JOIN good g ON g.plan_id = r.id
    )"""
# Kept: all of it is paid, or all but the tolerance when the last instalment is over (they come to what is owed). Nobody
# is called missing by a system that has not seen the bank's files (decision 9), nor while the home has so much to its
# good; and no plan breaks while the home has anything to its good or money waits that may be the tenant's.
CHECK = f"""
WITH reach AS (SELECT {PAID_THROUGH} AS through),
{STANDING},
{DOUBTS},
judged AS MATERIALIZED (
    SELECT id, status, actual_ore + tolerance_ore covers_ore, CASE
        WHEN greatest(open_ore, open_now_ore) <= CASE WHEN expected_ore = owed_ore THEN tolerance_ore ELSE 0 END
            THEN 'kept'
        WHEN greatest(actual_ore, actual_now_ore) + good_ore + tolerance_ore < expected_ore THEN CASE
            WHEN NOT (SELECT coalesce(through >= %(cutoff)s, false) FROM reach) THEN status
            WHEN status = 'missed' AND missed_on < %(day)s - %(breaks)s THEN CASE
                WHEN good_ore > 0 OR tenancy_id IN (SELECT tenancy_id FROM doubts) THEN status
                ELSE 'broken' END
            ELSE 'missed' END
        WHEN status = 'missed' AND missed_on <= %(day)s
            AND least(actual_ore, actual_now_ore) + tolerance_ore >= expected_ore THEN 'active'
        ELSE status END verdict
    FROM standing
)
UPDATE arrears_paymentplan p SET status = j.verdict,
    missed_on = CASE j.verdict WHEN 'missed' THEN %(day)s WHEN 'active' THEN NULL ELSE p.missed_on END,
    ended_on = CASE WHEN j.verdict IN ('kept', 'broken') THEN %(day)s::date END
FROM judged j WHERE j.id = p.id AND p.status = j.status AND j.verdict <> j.status
RETURNING p.id, p.tenancy_id, j.verdict, j.status, (
    SELECT min(due_on) FROM (
        SELECT due_on, sum(amount_ore) OVER (ORDER BY due_on) upto FROM arrears_instalment i WHERE i.plan_id = p.id
    ) run WHERE upto > j.covers_ore
)
"""
# A plan was kept by money that was not the tenant's, and that was moved since: it runs again, unless another does.
REOPEN = """
UPDATE arrears_paymentplan p SET status = 'active', missed_on = NULL, ended_on = NULL
FROM (
    SELECT DISTINCT ON (k.tenancy_id) k.id FROM arrears_allocation a
    JOIN arrears_plancharge n ON n.charge_id = a.charge_id JOIN arrears_paymentplan k ON k.id = n.plan_id
    WHERE a.ore < 0 AND a.recorded_on BETWEEN %(day)s - %(back)s AND %(day)s
      AND k.status = 'kept' AND k.ended_on BETWEEN k.agreed_on AND %(day)s
      AND (
        SELECT sum(c.open_ore) FROM arrears_plancharge o JOIN arrears_charge c ON c.id = o.charge_id
        WHERE o.plan_id = k.id
      ) > CASE WHEN EXISTS (SELECT FROM arrears_instalment i WHERE i.plan_id = k.id AND i.due_on > %(cutoff)s)
        THEN 0 ELSE k.tolerance_ore END
      AND NOT EXISTS (
        SELECT FROM arrears_paymentplan r WHERE r.tenancy_id = k.tenancy_id AND r.status IN ('active', 'missed'))
    ORDER BY k.tenancy_id, k.id DESC
) again WHERE again.id = p.id AND p.status = 'kept'
"""


@action
def check_plans(*, on: date, held: Guidelines | None = None) -> Counter:
    """Judge every running plan as its money was known on the day; how many were missed, caught up, broken, kept, and
    how many that had been kept run again.

    Two statements, and the reminders of those that changed; again: nothing new. `held` are the day's guidelines.
    """
    held = held or guidelines.on(on)
    values = {
        "day": on,
        "cutoff": cutoff(on, held.plan_grace_bank_days),
        "latest": cutoff(on, held.grace_bank_days),
        "breaks": held.plan_breaks_after_days,
        "back": BACK_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(REOPEN, values)
        reopened = cursor.rowcount
        cursor.execute(CHECK, values)
        changed = cursor.fetchall()
    if changed:
        _remind(changed, on)
    counts = Counter(f"plans_{'caught_up' if verdict == Status.ACTIVE else verdict}" for _, _, verdict, _, _ in changed)
    return counts + Counter(plans_reopened=reopened)


def _remind(changed, on: date) -> None:
    """Missing or broken: the case worker hears of it. Not missing any more: nobody does."""
    over = [plan for plan, _home, _verdict, was, _due in changed if was == Status.MISSED]
    if over:
        register.withdraw_reminders(source=SOURCE, ids=over, kinds=[Kind.PLAN_MISSED], on=on)
    said = {Status.MISSED: Kind.PLAN_MISSED, Status.BROKEN: Kind.PLAN_BROKEN}
    rows = [(home, said[verdict], plan, due or on) for plan, home, verdict, _was, due in changed if verdict in said]
    register.remind_case_workers(rows, source=SOURCE, on=on)
