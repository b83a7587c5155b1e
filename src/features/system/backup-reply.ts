import { z } from 'zod'

/** The server reads and writes it, so it must not depend on where the server was started. */
export const backupFileField = z.string().max(4096).regex(/^\//, 'Give the whole path on the machine that the server runs on.')

export const backupReply = z
  .object({
    file: z.string(),
    bytes: z.number(),
    createdAt: z.string(),
    release: z.string(),
    schemaVersion: z.number(),
    tables: z.number(),
    rows: z.number(),
  })
  .meta({ id: 'Backup' })
