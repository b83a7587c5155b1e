import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestOrigin } from './actor.ts'

const calls = new AsyncLocalStorage<RequestOrigin>()

/** Runs a call of the sign-in library, which knows nothing of requests, so that what it calls back can say by which one. */
export function withinCall<T>(origin: RequestOrigin, call: () => Promise<T>): Promise<T> {
  return calls.run(origin, call)
}

/** The request that the sign-in library is answering, as the trail takes it; nothing outside one. */
export function withOrigin(): { readonly origin?: RequestOrigin } {
  const origin = calls.getStore()
  return origin === undefined ? {} : { origin }
}
