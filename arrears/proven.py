"""What the newest proof of the ledger found: no paper is made from a ledger that does not add up."""

# Wrong rows of the newest proof that ended, as known on %(day)s; NULL before the first one.
MISMATCHES = """
(SELECT (counts ->> 'mismatches')::int FROM bolots_jobrun
 WHERE kind = 'proof' AND ended_at IS NOT NULL AND error = '' AND business_on <= %(day)s
 ORDER BY business_on DESC, started_at DESC LIMIT 1)
"""
