import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'

const waitMs = 15_000
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** A refused request is told by the page; the browser's own note of it is no fault of the page. */
const expectedNoise = /^Failed to load resource: the server responded with a status of 4\d\d/

export type Visit = {
  readonly page: Page
  readonly faults: string[]
  /** Goes to a page as a link within the console does, and waits until it has read what it shows. */
  go(path: string): Promise<void>
  close(): Promise<void>
}
export type VisitOptions = {
  readonly url: string
  /** An API token that the address carries, or the cookies of a session; without either, a stranger. */
  readonly token?: string
  readonly cookie?: string
  readonly colors?: 'light' | 'dark'
  readonly width?: number
  /** Where to arrive. */
  readonly path?: string
}

/** A person at the console in a browser of their own, with everything that the browser complains of. */
export async function visit(
  browser: Browser,
  { url, token, cookie, colors = 'light', width = 1366, path = '/' }: VisitOptions,
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 900 },
    colorScheme: colors,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  })
  if (cookie !== undefined) await context.addCookies(cookie.split('; ').map((pair) => cookieAt(url, pair)))
  const page = await context.newPage()
  page.setDefaultTimeout(waitMs)
  const faults: string[] = []
  // An identity provider's own pages are not judged here.
  const isOurs = (): boolean => page.url().startsWith(url)
  page.on('console', (message) => {
    if (message.type() === 'error' && isOurs() && !expectedNoise.test(message.text())) faults.push(message.text())
  })
  page.on('pageerror', (error) => isOurs() && faults.push(String(error)))
  await page.goto(token === undefined ? path : `${path}#token=${token}`)
  await page.locator('h1').first().waitFor()
  const settled = watchRequests(page)
  const go = async (path: string): Promise<void> => {
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)
    await settled()
    await page.locator('h1').first().waitFor()
  }
  return { page, faults, go, close: () => context.close() }
}

function cookieAt(url: string, pair: string): { url: string; name: string; value: string } {
  const at = pair.indexOf('=')
  return { url, name: pair.slice(0, at), value: pair.slice(at + 1) }
}

const quietMs = 200

/** Resolves once no request has been under way for a moment. */
function watchRequests(page: Page): () => Promise<void> {
  const state = { underWay: 0, changedAt: Date.now() }
  const count = (by: number) => () => {
    state.underWay += by
    state.changedAt = Date.now()
  }
  page.on('request', count(1)).on('requestfinished', count(-1)).on('requestfailed', count(-1))
  return async () => {
    state.changedAt = Date.now()
    while (state.underWay > 0 || Date.now() - state.changedAt < quietMs) await delay(20)
  }
}

/** Opens a page and waits until it has read what it shows. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
}

type AxeResult = {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[]
  }[]
}

const axeRules = {
  everything: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  /** Enough for a page that was judged already and only changed its colors. */
  colors: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
}

/** What axe finds against WCAG 2.2 A and AA and its own best practices, as lines to read. */
export async function axeViolations(page: Page, what: keyof typeof axeRules): Promise<string[]> {
  await page.evaluate(axeSource)
  const result = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(axeRules[what])}, resultTypes: ['violations'] })`,
  )) as AxeResult
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  )
}

export function assertNoFaults({ faults }: Visit): void {
  assert.deepEqual(faults, [])
}
