import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseListenAddress, staysOnMachine } from './listen-address.ts'

const cases = [
  { text: '127.0.0.1:7338', address: { kind: 'tcp', host: '127.0.0.1', port: 7338 }, local: true },
  { text: '[::1]:80', address: { kind: 'tcp', host: '::1', port: 80 }, local: true },
  { text: 'localhost:0', address: { kind: 'tcp', host: 'localhost', port: 0 }, local: true },
  { text: 'unix:/run/reeve.sock', address: { kind: 'socket', path: '/run/reeve.sock' }, local: true },
  { text: '0.0.0.0:7338', address: { kind: 'tcp', host: '0.0.0.0', port: 7338 }, local: false },
  { text: '[::]:7338', address: { kind: 'tcp', host: '::', port: 7338 }, local: false },
  { text: '127.0.0.1.example.com:7338', address: { kind: 'tcp', host: '127.0.0.1.example.com', port: 7338 }, local: false },
]

for (const { text, address, local } of cases) {
  test(`${text} ${local ? 'stays on the machine' : 'is a network'}`, () => {
    assert.deepEqual(parseListenAddress(text), address)
    assert.equal(staysOnMachine(parseListenAddress(text)), local)
  })
}
