import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { createStore } from '../lib/store.ts'

const storageKey = 'reeve.theme'
export type ThemeChoice = 'system' | 'light' | 'dark'
const choice = createStore<ThemeChoice>('system')
const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** Light or dark as the person chose, or as their system says. */
export const theme = {
  choice,
  restore(): void {
    const stored = localStorage.getItem(storageKey)
    choice.set(stored === 'light' || stored === 'dark' ? stored : 'system')
    systemDark.addEventListener('change', apply)
    apply()
  },
  choose(next: ThemeChoice): void {
    localStorage.setItem(storageKey, next)
    choice.set(next)
    apply()
  },
}

function apply(): void {
  const isDark = choice.get() === 'dark' || (choice.get() === 'system' && systemDark.matches)
  applyMode(isDark ? Mode.Dark : Mode.Light)
}
