import { createStore } from '../lib/store.ts'

const storageKey = 'reeve.token'

/** `checking` until the server has said who this is; `expired` keeps the page as it is under the sign-in. */
export type SignInState = 'signed_out' | 'signed_in' | 'expired'

const token = createStore<string | undefined>(undefined)
const state = createStore<SignInState>('signed_out')

/**
 * What the console proves itself with: an API token, kept for the life of this tab. The rest of the console asks only for `get`,
 * `refused` and the state, so that cookie sessions can take its place.
 */
export const credential = {
  state,
  get: () => token.get(),
  accept(value: string): void {
    token.set(value)
    state.set('signed_in')
    sessionStorage.setItem(storageKey, value)
  },
  refused(): void {
    sessionStorage.removeItem(storageKey)
    if (state.get() === 'signed_in') state.set('expired')
  },
  signOut(): void {
    sessionStorage.removeItem(storageKey)
    token.set(undefined)
    state.set('signed_out')
  },
  /** Takes a token that a link carries in its fragment (never sent to a server, and removed from the address), else this tab's own. */
  restore(): void {
    const linked = /^#token=(reeve_[A-Za-z0-9_-]+)$/.exec(location.hash)?.[1]
    if (linked !== undefined) history.replaceState(history.state, '', location.pathname + location.search)
    const found = linked ?? sessionStorage.getItem(storageKey) ?? undefined
    if (found !== undefined) credential.accept(found)
  },
}
