import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { type DoctorDeps, examine } from '../doctor.ts'

export const doctorRoute = defineRoute({
  method: 'POST',
  path: '/v1/system/doctor',
  summary: 'Examine what Reeve stands on: database, disk, jobs, AWS credentials and endpoint',
  permission: 'system:read',
  body: z.strictObject({}),
  reply: {
    status: 200,
    schema: z.strictObject({
      version: z.string(),
      checks: z.array(z.strictObject({ name: z.string(), state: z.enum(['ok', 'warning', 'failed', 'unknown']), detail: z.string() })),
    }),
  },
  errors: {},
  handle: async (deps: DoctorDeps, { signal }) => ({ version: deps.version, checks: await examine(deps, signal) }),
})
