import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { type DatabaseUseDeps, measureDatabase } from '../database-use.ts'

export const showDatabaseRoute = defineRoute({
  method: 'GET',
  path: '/v1/system/database',
  summary: 'Whether the database is the embedded one, and whether it holds more than that is meant for',
  permission: 'system:read',
  reply: {
    status: 200,
    schema: z
      .object({
        kind: z.enum(['embedded', 'external']),
        accounts: z.number(),
        accountsMax: z.number().nullable().describe('null: no limit of ours'),
        isBeyond: z.boolean(),
        detail: z.string().describe('A sentence for people, with what to do'),
      })
      .meta({ id: 'DatabaseUse' }),
  },
  errors: {},
  handle: (deps: DatabaseUseDeps) => measureDatabase(deps),
})
