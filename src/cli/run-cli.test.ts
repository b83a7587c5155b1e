import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem, type ApiClient } from '#platform/http/client.ts'
import { commands } from './commands.gen.ts'
import { type Command, defineCommand } from './define-command.ts'
import { runCli } from './run-cli.ts'

const probe = defineCommand({
  name: 'thing make',
  summary: 'Make a thing',
  arguments: [{ name: 'name', summary: 'its name' }],
  options: {
    count: { type: 'integer', min: 1, max: 9, summary: 'How many' },
    kind: { type: 'string', choices: ['a', 'b'], summary: 'Which' },
    tag: { type: 'string', multiple: true, summary: 'Tags' },
    badge: { type: 'boolean', negatable: true, summary: 'Badge it' },
    'role-arn': { type: 'string', required: true, summary: 'The role', fields: ['credentials.role.arn'] },
  },
  run: async ({ must, integer, texts, flag, text }) => ({
    kind: 'item',
    item: { name: must('name'), count: integer('count'), tags: texts('tag'), badge: flag('badge'), kind: text('kind') },
  }),
})

async function run(argv: readonly string[], { command = probe, fail }: { command?: Command; fail?: Error } = {}) {
  let out = ''
  const notes: string[] = []
  const connections = { opened: 0, closed: 0 }
  const exitCode = await runCli({
    argv,
    commands: [command, defineCommand({ name: 'org list', summary: 'List', run: async () => ({ kind: 'nothing' }) })],
    io: {
      stdin: (async function* () {})(),
      out: async (text) => void (out += text),
      note: (text) => void notes.push(text),
      isTerminal: false,
    },
    connect: async () => {
      connections.opened += 1
      const refuse = async () => Promise.reject(fail ?? new Error('none'))
      return {
        client: { url: 'test', get: refuse, post: refuse, send: refuse } as unknown as ApiClient,
        close: async () => void (connections.closed += 1),
      }
    },
    launcher: { serve: async () => undefined, worker: async () => undefined, restore: async () => ({}), moveDatabase: async () => ({}) },
    version: '1.2.3',
    signal: new AbortController().signal,
  })
  return { exitCode, out, notes: notes.join('\n'), connections }
}

test('a good command answers on stdout alone, exit 0', async () => {
  const { exitCode, out, notes } = await run([
    'thing',
    'make',
    'x',
    '--role-arn',
    'r',
    '--count',
    '3',
    '--tag',
    'a',
    '--tag',
    'b',
    '--no-badge',
    '--output',
    'json',
  ])
  assert.equal(exitCode, 0)
  assert.deepEqual(JSON.parse(out), { name: 'x', count: 3, tags: ['a', 'b'], badge: false })
  assert.equal(notes, '')
})

test('every fault of the arguments is told at once by flag and rule, nothing on stdout, exit 2', async () => {
  const { exitCode, out, notes, connections } = await run([
    'thing',
    'make',
    'x',
    'y',
    '--count',
    '12',
    '--kind',
    'c',
    '--rol-arn',
    'r',
    '--output',
    'yaml',
  ])
  assert.equal(exitCode, 2)
  assert.equal(out, '')
  for (const part of [
    '--count 12: must be at most 9',
    '--kind c: must be one of a, b',
    'Did you mean --role-arn?',
    '--role-arn is required',
    '--output yaml',
  ]) {
    assert.ok(notes.includes(part), `${part} is missing in:\n${notes}`)
  }
  assert.equal(connections.opened, 0)
})

test('an argument too many and a missing one are each told', async () => {
  assert.match((await run(['thing', 'make', 'x', 'y', '--role-arn', 'r'])).notes, /Unexpected argument: y/)
  assert.match((await run(['thing', 'make', '--role-arn', 'r'])).notes, /<name> is required/)
})

const slips = [
  { argv: ['thing', 'mak'], says: 'Did you mean "thing make"?' },
  { argv: ['orgg', 'list'], says: 'Did you mean "org list"?' },
  { argv: ['zebra'], says: 'reeve --help lists them all' },
]
for (const { argv, says } of slips) {
  test(`"${argv.join(' ')}" is no command: exit 2 and "${says}"`, async () => {
    const { exitCode, notes, out } = await run(argv)
    assert.deepEqual([exitCode, out], [2, ''])
    assert.ok(notes.includes(says), notes)
  })
}

test('a refusal by field names the flag that filled it, exit 2; the connection is closed', async () => {
  const fields = [{ field: 'credentials.role.arn', value: 'arn:aw:x', rule: 'arn_partition', message: 'The partition is misspelt.' }]
  const fail = new ApiProblem({ status: 400, code: 'invalid_input', detail: 'no', errors: fields })
  const { exitCode, notes, connections } = await run(['thing', 'make', 'x', '--role-arn', 'arn:aw:x'], {
    command: { ...probe, run: async ({ api }) => (await api()).get('/') },
    fail,
  })
  assert.equal(exitCode, 2)
  assert.equal(notes, '--role-arn "arn:aw:x": The partition is misspelt. [arn_partition]')
  assert.deepEqual(connections, { opened: 1, closed: 1 })
})

test("a refusal of another kind is an error, exit 1, in the server's words", async () => {
  const fail = new ApiProblem({ status: 403, code: 'forbidden', detail: 'This needs accounts:write.' })
  const { exitCode, notes } = await run(['thing', 'make', 'x', '--role-arn', 'r'], {
    command: { ...probe, run: async ({ api }) => (await api()).get('/') },
    fail,
  })
  assert.deepEqual([exitCode, notes], [1, 'This needs accounts:write.'])
})

test('--help answers on stdout with exit 0 everywhere, without a server', async () => {
  for (const argv of [['--help'], ['thing', '--help'], ['thing', 'make', '--help'], ['thing', 'make', '-h', '--nonsense']]) {
    const { exitCode, out, connections } = await run(argv)
    assert.equal(exitCode, 0, argv.join(' '))
    assert.match(out, /thing make/)
    assert.equal(connections.opened, 0)
  }
})

for (const command of commands as readonly Command[]) {
  test(`reeve ${command.name} --help shows every option and argument`, async () => {
    const { exitCode, out } = await run([...command.name.split(' '), '--help'], { command })
    assert.equal(exitCode, 0)
    for (const name of Object.keys(command.options ?? {})) assert.ok(out.includes(name), name)
    for (const { name } of command.arguments ?? []) assert.ok(out.includes(`<${name}>`), name)
  })
}

test('every command is named once and as its file says', () => {
  const names = (commands as readonly Command[]).map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const name of names) assert.match(name, /^[a-z0-9-]+( [a-z0-9-]+){0,2}$/)
})
