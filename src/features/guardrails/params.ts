import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'

/** `service:Action`, wildcards allowed; `*` alone is not: a guardrail names what it stops. */
export const actionField = z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9*?]+$/, 'An action is written service:Action, wildcards allowed (s3:*).')
export const regionField = z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'A Region is written like eu-central-1.')
export const accountField = z.string().regex(idPatterns.account, 'An account id is twelve digits.')
/** A role or user ARN whose account and path may carry wildcards. */
export const principalArnField = z
  .string()
  .regex(/^arn:(aws[a-z-]*|\*):(iam|sts)::(\d{12}|\*):[a-z-]+\/.+$/, 'A principal is written arn:aws:iam::*:role/Name, wildcards allowed.')
export const organizationField = z.string().regex(idPatterns.organization, 'An organization id is written o-….')
/** As in aws:ResourceOrgPaths: `o-…/r-…/ou-…/`, the trailing slash included; `*` after it takes in everything below. */
export const orgPathField = z
  .string()
  .regex(
    /^o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}\/(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}\/)*\*?$/,
    'A path is written o-…/r-…/ou-…/ and ends in / or /*.',
  )

/**
 * `faithful` writes a perimeter exactly as its source has it: where the key is absent from a request, a negated operator is true and the
 * Deny fires. `guarded` adds a Null check, so that requests of which AWS does not say whose resource they touch stay untouched.
 */
export const modeField = z.enum(['guarded', 'faithful']).default('guarded')
