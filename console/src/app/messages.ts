import type { FlashbarProps } from '@cloudscape-design/components/flashbar'
import { describeError, Problem } from '../api/problem.ts'
import { showText } from '../lib/show-text.ts'
import { createStore } from '../lib/store.ts'

type Message = FlashbarProps.MessageDefinition
const store = createStore<readonly Message[]>([])
const shownMax = 5
/** Messages repeat names that others chose, which may be anything. */
const saidMax = 1000
let counter = 0

function show(message: Omit<Message, 'id'>): void {
  const id = `message-${++counter}`
  const dismiss = (): void => store.set(store.get().filter((other) => other.id !== id))
  store.set([{ ...message, id, dismissible: true, dismissLabel: 'Dismiss', onDismiss: dismiss }, ...store.get()].slice(0, shownMax))
}

/** What just happened, at the top of the page until dismissed. */
export const messages = {
  store,
  done: (content: string): void => show({ type: 'success', content: showText(content, saidMax) }),
  note: (content: string): void => show({ type: 'info', content: showText(content, saidMax) }),
  failed: (header: string, error: unknown): void =>
    show({
      type: 'error',
      header,
      content: `${showText(describeError(error), saidMax)}${error instanceof Problem && error.status >= 500 ? ` (request ${error.requestId})` : ''}`,
    }),
}
