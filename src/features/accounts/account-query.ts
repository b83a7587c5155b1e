import { z } from 'zod'
import { parseSelector, type Selector } from '#lib/selector/index.ts'
import { accountInclusions, accountStates, accountStatuses } from './account.ts'
import { accountErrors } from './errors.ts'
import type { AccountFilter } from './list-accounts.ts'

/** What a list or an export of accounts may be narrowed by. */
export const accountFilterQuery = {
  organization: z.string().max(200).optional().describe('`o-…` or nickname'),
  status: z.enum(accountStatuses).optional(),
  state: z.enum(accountStates).optional(),
  inclusion: z.enum(accountInclusions).optional().describe('Absent: all but detached ones'),
  path: z.string().max(1000).optional().describe('Root/Sports, and everything below'),
  badge: z.string().max(400).optional().describe('`key` or `key=value`'),
  q: z.string().max(200).optional().describe('Part of a name or e-mail, or an account id'),
  attention: z.enum(['true', 'false']).optional().describe('Only accounts that Reeve cannot reach or that AWS has suspended'),
  selector: z.string().max(4000).optional().describe('`ou:/Sports/** and badge:tier=1`'),
}

type FilterQuery = z.output<z.ZodObject<typeof accountFilterQuery>>

/** The filter that a query asks for; throws `account_selector_invalid` with the place of the fault. */
export function readAccountFilter({ badge, attention, selector, ...rest }: FilterQuery): AccountFilter {
  return {
    ...rest,
    badge: badge === undefined ? undefined : readBadge(badge),
    attention: attention === undefined ? undefined : attention === 'true',
    selector: selector === undefined ? undefined : readSelector(selector),
  }
}

function readBadge(text: string): { key: string; value: string | undefined } {
  const at = text.indexOf('=')
  return at === -1 ? { key: text, value: undefined } : { key: text.slice(0, at), value: text.slice(at + 1) }
}

function readSelector(text: string): Selector {
  const parsed = parseSelector(text)
  if (parsed.kind === 'ok') return parsed.selector
  const { message, offset, suggestion } = parsed.error
  throw accountErrors.account_selector_invalid(`${message} (at character ${offset + 1})${suggestion === undefined ? '' : ` ${suggestion}`}`)
}
