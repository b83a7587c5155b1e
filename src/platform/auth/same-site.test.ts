import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSameSite } from './same-site.ts'

const cases: readonly { readonly from: Parameters<typeof assertSameSite>[0]; readonly isOurs: boolean }[] = [
  { from: { origin: 'https://reeve.example', host: 'reeve.example', secFetchSite: 'same-origin' }, isOurs: true },
  { from: { origin: 'http://127.0.0.1:7338', host: '127.0.0.1:7338' }, isOurs: true },
  { from: { host: 'reeve.example' }, isOurs: true },
  { from: { origin: 'https://reeve.example', host: 'backend:7338', publicHost: 'reeve.example' }, isOurs: true },
  { from: { origin: 'https://reeve.example', host: 'backend:7338' }, isOurs: false },
  { from: { origin: 'https://evil.example', host: 'reeve.example', publicHost: 'reeve.example' }, isOurs: false },
  { from: { origin: 'https://sub.reeve.example', host: 'reeve.example' }, isOurs: false },
  { from: { origin: 'https://reeve.example:444', host: 'reeve.example' }, isOurs: false },
  { from: { origin: 'null', host: 'reeve.example' }, isOurs: false },
  { from: { origin: '', host: '' }, isOurs: false },
  { from: { host: 'reeve.example', secFetchSite: 'same-site' }, isOurs: false },
  { from: { origin: 'https://reeve.example', host: 'reeve.example', secFetchSite: 'cross-site' }, isOurs: false },
]
for (const { from, isOurs } of cases) {
  test(`${JSON.stringify(from)} is ${isOurs ? 'our own page or a program' : 'another site'}`, () => {
    if (isOurs) assertSameSite(from)
    else assert.throws(() => assertSameSite(from), { code: 'origin_refused' })
  })
}
