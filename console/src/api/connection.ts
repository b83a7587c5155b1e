import { createStore } from '../lib/store.ts'

const retryEveryMs = 2000
const state = createStore<'up' | 'lost'>('up')
let timer: ReturnType<typeof setInterval> | undefined

/** Whether the server answers. Once lost, it is looked for every two seconds, and pages read again when it is back. */
export const connection = {
  state,
  lost(): void {
    if (timer !== undefined) return
    state.set('lost')
    timer = setInterval(() => void look(), retryEveryMs)
  },
}

async function look(): Promise<void> {
  const isUp = await fetch('/healthz').then(
    (response) => response.ok,
    () => false,
  )
  if (!isUp || timer === undefined) return
  clearInterval(timer)
  timer = undefined
  state.set('up')
}
