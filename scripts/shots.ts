import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser } from '#test/support/browser.ts'
import { consolePages } from '#test/support/console-pages.ts'
import { startConsoleStack } from '#test/support/console-stack.ts'
import { visit } from '#test/support/console-visit.ts'

/** `npm run shots`: every page of the console as a picture, light and dark, desktop and narrow, into the ignored folder shots/. */
const folder = join(import.meta.dirname, '../shots')
const accounts = 127
const widths = { desktop: 1366, narrow: 390 } as const

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const [stack, browser] = await Promise.all([startConsoleStack({ accounts, isRegistered: true }), openBrowser()])
try {
  const pages = await consolePages(stack.server.client, stack.sim.organizationId)
  for (const colors of ['light', 'dark'] as const) {
    for (const [name, width] of Object.entries(widths)) {
      const stranger = await visit(browser, { url: stack.server.url, colors, width })
      await stranger.page.screenshot({ path: join(folder, `sign-in.${name}.${colors}.png`) })
      await stranger.close()
      const visitor = await visit(browser, { url: stack.server.url, token: stack.server.token, colors, width })
      for (const page of pages) {
        await visitor.go(page.path)
        await visitor.page.screenshot({ path: join(folder, `${page.name}.${name}.${colors}.png`) })
      }
      console.error(
        `${name}, ${colors}: ${pages.length + 1} pictures${visitor.faults.length === 0 ? '' : `; the browser complains: ${visitor.faults.join('; ')}`}`,
      )
      await visitor.close()
    }
  }
} finally {
  await browser.close()
  await stack.stop()
}
