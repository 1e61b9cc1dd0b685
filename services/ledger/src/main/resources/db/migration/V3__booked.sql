-- When a transfer was booked. Brought by the version after the first (see slipway.schema), in whose rollout both are at work:
-- it only expands the schema. A ledger that knows nothing of the column books as before, and no row is rewritten, for the
-- default of the rows that there are is worked out once.
-- All transfers would queue behind a migration that waits for its lock: rather it fails, and the next start tries again.
set local lock_timeout = '2s';
alter table transfers add column booked timestamptz default now();
