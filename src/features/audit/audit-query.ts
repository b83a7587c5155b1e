import { z } from 'zod'
import type { AuditFilter } from '#platform/audit/list-events.ts'

/** What may be asked of the trail; conditions given together must all hold. */
export const auditFilterQuery = {
  actor: z.string().max(200).optional().describe('`token:<id>`, `os:<uid>`, `user:*`, …'),
  action: z.string().max(200).optional().describe('`organization.registered`, or `organization.*`'),
  subject: z.string().max(300).optional().describe('`account:111122223333`, or `account:*`'),
  subjectKind: z
    .string()
    .max(50)
    .regex(/^[a-z_-]+$/, 'Write the first part of a subject, such as account.')
    .optional(),
  result: z.enum(['done', 'refused', 'failed']).optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, 'Write the twelve digits of an account.')
    .optional()
    .describe('What happened to it, or names it before or after'),
  organization: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, 'Write an organization’s id, such as o-a1b2c3d4e5.')
    .optional(),
  requestId: z.string().max(100).optional(),
  q: z.string().min(2).max(200).optional().describe('Text anywhere in an event, whatever its case'),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
} as const

const schema = z.strictObject(auditFilterQuery)

export function readAuditFilter({ since, until, q, ...rest }: z.output<typeof schema>): AuditFilter {
  return {
    ...rest,
    text: q,
    since: since === undefined ? undefined : new Date(since),
    until: until === undefined ? undefined : new Date(until),
  }
}
