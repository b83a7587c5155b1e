import Autosuggest from '@cloudscape-design/components/autosuggest'
import TopNavigation from '@cloudscape-design/components/top-navigation'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { type Session, useMay } from '../auth/session.ts'
import { useStore } from '../lib/store.ts'
import { showText } from '../lib/show-text.ts'
import { findPlaces } from './navigation.ts'
import { theme, type ThemeChoice } from './theme.ts'

const accountId = /^\d{12}$/
const themes: readonly { readonly id: ThemeChoice; readonly text: string }[] = [
  { id: 'system', text: 'As the system' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
]

export function TopBar({ session, onSignOut }: { readonly session: Session; readonly onSignOut: () => void }) {
  const choice = useStore(theme.choice)
  return (
    <TopNavigation
      identity={{ href: '/', title: 'Reeve' }}
      search={<Search />}
      utilities={[
        {
          type: 'menu-dropdown',
          iconName: 'settings',
          ariaLabel: 'Appearance',
          title: 'Appearance',
          items: themes.map(({ id, text }) => ({ id, text, itemType: 'checkbox', checked: id === choice })),
          onItemClick: ({ detail }) => theme.choose(detail.id as ThemeChoice),
        },
        {
          type: 'menu-dropdown',
          iconName: 'user-profile',
          text: showText(session.actor.label ?? session.actor.id, 24),
          description: session.actor.id,
          items: [
            { id: 'profile', text: 'Your profile', href: '/profile' },
            { id: 'sign-out', text: 'Sign out' },
          ],
          onItemClick: ({ detail }) => {
            if (detail.id === 'sign-out') onSignOut()
          },
        },
      ]}
      i18nStrings={{
        searchIconAriaLabel: 'Search',
        searchDismissIconAriaLabel: 'Close search',
        overflowMenuTriggerText: 'More',
        overflowMenuTitleText: 'All',
        overflowMenuBackIconAriaLabel: 'Back',
        overflowMenuDismissIconAriaLabel: 'Close',
      }}
    />
  )
}

/** Goes to a page by its name or an older one, to an account by its id, or searches the accounts for the text. */
function Search() {
  const { history } = useRouter()
  const may = useMay()
  const [value, setValue] = useState('')
  const text = value.trim()
  const go = (to: string): void => {
    setValue('')
    history.push(to)
  }
  const pages = findPlaces(text, may).map(({ text: label, href, alsoCalled }) => ({
    value: href,
    label,
    description: hintFor(text, label, alsoCalled),
  }))
  const search = { value: `/accounts?q=${encodeURIComponent(text)}`, label: `Search accounts for “${text}”` }
  const open = accountId.test(text) && may('accounts:read') ? [{ value: `/accounts/${text}`, label: `Open account ${text}` }] : []
  const options = [...open, ...pages, ...(text !== '' && may('accounts:read') ? [search] : [])]
  return (
    <Autosuggest
      clearAriaLabel="Clear"
      value={value}
      placeholder="Search pages and accounts"
      ariaLabel="Search pages and accounts"
      enteredTextLabel={(entered) => `Search accounts for “${entered}”`}
      filteringType="manual"
      options={options}
      onChange={({ detail }) => setValue(options.some((option) => option.value === detail.value) ? '' : detail.value)}
      onSelect={({ detail }) => go(detail.value.startsWith('/') ? detail.value : search.value)}
      empty="No page has this name."
    />
  )
}

function hintFor(text: string, name: string, alsoCalled: readonly string[]): string | undefined {
  const word = text.toLowerCase()
  return word === '' || name.toLowerCase().includes(word) ? undefined : alsoCalled.find((other) => other.includes(word))
}
