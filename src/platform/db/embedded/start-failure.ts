import type { AppError } from '#lib/app-error.ts'
import { dbErrors } from '../errors.ts'
import type { Layout } from './layout.ts'

/** Turns what PostgreSQL said before it gave up into an error that says what to do. The full text goes to the log only. */
export function explainStartFailure(output: string, layout: Layout): AppError {
  const options = { internal: { output } }
  const known = EXPLANATIONS.find(({ pattern }) => pattern.test(output))
  if (known !== undefined) return known.explain(layout, options)
  const reason = output.match(/^.*(?:FATAL|PANIC|error|could not).*$/im)?.[0].trim() ?? output.trim().split('\n').at(-1) ?? ''
  return dbErrors.embedded_start_failed(`The embedded PostgreSQL in ${layout.cluster} did not start: ${reason}`, options)
}

type Explain = (layout: Layout, options: { internal: { output: string } }) => AppError

const EXPLANATIONS: readonly { pattern: RegExp; explain: Explain }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/i,
    explain: (layout, options) =>
      dbErrors.disk_full(
        `The disk that holds ${layout.root} is full. Free some space (a few hundred megabytes) and start Reeve again; nothing that was committed is lost.`,
        options,
      ),
  },
  {
    pattern: /error while loading shared libraries|version `GLIBC/,
    explain: (_layout, options) =>
      dbErrors.platform_unsupported(
        'The embedded PostgreSQL does not run with the libraries of this system. Set DATABASE_URL to a PostgreSQL 15 to 18.',
        options,
      ),
  },
  {
    pattern: /database files are incompatible with server|initialized by PostgreSQL version/,
    explain: (layout, options) =>
      dbErrors.embedded_start_failed(
        `${layout.cluster} was written by another major version of PostgreSQL. Start the release that wrote it, run "reeve backup create", and restore that backup with this release.`,
        options,
      ),
  },
  {
    pattern: /Permission denied|EACCES/,
    explain: (layout, options) =>
      dbErrors.data_directory_unusable(
        `PostgreSQL may not read or write ${layout.server}. Check that every folder on the way lets its user through and that its files belong to it.`,
        options,
      ),
  },
  {
    pattern: /Read-only file system/,
    explain: (layout, options) =>
      dbErrors.data_directory_unusable(
        `${layout.root} lies on a read-only file system. Set REEVE_DATA_DIR to a directory that can be written.`,
        options,
      ),
  },
  {
    pattern: /could not (?:create shared memory segment|map anonymous shared memory)|Cannot allocate memory/,
    explain: (_layout, options) =>
      dbErrors.embedded_start_failed('There is not enough memory for the embedded PostgreSQL: it needs about 150 MB.', options),
  },
]
