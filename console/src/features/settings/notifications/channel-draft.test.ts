import { expect, test } from 'vitest'
import type { NotificationChannel } from '../../../api/operations.gen.ts'
import type { Problem } from '../../../api/problem.ts'
import { channelDraftOf, channelEditOf, channelFormOf, newChannel, newSubscription } from './channel-draft.ts'

const channel = (part: Partial<NotificationChannel>): NotificationChannel =>
  ({
    id: 'x',
    name: 'ops',
    kind: 'webhook',
    isEnabled: true,
    subscriptions: [{ kinds: ['sync.*'], selector: 'badge:tier=1' }],
    hasSecret: true,
    version: 1,
    ...part,
  }) as NotificationChannel
const email = {
  host: 'mail.example.com',
  port: 587,
  security: 'starttls' as const,
  username: 'reeve',
  from: 'reeve@example.com',
  to: ['a@example.com', 'b@example.com'],
}

test.each([
  ['webhook', channel({ webhook: { url: 'https://siem.example.com' } }), { webhook: { url: 'https://siem.example.com' } }],
  ['email', channel({ kind: 'email', email }), { email }],
  ['slack', channel({ kind: 'slack' }), {}],
] as const)('a %s channel saved as it was shown stays as it was, and its secret is not sent', (_, stored, target) => {
  const { name, isEnabled, subscriptions } = stored
  expect(channelEditOf(channelDraftOf(stored))).toEqual({ name, isEnabled, subscriptions, ...target })
})

test('another secret goes along where it was typed, and an empty one is refused at its field', () => {
  const slack = channelDraftOf(channel({ kind: 'slack' }))
  expect(channelEditOf({ ...slack, secretIs: 'given', secret: ' https://hooks.slack.example/x ' }).slack).toEqual({
    secretUrl: 'https://hooks.slack.example/x',
  })
  for (const kind of ['slack', 'webhook'] as const) {
    let thrown: unknown
    try {
      channelFormOf({ ...newChannel(kind), secretIs: 'given', secret: ' ' })
    } catch (error) {
      thrown = error
    }
    expect((thrown as Problem).fields.map(({ field }) => field)).toEqual([kind === 'slack' ? 'slack.secretUrl' : 'webhook.secret'])
  }
})

test('a new webhook without a key of one’s own leaves the key to Reeve', () => {
  const form = channelFormOf({ ...newChannel('webhook'), name: ' siem ', url: 'https://siem.example.com' })
  expect(form.webhook).toEqual({ url: 'https://siem.example.com' })
  expect(form.name).toBe('siem')
})

test('recipients may stand on lines or after commas, and a subscription without kinds is named', () => {
  const draft = { ...newChannel('email'), to: 'a@example.com, b@example.com\n c@example.com' }
  expect(channelFormOf(draft).email?.to).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  expect(() => channelFormOf({ ...draft, subscriptions: [newSubscription()] })).toThrow('at least one kind')
  expect(channelFormOf({ ...draft, subscriptions: [{ ...newSubscription(['*']), selector: ' ' }] }).subscriptions?.[0]?.selector).toBe('*')
})
