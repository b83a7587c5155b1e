import { useEffect } from 'react'
import { createStore, useStore } from '../lib/store.ts'

const current = createStore('Reeve')

/** The browser's title follows the page's heading, so that tabs and history can be told apart. */
export const pageTitle = { set: (text: string): void => current.set(text === '' ? 'Reeve' : `${text} · Reeve`) }

export function useTitle(): void {
  const title = useStore(current)
  useEffect(() => {
    document.title = title
  }, [title])
}
