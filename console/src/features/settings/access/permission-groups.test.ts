import { expect, test } from 'vitest'
import { groupPermissions, toggleArea } from './permission-groups.ts'

const permission = (name: string) => ({ permission: name, summary: `Do ${name}` })
const groups = groupPermissions(['self:read', 'accounts:read', 'jobs:read', 'accounts:write', 'new-thing:read'].map(permission))

test('permissions stand by area, those that everybody has left out, and an area unknown here under its own name', () => {
  expect(groups.map(({ area, permissions }) => [area, permissions.length])).toEqual([
    ['Accounts', 2],
    ['Jobs', 1],
    ['New thing', 1],
  ])
})

test('an area is ticked whole, then not at all, and other areas stay', () => {
  const [accounts] = groups
  const all = toggleArea(['jobs:read', 'accounts:read'], accounts!)
  expect([...all].toSorted()).toEqual(['accounts:read', 'accounts:write', 'jobs:read'])
  expect(toggleArea(all, accounts!)).toEqual(['jobs:read'])
})
