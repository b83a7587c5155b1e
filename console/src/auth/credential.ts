import { createStore } from '../lib/store.ts'

const storageKey = 'reeve.token'
const token = createStore<string | undefined>(undefined)
const ended = createStore(false)

/**
 * What the console proves itself with beside the session cookie, which scripts cannot read: an API token, kept for the life of this tab.
 * `ended` says that the server no longer accepts the session under which the page was opened.
 */
export const credential = {
  ended,
  get: (): string | undefined => token.get(),
  accept(value: string): void {
    token.set(value)
    sessionStorage.setItem(storageKey, value)
  },
  refused(): void {
    credential.forget()
    ended.set(true)
  },
  renewed(): void {
    ended.set(false)
  },
  forget(): void {
    token.set(undefined)
    sessionStorage.removeItem(storageKey)
  },
  /** Takes a token that a link carries in its fragment (never sent to a server, and removed from the address), else this tab's own. */
  restore(): void {
    const linked = /^#token=(reeve_[A-Za-z0-9_-]+)$/.exec(location.hash)?.[1]
    if (linked !== undefined) history.replaceState(history.state, '', location.pathname + location.search)
    const found = linked ?? sessionStorage.getItem(storageKey) ?? undefined
    if (found !== undefined) credential.accept(found)
  },
}
