import type { FlashbarProps } from '@cloudscape-design/components/flashbar'
import { describeError, Problem } from '../api/problem.ts'
import { createStore } from '../lib/store.ts'

type Message = FlashbarProps.MessageDefinition
const store = createStore<readonly Message[]>([])
const shownMax = 5
let counter = 0

function show(message: Omit<Message, 'id'>): void {
  const id = `message-${++counter}`
  const dismiss = (): void => store.set(store.get().filter((other) => other.id !== id))
  store.set([{ ...message, id, dismissible: true, dismissLabel: 'Dismiss', onDismiss: dismiss }, ...store.get()].slice(0, shownMax))
}

/** What just happened, at the top of the page until dismissed. */
export const messages = {
  store,
  done: (content: string): void => show({ type: 'success', content }),
  note: (content: string): void => show({ type: 'info', content }),
  failed: (header: string, error: unknown): void =>
    show({
      type: 'error',
      header,
      content: `${describeError(error)}${error instanceof Problem && error.status >= 500 ? ` (request ${error.requestId})` : ''}`,
    }),
}
