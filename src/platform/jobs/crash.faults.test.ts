/** The same kills of a worker, twenty of them: `--faults` sets how many. */
await import('./crash.test.ts')
