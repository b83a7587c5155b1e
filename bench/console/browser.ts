import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '#test/support/browser.ts'
import type { Stage } from '#test/support/large-stage.ts'
import { initialScriptBytes } from '../../scripts/support/initial-script.ts'
import type { ConsoleRow } from '../console.bench.ts'
import { percentile } from './percentile.ts'

export const browserCases: readonly string[] = ['first-page-cold', 'first-page-warm', 'route-change', 'tab-memory', 'initial-script']
export const isBrowserCase = (name: string): boolean => browserCases.includes(name)

const loads = 7
const rounds = 6
const waitMs = 30_000
const viewport = { width: 1440, height: 900 }

/** How a page is known to be usable: this is on it and shows what was read from the server. */
const usable = {
  accounts: { path: '/accounts', shows: 'table[aria-label="accounts" i] a[href^="/accounts/1"]' },
  organizations: { path: '/organizations', shows: 'table[aria-label="organizations" i] a[href^="/organizations/o-"]' },
  policies: { path: '/policies', shows: 'table[aria-label="policies" i] a[href^="/policies/p-"]' },
  badges: { path: '/badges', shows: 'table[aria-label="badges" i] a[href^="/accounts/1"]' },
  jobs: { path: '/jobs', shows: 'table[aria-label="jobs" i] tbody tr' },
} as const
type Place = keyof typeof usable

type Options = { readonly cases: readonly string[]; readonly minutes: number }

/** What somebody in front of Chromium waits for, on this machine, as a viewer of the whole estate. */
export async function measureBrowser(stage: Stage, { cases, minutes }: Options): Promise<ConsoleRow[]> {
  const browser = await openBrowser()
  try {
    const cookie = await stage.signIn('viewer')
    const rows: ConsoleRow[] = []
    if (cases.includes('first-page-cold') || cases.includes('first-page-warm'))
      rows.push(...(await firstPages(browser, { stage, cookie })).filter((row) => cases.includes(row.case)))
    if (cases.includes('route-change')) rows.push(await routeChanges(browser, { stage, cookie }))
    if (cases.includes('tab-memory')) rows.push(await tabMemory(browser, { stage, cookie, minutes }))
    if (cases.includes('initial-script')) rows.push(initialScript())
    return rows
  } finally {
    await browser.close()
  }
}

type Visit = { readonly stage: Stage; readonly cookie: string }

async function openContext(browser: Browser, { stage, cookie }: Visit): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: stage.server.url, viewport, locale: 'en-GB' })
  await context.addCookies(
    cookie
      .split('; ')
      .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: stage.server.url })),
  )
  // Watches for the first row from inside the page, so that driving the browser is no part of the time.
  await context.addInitScript(`window.untilShown = (selector, from) => new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(selector) === null) return false
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)))
      return true
    }
    if (look()) return
    const observer = new MutationObserver(() => { if (look()) observer.disconnect() })
    observer.observe(document, { childList: true, subtree: true, attributes: true })
  })`)
  return context
}

async function firstPages(browser: Browser, visit: Visit): Promise<ConsoleRow[]> {
  const cold: number[] = []
  const warm: number[] = []
  for (let load = 0; load < loads; load += 1) {
    const context = await openContext(browser, visit)
    const page = await context.newPage()
    cold.push(await loadAccounts(page))
    // The code of the other pages is fetched once the first stands: let that end, as it does while somebody reads.
    await page.waitForLoadState('networkidle')
    warm.push(await loadAccounts(page))
    await context.close()
  }
  const how = `${loads} loads of /accounts in Chromium, by address, from the start of navigation to the frame that shows the first rows of 50, by the page's own clock`
  return [
    {
      ...timesOf('first-page-cold', cold),
      details: { how: `${how}; nothing cached, a new browser context each time, the session there already` },
    },
    {
      ...timesOf('first-page-warm', warm),
      details: { how: `${how}; the second load in the same context, with what the browser has cached` },
    },
  ]
}

async function loadAccounts(page: Page): Promise<number> {
  await page.goto(usable.accounts.path, { waitUntil: 'commit' })
  return shown(page, { selector: usable.accounts.shows, from: 0 })
}

function shown(page: Page, { selector, from }: { readonly selector: string; readonly from: number }): Promise<number> {
  return inTime(page, { selector, waiting: page.evaluate<number>(`window.untilShown(${JSON.stringify(selector)}, ${from})`) })
}

/** A page that never shows what is waited for is told as such, and does not hold the bench for ever. */
async function inTime(
  page: Page,
  { selector, waiting }: { readonly selector: string; readonly waiting: Promise<number> },
): Promise<number> {
  const abort = new AbortController()
  const late = delay(waitMs, undefined, { signal: abort.signal }).then(() => {
    throw new Error(`${selector} did not show within ${waitMs / 1000} s at ${page.url()}`)
  })
  try {
    return await Promise.race([waiting, late])
  } finally {
    abort.abort()
    late.catch(() => undefined)
  }
}

