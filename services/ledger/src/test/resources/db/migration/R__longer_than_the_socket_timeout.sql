-- Only in tests: every start with Flyway proves that a migration may take longer than a transfer's socketTimeout (5 s).
select pg_sleep(6);
