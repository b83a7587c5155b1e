import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type ConsolePage, consolePages } from '../support/console-pages.ts'
import { type ConsoleState, consoleStates } from '../support/console-states.ts'
import { axeViolations } from '../support/console-visit.ts'
import { openJourney } from '../support/journey.ts'

const journey = await openJourney({ accounts: 45 })
after(() => journey.close())
const { organizationId, orgRoleArn } = journey.sim
const { items } = await journey.server.client.get<{ items: { accountId: string }[] }>('/v1/accounts', { attention: 'true', limit: 1 })
const pages = await consolePages(journey.server.client, organizationId)
const states = consoleStates({ organizationId, orgRoleArn, accountId: items[0]!.accountId })

/** Narrow as a telephone, and as a browser of 1,366 pixels is at 200 per cent. */
const widths = [400, 683]

async function faultsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const colors of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: colors })
    found.push(
      ...(await axeViolations(page, colors === 'light' ? 'everything' : 'colors')).map((violation) => `${name}, ${colors}: ${violation}`),
    )
  }
  await page.emulateMedia({ colorScheme: 'light' })
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const wide = (await page.evaluate(
      `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.documentElement.scrollWidth))))`,
    )) as number
    if (wide > width) found.push(`${name}: the page is ${wide} wide in ${width}`)
  }
  await page.setViewportSize({ width: 1366, height: 900 })
  return found
}

/** Looks at all of them in two browsers side by side; answers what was found. */
async function lookAt(all: readonly ConsolePage[]): Promise<string[]> {
  const rest = all.values()
  const look = async (): Promise<string[]> => {
    const found: string[] = []
    const visitor = await journey.visit()
    for (const item of rest) {
      await visitor.go(item.path)
      found.push(...(await faultsOf(visitor.page, item.name)))
    }
    found.push(...visitor.faults)
    await visitor.close()
    return found
  }
  return (await Promise.all([look(), look()])).flat()
}

test('every page passes axe, light and dark, scrolls only downwards when narrow or enlarged, and is without browser errors', async () => {
  assert.deepEqual(await lookAt(pages), [])
})

test('so do open dialogs, forms with errors, and pages that are empty, late, refused, failed or cut off', async () => {
  const isOurs = (fault: string): boolean => !/net::ERR_|status of 5\d\d/.test(fault)
  const rest = states.values()
  const look = async (): Promise<string[]> => {
    const found: string[] = []
    for (const state of rest) found.push(...(await lookAtState(state)))
    return found
  }
  assert.deepEqual((await Promise.all([look(), look()])).flat().filter(isOurs), [])
})

/** A state is entered in a browser of its own: what is mocked or ended there stays there. */
async function lookAtState(state: ConsoleState): Promise<string[]> {
  const visitor = await journey.visit({ path: state.path })
  await state.enter(visitor.page).catch((error: unknown) => assert.fail(`${state.name}: ${String(error)}`))
  const found = await faultsOf(visitor.page, state.name)
  await visitor.close()
  return [...found, ...visitor.faults]
}