const way: readonly Place[] = ['organizations', 'accounts', 'policies', 'badges', 'jobs', 'accounts']

async function routeChanges(browser: Browser, visit: Visit): Promise<ConsoleRow> {
  const context = await openContext(browser, visit)
  const page = await context.newPage()
  await loadAccounts(page)
  await page.waitForLoadState('networkidle')
  const times: number[] = []
  const byPlace = new Map<string, number[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const place of way) {
      const ms = await goTo(page, place)
      times.push(ms)
      byPlace.set(place, [...(byPlace.get(place) ?? []), ms])
      // Longer than what was read stays fresh, so that no page is shown from memory alone.
      await delay(300)
    }
  }
  await context.close()
  const each = [...byPlace].map(([place, values]) => `${place} ${percentile(values, 50)}`).join(', ')
  return {
    ...timesOf('route-change', times),
    details: {
      how: `${times.length} clicks in the menu (${rounds} rounds of ${way.join(', ')}), from the click to the frame that shows what the page is about, by the page's own clock; medians in ms: ${each}`,
    },
  }
}

/** Clicks the menu's link from inside the page, and waits until the new page shows its own. Where one is already, it shows at once: go somewhere else first. */
async function goTo(page: Page, place: Place): Promise<number> {
  const { path: href, shows } = usable[place]
  const waiting = page.evaluate<number>(`new Promise((resolve, reject) => {
    const link = document.querySelector('nav a[href="${href}"]')
    if (link === null) return reject(new Error('the menu has no ${href}'))
    const from = performance.now()
    link.click()
    resolve(window.untilShown(${JSON.stringify(shows)}, from))
  })`)
  return inTime(page, { selector: shows, waiting })
}

async function tabMemory(browser: Browser, visit: Visit & { readonly minutes: number }): Promise<ConsoleRow> {
  const context = await openContext(browser, visit)
  const page = await context.newPage()
  await loadAccounts(page)
  const session = await context.newCDPSession(page)
  const atStart = await weigh(session, browser)
  const until = performance.now() + visit.minutes * 60_000
  let clicks = 0
  while (performance.now() < until) {
    for (const place of way) {
      await goTo(page, place)
      clicks += 1
      if (place === 'accounts') clicks += await browse(page, clicks)
    }
  }
  const atEnd = await weigh(session, browser)
  await context.close()
  return {
    case: 'tab-memory',
    p50Ms: null,
    p95Ms: null,
    requestsPerSecond: null,
    megabytes: atEnd.processMb ?? atEnd.heapMb,
    details: {
      how:
        `private memory of the tab's process (Chromium's own code and buffers included; where the system does not tell, the JavaScript heap) after a collection, ` +
        `at the end of ${visit.minutes} min of clicking without pause: ${clicks} clicks through the menu, pages, orders and filters; ` +
        `${atStart.processMb ?? 'unknown'} MB at the start; JavaScript heap ${atStart.heapMb} MB, then ${atEnd.heapMb} MB`,
    },
  }
}

/** Pages, sorts and filters the list, as somebody does who looks for something. */
async function browse(page: Page, turn: number): Promise<number> {
  const tiers = ['1', '2', '3', '4']
  const filter = encodeURIComponent(JSON.stringify(['and', ['badge', '=', `tier=${tiers[turn % tiers.length]}`]]))
  for (const address of [`/accounts?filter=${filter}`, '/accounts?sort=-status', '/accounts']) {
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(address)})`)
    await shown(page, { selector: usable.accounts.shows, from: 0 })
  }
  const next = page.getByRole('button', { name: 'Next page' })
  await next.click()
  await page.waitForURL(/cursor=/)
  return 4
}

type Weight = { readonly heapMb: number; readonly processMb: number | null }

async function weigh(session: Awaited<ReturnType<BrowserContext['newCDPSession']>>, browser: Browser): Promise<Weight> {
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
  return { heapMb: megabytes(heap), processMb: await privateMemory(browser) }
}

/** Of the largest renderer: the browser has one tab. https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html */
async function privateMemory(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateBytes(id))
  return sizes.length === 0 || sizes.includes(null) ? null : megabytes(Math.max(...sizes.map((size) => size ?? 0)))
}

function privateBytes(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].reduce((sum, [, size]) => sum + Number(size), 0)
    return kilobytes * 1024
  } catch {
    return null
  }
}

function initialScript(): ConsoleRow {
  const folder = path.join(import.meta.dirname, '../../console/dist')
  return {
    case: 'initial-script',
    p50Ms: null,
    p95Ms: null,
    requestsPerSecond: null,
    kilobytes: Math.round(initialScriptBytes(folder) / 1024),
    details: { how: 'gzip, the module that the page names and all that it imports statically, as the build that stands in console/dist' },
  }
}

function timesOf(name: string, times: readonly number[]): Omit<ConsoleRow, 'details'> {
  return { case: name, p50Ms: percentile(times, 50), p95Ms: percentile(times, 95), requestsPerSecond: null, requests: times.length }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576)
}
