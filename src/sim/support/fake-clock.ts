import type { Clock } from '../state.ts'

/** A clock that tests move by hand; sleeping moves it too. Starts now, because SDK clients sign with the real time. */
export type FakeClock = Clock & { readonly advance: (ms: number) => void }

export function fakeClock(start = Date.now()): FakeClock {
  let at = start
  return {
    now: () => at,
    sleep: async (ms) => {
      at += ms
    },
    advance: (ms) => {
      at += ms
    },
  }
}
