import { eventKinds } from './event-kinds.ts'
import type { Message, MessageEvent } from './message.ts'

/** Enough to see what it is about; the rest is counted. */
const eventsToldMax = 20
const textMax = 300

export type ComposedFrom = {
  readonly kind: string
  readonly organization: Message['organization']
  readonly events: readonly MessageEvent[]
}

/** One message for many equal events of one organization. */
export function composeMessage({ kind, organization, events }: ComposedFrom): Message {
  const where = organization === null ? '' : ` in ${organization.nickname ?? organization.organizationId}`
  const what = eventKinds[kind] ?? kind
  const title = events.length === 1 ? `${what}${where}` : `${what}${where}, ${events.length} times`
  return { kind, title: plain(title), organization, count: events.length, events: events.slice(0, eventsToldMax) }
}

export function composeTestMessage(channelName: string, at: Date): Message {
  return {
    kind: 'test',
    title: plain(`Test message of Reeve for the channel ${channelName}`),
    organization: null,
    count: 1,
    events: [
      {
        subjectKind: 'channel',
        subjectId: channelName,
        name: null,
        before: null,
        after: null,
        detail: 'Nothing happened.',
        at: at.toISOString(),
      },
    ],
  }
}

/** One line per event, as a person would say it. Values from AWS are cut and freed of characters that play tricks. */
export function describeEvents({ events, count }: Message): string[] {
  const lines = events.map(({ subjectKind, subjectId, name, before, after, detail, at }) => {
    const who = name === null ? `${subjectKind} ${subjectId}` : `${subjectKind} ${subjectId} (${name})`
    const change = changeOf(before, after)
    return plain([`${at}  ${who}`, ...(change === '' ? [] : [change]), ...(detail === null ? [] : [detail])].join(': '))
  })
  return count > events.length ? [...lines, `… and ${count - events.length} more`] : lines
}

function changeOf(before: unknown, after: unknown): string {
  if (before === null && after === null) return ''
  if (before === null) return facts(after)
  if (after === null) return `was ${facts(before)}`
  return `${facts(before)} → ${facts(after)}`
}

function facts(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([key, fact]) => `${key} ${typeof fact === 'string' ? fact : JSON.stringify(fact)}`)
    .join(', ')
}

/** Control characters and those that turn the direction of text become visible; too long a text is cut. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is replaced
  const visible = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '\ufffd')
  return visible.length > textMax ? `${visible.slice(0, textMax)}…` : visible
}
