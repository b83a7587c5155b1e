import { z } from 'zod'
import { parseSelector, type Selector } from '#lib/selector/index.ts'
import type { Db } from '#platform/db/db.ts'
import { defineRoute } from '#platform/http/define-route.ts'
import { readSort, sortedPage, sortedQuery, sortedReply } from '#platform/http/sorted-page.ts'
import { accountInclusions, accountStates, accountStatuses } from '../account.ts'
import { accountErrors, accountErrorSpecs } from '../errors.ts'
import { accountSorts, countAccounts, listAccounts } from '../list-accounts.ts'
import { accountSchema } from '../schemas.ts'

export const listAccountsRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts',
  summary: 'List accounts, by organization, status, state, place, badge, text or selector',
  permission: 'accounts:read',
  reach: 'scoped',
  query: sortedQuery(accountSorts).extend({
    organization: z.string().max(200).optional().describe('`o-…` or nickname'),
    status: z.enum(accountStatuses).optional(),
    state: z.enum(accountStates).optional(),
    inclusion: z.enum(accountInclusions).optional().describe('Absent: all but detached ones'),
    path: z.string().max(1000).optional().describe('Root/Sports, and everything below'),
    badge: z.string().max(400).optional().describe('`key` or `key=value`'),
    q: z.string().max(200).optional().describe('Part of a name or e-mail, or an account id'),
    attention: z.enum(['true', 'false']).optional().describe('Only accounts that Reeve cannot reach or that AWS has suspended'),
    selector: z.string().max(4000).optional().describe('`ou:/Sports/** and badge:tier=1`'),
  }),
  reply: { status: 200, schema: sortedReply(accountSchema) },
  errors: { account_selector_invalid: accountErrorSpecs.account_selector_invalid },
  handle: async (deps: { readonly db: Db; readonly now: () => Date }, { query }) => {
    const { limit, cursor, sort = 'accountId', total, badge, attention, selector, ...rest } = query
    const { name, isDescending, position } = readSort({ sort, cursor }, sort)
    const filter = {
      ...rest,
      badge: badge === undefined ? undefined : readBadge(badge),
      attention: attention === undefined ? undefined : attention === 'true',
      selector: selector === undefined ? undefined : readSelector(selector),
    }
    const now = deps.now()
    const rows = await listAccounts(deps.db, filter, { limit: limit + 1, sort: name, isDescending, position, now })
    const page = sortedPage(rows, { limit, sort, position })
    return { ...page, total: total === 'true' ? await countAccounts(deps.db, filter, now) : null }
  },
})

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
