import { lockDirectory } from './directory-lock.ts'
import { type EmbeddedEvent, startEmbeddedPostgres } from './embedded/embedded-postgres.ts'

export type DatabaseChoice = { readonly kind: 'embedded'; readonly dataDir: string } | { readonly kind: 'external'; readonly url: string }

/**
 * Gives `body` the URL of a database that no Reeve uses: for restoring and moving. An embedded one is locked, started and
 * stopped again around it, and refused while Reeve runs on it; of the user's own, the restore itself asks whether it is free.
 */
export async function withOfflineDatabase<T>(
  choice: DatabaseChoice,
  body: (url: string) => Promise<T>,
  onEvent?: (event: EmbeddedEvent) => void,
): Promise<T> {
  if (choice.kind === 'external') return body(choice.url)
  const lock = await lockDirectory(choice.dataDir)
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: choice.dataDir, ...(onEvent && { onEvent }) })
    try {
      return await body(postgres.url)
    } finally {
      await postgres.stop()
    }
  } finally {
    lock.release()
  }
}
