import { idPatterns } from '#lib/ids.ts'
import type { FormReader, TextRule } from '#lib/form-reader.ts'
import { autoRemovableStates, type AutoRemovableState, defaultAutoRemoveStates, type OrganizationSettings } from './organization.ts'

const prefixLengthMax = 128
const prefixesMax = 100
const scopeOusMax = 200
export const syncEveryMinutes = { min: 15, max: 10_080, default: 60 }
const nicknameRule: TextRule = {
  pattern: /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}._-])?$/u,
  rule: 'must have 1 to 64 letters, digits, spaces, dots, underscores and hyphens, beginning with a letter or digit',
  fix: 'It becomes a badge that every account of the organization carries.',
}

export const settingKeys = [
  'nickname',
  'excludePrefixes',
  'scopeOuIds',
  'autoRemoveSuspended',
  'autoRemoveStates',
  'autoBadge',
  'syncEveryMinutes',
] as const

/** Reads nickname, prefixes, scope and switches; absent ones get their defaults. */
export function readSettings(reader: FormReader, body: Readonly<Record<string, unknown>>): OrganizationSettings {
  return {
    nickname: readNickname(reader, body['nickname']),
    excludePrefixes: reader.list('excludePrefixes', body['excludePrefixes'], {
      max: prefixesMax,
      read: (entry, at) => readPrefix(reader, at, entry),
    }),
    scopeOuIds: readScope(reader, body['scopeOuIds']),
    autoRemove: reader.flag('autoRemoveSuspended', body['autoRemoveSuspended'], false),
    autoRemoveStates: readStates(reader, body['autoRemoveStates']),
    autoBadge: reader.flag('autoBadge', body['autoBadge'], true),
    syncEveryMinutes: readInterval(reader, body['syncEveryMinutes']),
  }
}

function readInterval(reader: FormReader, value: unknown): number {
  if (value === undefined) return syncEveryMinutes.default
  const fix = 'A sync of a large organization takes minutes; a week is the longest that anybody should trust what was read.'
  return reader.integer('syncEveryMinutes', value, { ...syncEveryMinutes, fix }) ?? syncEveryMinutes.default
}

function readNickname(reader: FormReader, value: unknown): string | null {
  if (value === undefined || value === null) return null
  const nickname = reader.text('nickname', typeof value === 'string' ? value.trim() : value, nicknameRule)
  if (nickname === undefined) return null
  if (!/^o-/i.test(nickname)) return nickname
  reader.fail('nickname', {
    rule: 'must not begin with "o-"',
    fix: 'That is how organization ids begin, and commands accept either.',
    value: nickname,
  })
  return null
}

function readPrefix(reader: FormReader, field: string, value: unknown): string | undefined {
  const prefix = typeof value === 'string' ? value.trim() : value
  if (typeof prefix === 'string' && prefix.length > 0 && prefix.length <= prefixLengthMax) return prefix
  return reader.fail(field, {
    rule: `must have 1 to ${prefixLengthMax} characters besides surrounding spaces`,
    fix: 'An empty prefix would exclude every account; remove it.',
    value,
  })
}

function readScope(reader: FormReader, value: unknown): string[] {
  const ouIds = reader.list('scopeOuIds', value, { max: scopeOusMax, read: (entry, at) => readOuId(reader, at, entry) })
  const roots = new Set(ouIds.map((ouId) => ouId.split('-')[1]))
  if (roots.size > 1)
    reader.fail('scopeOuIds', {
      rule: 'must all lie under one root',
      fix: `These belong to different organizations: the part after "ou-" differs (${[...roots].join(', ')}).`,
    })
  return ouIds
}

function readOuId(reader: FormReader, field: string, value: unknown): string | undefined {
  const ouId = typeof value === 'string' ? value.trim() : value
  if (typeof ouId === 'string' && idPatterns.ou.test(ouId)) return ouId
  const isRoot = typeof ouId === 'string' && idPatterns.root.test(ouId)
  return reader.fail(field, {
    rule: 'must be the id of an OU: ou-<4 to 32 characters>-<8 to 32 characters>, lower case',
    fix: isRoot ? 'This is a root; leave the scope empty to import the whole organization.' : 'Copy it from the organization tree.',
    value: ouId,
  })
}

function readStates(reader: FormReader, value: unknown): AutoRemovableState[] {
  if (value === undefined) return [...defaultAutoRemoveStates]
  const read = (entry: unknown, at: string) =>
    autoRemovableStates.find((state) => state === entry) ??
    reader.fail(at, {
      rule: `must be one of ${autoRemovableStates.join(', ')}`,
      fix: 'Other states never remove an account.',
      value: entry,
    })
  const states = reader.list('autoRemoveStates', value, { max: autoRemovableStates.length, read })
  return autoRemovableStates.filter((state) => states.includes(state))
}
