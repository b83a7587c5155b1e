import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openBrowser } from '#test/support/browser.ts'
import { type ConsolePage, consolePages } from '#test/support/console-pages.ts'
import { type ConsoleStack, startConsoleStack } from '#test/support/console-stack.ts'
import { type ConsoleState, consoleStates } from '#test/support/console-states.ts'
import { visit } from '#test/support/console-visit.ts'

/**
 * `npm run shots [NAME …]`: every page and state of the console as a picture, light and dark, desktop and narrow, into the ignored folder
 * shots/; with names, only those whose name begins so.
 */
const folder = join(import.meta.dirname, '../shots')
const accounts = 127
const widths = { desktop: 1366, narrow: 390 } as const
const wanted = process.argv.slice(2)
const isWanted = ({ name }: { readonly name: string }): boolean => wanted.length === 0 || wanted.some((begin) => name.startsWith(begin))

type Look = { readonly colors: 'light' | 'dark'; readonly size: keyof typeof widths }
type Studio = { readonly browser: Browser; readonly stack: ConsoleStack; readonly look: Look }

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const [stack, browser] = await Promise.all([startConsoleStack({ accounts, isRegistered: true }), openBrowser()])
try {
  const { client } = stack.server
  const { organizationId, orgRoleArn } = stack.sim
  const pages = (await consolePages(client, organizationId)).filter(isWanted)
  const { items } = await client.get<{ items: { accountId: string }[] }>('/v1/accounts', { attention: 'true', limit: 1 })
  const states = consoleStates({ organizationId, orgRoleArn, accountId: items[0]?.accountId ?? '' }).filter(isWanted)
  for (const colors of ['light', 'dark'] as const) {
    for (const size of Object.keys(widths) as (keyof typeof widths)[]) {
      const studio = { browser, stack, look: { colors, size } }
      const faults = [...(await takePages(studio, pages)), ...(await takeStates(studio, states))]
      console.error(`${size}, ${colors}: ${pages.length + states.length} pictures${faults.length === 0 ? '' : `; ${faults.join('; ')}`}`)
    }
  }
} finally {
  await browser.close()
  await stack.stop()
}

/** Pages one after the other in one browser, and the sign-in of a stranger. Answers what the browser complained of. */
async function takePages({ browser, stack, look }: Studio, pages: readonly ConsolePage[]): Promise<readonly string[]> {
  const options = { url: stack.server.url, colors: look.colors, width: widths[look.size] }
  if (isWanted({ name: 'sign-in' })) {
    const stranger = await visit(browser, options)
    await stranger.page.screenshot({ path: pathOf('sign-in', look) })
    await stranger.close()
  }
  const visitor = await visit(browser, { ...options, token: stack.server.token })
  for (const page of pages) {
    await visitor.go(page.path)
    await visitor.page.screenshot({ path: pathOf(page.name, look) })
  }
  await visitor.close()
  return visitor.faults
}

/** Each state in a browser of its own, because what is mocked for it stays with it. */
async function takeStates({ browser, stack, look }: Studio, states: readonly ConsoleState[]): Promise<readonly string[]> {
  const failed: string[] = []
  for (const state of states) {
    const { url, token } = stack.server
    const visitor = await visit(browser, { url, token, colors: look.colors, width: widths[look.size], path: state.path })
    await state.enter(visitor.page).catch((error: unknown) => failed.push(`${state.name} was not entered: ${String(error).split('\n')[0]}`))
    await visitor.page.screenshot({ path: pathOf(state.name, look) })
    await visitor.close()
  }
  return failed
}

function pathOf(name: string, { size, colors }: Look): string {
  return join(folder, `${name}.${size}.${colors}.png`)
}
