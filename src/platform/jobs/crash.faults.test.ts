/** The same kills of a worker, twenty of them: `--faults` sets how many. */
import './crash.test.ts'
