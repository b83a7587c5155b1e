import type { Page } from 'playwright-core'
import type { ConsoleState } from './console-states.ts'

const press = async (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).last().click()
const summary = (page: Page): Promise<void> => page.locator('[data-testid="form-errors"]:focus').waitFor()
const pressInVain = (name: string) => async (page: Page) => {
  await press(page, name)
  await summary(page)
}

async function chooseWhere(page: Page, option: RegExp): Promise<void> {
  await page
    .getByRole('button', { name: /^Where/ })
    .last()
    .click()
  await page.getByRole('option', { name: option }).click()
}

/** Dialogs and forms with errors of Settings; each is entered from the page at `path`. */
export const settingsStates: readonly ConsoleState[] = [
  {
    name: 'dialog-invite-badges',
    path: '/settings?tab=people',
    enter: async (page) => {
      await press(page, 'Invite')
      await chooseWhere(page, /^Badges/)
      await press(page, 'Add badge')
      await page.getByPlaceholder('team').fill('tier')
      await page.getByText('Who can change the badge').waitFor()
    },
  },
  {
    name: 'dialog-token-errors',
    path: '/settings?tab=tokens',
    enter: async (page) => {
      await press(page, 'Create token')
      await chooseWhere(page, /^OUs/)
      await pressInVain('Create')(page)
    },
  },
  { name: 'role-errors', path: '/settings/add-role', enter: pressInVain('Create the role') },
  { name: 'provider-errors', path: '/settings/add-provider', enter: pressInVain('Add the provider') },
  { name: 'directory-errors', path: '/settings/add-directory', enter: pressInVain('Connect the directory') },
  { name: 'channel-errors', path: '/settings/add-channel?kind=slack', enter: pressInVain('Add the channel') },
  { name: 'dialog-rotate-key', path: '/settings?tab=keys', enter: (page) => press(page, 'Rotate the key') },
  {
    name: 'letters-form',
    path: '/settings?tab=sign-in',
    enter: async (page) => {
      await press(page, 'Set the mail server')
      await pressInVain('Save')(page)
    },
  },
]
