import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { AppError } from '#lib/app-error.ts'
import { isPublicAddress, isRange } from './address-range.ts'
import { createOutgoing } from './outgoing.ts'

let receiver: Server
let base: string
let seen = 0

before(async () => {
  receiver = createServer((request, response) => {
    seen++
    if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end()
    else if (request.url === '/endless') Readable.from(endless()).pipe(response)
    else if (request.url === '/silent') response.flushHeaders()
    else response.end(`host ${request.headers.host}`)
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  base = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
after(() => {
  receiver.closeAllConnections()
  receiver.close()
})

function* endless(): Generator<string> {
  for (;;) yield 'x'.repeat(32 * 1024)
}

const inside = [
  '127.0.0.1',
  '127.255.1.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '::',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'fc00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001:db8::1',
  '2001::1',
  '::127.0.0.1',
  'not an address',
  '',
]
for (const address of inside) {
  test(`"${address}" is not on the open internet`, () => assert.equal(isPublicAddress(address), false))
}
for (const address of ['1.1.1.1', '172.32.0.1', '52.94.5.1', '2600:1f18::1', '::ffff:1.1.1.1', '64:ff9b::101:101', '11.0.0.1']) {
  test(`"${address}" is on the open internet`, () => assert.equal(isPublicAddress(address), true))
}
test('a range is an address with a prefix that fits it, or an address', () => {
  for (const text of ['10.0.0.0/8', '::1', 'fd00::/8', '127.0.0.1']) assert.equal(isRange(text), true, text)
  for (const text of ['10.0.0.0/33', '10.0/8', 'mail.example', '::/129', '10.0.0.0/8/8', '10.0.0.0/-1', ''])
    assert.equal(isRange(text), false, text)
})

const isRefused = (error: unknown) => error instanceof AppError && error.code === 'outgoing_refused'

test('without leave nothing inside is called, however its address is written', async () => {
  const outgoing = createOutgoing({ allow: [] })
  const port = base.split(':')[1]
  const before = seen
  const spellings = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '127.1']
  for (const host of spellings) await assert.rejects(outgoing.send({ method: 'GET', url: `http://${host}:${port}/` }), isRefused, host)
  await assert.rejects(outgoing.send({ method: 'GET', url: 'https://169.254.169.254/latest/meta-data/' }), isRefused)
  assert.equal(seen, before)
})

test('a name that answers with a public address first and with loopback when asked again is never asked again', async () => {
  let asked = 0
  const lookup = async () =>
    asked++ === 0 ? [{ address: '127.0.0.1', family: 4 as const }] : [{ address: '10.0.0.1', family: 4 as const }]
  const outgoing = createOutgoing({ allow: ['127.0.0.0/8'], lookup })
  const reply = await outgoing.send({ method: 'GET', url: `http://rebinding.example:${base.split(':')[1]}/` })
  assert.equal(reply.body, `host rebinding.example:${base.split(':')[1]}`)
  assert.equal(asked, 1)
})

test('a name with one public and one private address is refused, because either may be the one that is called', async () => {
  const lookup = async () => [
    { address: '1.1.1.1', family: 4 as const },
    { address: '192.168.0.1', family: 4 as const },
  ]
  await assert.rejects(createOutgoing({ allow: [], lookup }).resolve('both.example'), isRefused)
})

test('allowed ranges and allowed names pass, others still do not', async () => {
  const lookup = async () => [{ address: '10.0.0.7', family: 4 as const }]
  assert.equal((await createOutgoing({ allow: ['10.0.0.0/24'], lookup }).resolve('mail.corp')).length, 1)
  assert.equal((await createOutgoing({ allow: ['Mail.Corp'], lookup }).resolve('mail.corp')).length, 1)
  await assert.rejects(createOutgoing({ allow: ['10.1.0.0/24', 'other.corp'], lookup }).resolve('mail.corp'), isRefused)
})

test('a redirect is an answer and never followed, so that it leads nowhere inside', async () => {
  const reply = await createOutgoing({ allow: ['127.0.0.1'] }).send({ method: 'GET', url: `http://${base}/redirect` })
  assert.equal(reply.status, 302)
})

test('clear text is refused to the open internet and any scheme but http and https everywhere', async () => {
  const lookup = async () => [{ address: '1.1.1.1', family: 4 as const }]
  const outgoing = createOutgoing({ allow: [], lookup })
  await assert.rejects(outgoing.send({ method: 'POST', url: 'http://hooks.example/', body: 'x' }), isRefused)
  await assert.rejects(outgoing.send({ method: 'GET', url: 'file:///etc/passwd' }), isRefused)
})

test('an endless reply is cut and a silent receiver given up at the deadline', async () => {
  const outgoing = createOutgoing({ allow: ['127.0.0.1'] })
  const reply = await outgoing.send({ method: 'GET', url: `http://${base}/endless` })
  assert.equal(reply.body.length, 64 * 1024)
  await assert.rejects(outgoing.send({ method: 'GET', url: `http://${base}/silent`, timeoutMs: 100 }))
})

test('the same rules hold in the shape of fetch', async () => {
  const allowed = createOutgoing({ allow: ['127.0.0.1'] })
  assert.equal(await (await allowed.fetch(`http://${base}/`)).text(), `host ${base}`)
  await assert.rejects(createOutgoing({ allow: [] }).fetch(`http://${base}/`), isRefused)
  await assert.rejects(allowed.fetch(`http://${base}/`, { method: 'DELETE' }), isRefused)
})
