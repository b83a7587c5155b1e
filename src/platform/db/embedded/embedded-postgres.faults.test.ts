/** The same kill loop of Reeve and its PostgreSQL, fifty times: `--faults` sets how many. */
await import('./embedded-postgres.test.ts')
