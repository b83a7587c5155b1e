import type { Page, Route } from 'playwright-core'
import type { ConsolePage } from './console-pages.ts'
import { settingsStates } from './settings-states.ts'

/** A page in a state that a person brings about: an open dialog, a form with errors, a read that failed. */
export type ConsoleState = ConsolePage & { enter(page: Page): Promise<void> }

type Facts = { readonly organizationId: string; readonly accountId: string; readonly orgRoleArn: string }

const press =
  (...names: readonly string[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).last().click()
  }
const summary = (page: Page): Promise<void> => page.locator('[data-testid="form-errors"]:focus').waitFor()

/** States of pages besides the ones in which they open; each is entered from the page at `path`. */
export function consoleStates({ organizationId, accountId, orgRoleArn }: Facts): readonly ConsoleState[] {
  const account = `/accounts/${accountId}`
  const organization = `/organizations/${organizationId}`
  return [
    { name: 'dialog-badge', path: account, enter: press('Set a badge') },
    {
      name: 'dialog-badge-errors',
      path: `${account}?tab=badges`,
      enter: async (page) => (await press('Set a badge', 'Set badge')(page), summary(page)),
    },
    { name: 'dialog-ignore-errors', path: account, enter: async (page) => (await press('Ignore until …', 'Ignore')(page), summary(page)) },
    {
      name: 'dialog-view',
      path: '/accounts?filter=&q=a',
      enter: async (page) => {
        await press('Views')(page)
        await page.getByRole('menuitem', { name: 'Save this filter as a view …' }).click()
      },
    },
    {
      name: 'dialog-remove-organization',
      path: `${organization}?tab=registration`,
      enter: async (page) => {
        await page
          .getByRole('button', { name: /^Remove/ })
          .first()
          .click()
        await press('Remove')(page)
        await summary(page)
      },
    },
    {
      name: 'selector-error',
      path: '/accounts',
      enter: async (page) => {
        await page.getByText('Write a selector').click()
        await page.getByRole('combobox', { name: /Selector/ }).fill('badge:tier=1 and and')
        await page.keyboard.press('Enter')
        await page.getByText(/at character/).waitFor()
      },
    },
    {
      name: 'wizard-errors',
      path: '/organizations/add?step=2',
      enter: async (page) => {
        await page.getByLabel('ARN of the organization role').fill('arn:aw:iam::1111:role/Re eve')
        await press('Test only')(page)
        await summary(page)
      },
    },
    {
      name: 'wizard-test-failed',
      path: '/organizations/add?step=2&from=errors',
      enter: async (page) => {
        await page.getByLabel('ARN of the organization role').fill(orgRoleArn)
        await page.getByLabel('ExternalId').fill('not-the-right-one')
        await press('Test only')(page)
        await page.getByText('The test failed').waitFor()
      },
    },
    {
      name: 'edit-errors',
      path: `${organization}/edit`,
      enter: async (page) => {
        await page.getByLabel('Nickname').fill('<b>bold</b>')
        await press('Save')(page)
        await summary(page)
      },
    },
    { name: 'menu-actions', path: '/badges', enter: async (page) => page.getByRole('button', { name: 'Appearance' }).click() },
    ...settingsStates,
    ...failures(),
  ]
}

/** What stands there when an answer is missing, late, refused or empty. */
function failures(): readonly ConsoleState[] {
  const answer = (status: number, body: object) => (route: Route) =>
    route.fulfill({ status, contentType: status < 400 ? 'application/json' : 'application/problem+json', body: JSON.stringify(body) })
  const problem = (status: number, title: string, detail: string): object => ({
    type: 'about:blank',
    title,
    status,
    detail,
    code: 'test',
    requestId: 'request-1',
  })
  const withAnswer = (reply: (route: Route) => unknown, says: RegExp) => async (page: Page) => {
    await page.route(/\/v1\/(jobs|badges|accounts)\?/, reply)
    await page.reload()
    await page.getByText(says).first().waitFor()
  }
  return [
    {
      name: 'failed-accounts',
      path: '/accounts?q=fails',
      enter: withAnswer(answer(500, problem(500, 'Internal error', 'Something went wrong here.')), /Could not load/),
    },
    {
      name: 'forbidden-jobs',
      path: '/jobs',
      enter: withAnswer(answer(403, problem(403, 'Not permitted', 'You lack jobs:read.')), /You may not see/),
    },
    { name: 'empty-badges', path: '/badges', enter: withAnswer(answer(200, { items: [], nextCursor: null }), /No badges/) },
    { name: 'empty-jobs', path: '/jobs', enter: withAnswer(answer(200, { items: [], nextCursor: null }), /No |Nothing/) },
    { name: 'loading-accounts', path: '/accounts?q=never', enter: withAnswer(() => undefined, /Loading accounts/) },
    {
      name: 'connection-lost',
      path: '/jobs',
      enter: async (page) => {
        await page.route(/\/(v1\/|healthz)/, (route) => route.abort())
        await page.getByRole('link', { name: 'Badges', exact: true }).click()
        await page.getByText('Reeve does not answer').first().waitFor()
      },
    },
    {
      name: 'session-ended',
      path: '/jobs',
      enter: async (page) => {
        await page.route(/\/v1\//, answer(401, problem(401, 'Sign in first', 'The session has ended.')))
        await page.getByRole('link', { name: 'Badges', exact: true }).click()
        await page.getByText('Everything on this page is kept.').waitFor()
      },
    },
  ]
}
