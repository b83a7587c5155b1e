import { z } from 'zod'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { pageOf, pageQuery, pageReply, readCursor } from '#platform/http/keyset.ts'
import { jobStates, listJobs } from '#platform/jobs/job-admin.ts'
import { jobReply, toJobReply } from '../job-reply.ts'

const cursorKey = z.tuple([z.string(), z.uuid()])

export const listJobsRoute = defineRoute({
  method: 'GET',
  path: '/v1/jobs',
  summary: 'List background jobs, newest first; each is kept for a week after it ended',
  permission: 'jobs:read',
  reach: 'scoped',
  query: pageQuery.extend({ name: z.string().max(100).optional(), state: z.enum(jobStates).optional() }),
  reply: { status: 200, schema: pageReply(jobReply) },
  errors: {},
  handle: async ({ db }: { readonly db: Db }, { query: { limit, cursor, name, state } }) => {
    const key = readCursor(cursor, cursorKey)
    const filter = {
      limit: limit + 1,
      ...(name === undefined ? {} : { name }),
      ...(state === undefined ? {} : { state }),
      ...(key === undefined ? {} : { before: { createdAt: key[0], id: key[1] } }),
    }
    const { items, nextCursor } = pageOf(await listJobs(db, filter), limit, ({ position }) => [position.createdAt, position.id])
    return { items: items.map(toJobReply), nextCursor }
  },
})
