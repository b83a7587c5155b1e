import type { Random } from '../ids.ts'
import { between, pick } from './chance.ts'

const unitWords = [
  'Workloads',
  'Prod',
  'Non Prod',
  'Dev/Test',
  'Security',
  'Infrastructure',
  'Sandbox',
  'Shared Services',
  'R&D / Research',
  'Data Platform',
  'Media',
  'Sports',
  'Governance',
  'Retail EMEA',
  'Payments (PCI)',
  'Legacy',
  'Edge',
  'Field Ops',
  'Partner & Vendor',
  'Training',
] as const

/** A name no sibling has: names repeat across parents, as they do in real trees, but never under one. */
export function unitName(random: Random, taken: ReadonlySet<string>): string {
  const word = pick(random, unitWords)
  if (!taken.has(word)) return word
  let number = 2
  while (taken.has(`${word} ${number}`)) number += 1
  return `${word} ${number}`
}

const stems = [
  'payments',
  'ledger',
  'catalog',
  'search',
  'streaming',
  'billing',
  'identity',
  'warehouse',
  'analytics',
  'mobile',
  'web',
  'archive',
  'fraud',
  'logistics',
  'pricing',
  'media',
  'scores',
  'tickets',
] as const
const stages = ['prod', 'stage', 'test', 'dev'] as const

/** Legal for AWS (printable ASCII, at most fifty characters) and awkward for whoever prints, queries or exports them unescaped. */
const hostile = [
  '<img src=x onerror=alert(1)>',
  "Robert'); DROP TABLE accounts;--",
  '=HYPERLINK("http://example.com","refund")',
  '../../etc/passwd',
  '${jndi:ldap://example.com/a}',
  'name, with "quotes" and; separators',
  '%s%n{{7*7}}',
  '-rf --output json',
] as const

/** Share of accounts whose names start with `sandbox-`, for exclusion by prefix. */
const sandboxShare = 0.06
/** One name in so many is a hostile one. */
const hostileEvery = 400

export function accountName(random: Random, index: number): string {
  if (index % hostileEvery === 97) return pick(random, hostile)
  const stem = pick(random, stems)
  const number = String(index).padStart(4, '0')
  return random() < sandboxShare ? `sandbox-${stem}-${number}` : `${stem}-${pick(random, stages)}-${number}`
}

const tagValues: Readonly<Record<string, readonly string[]>> = {
  'cost-center': ['CC-1001', 'CC-1002', 'CC-2040', 'CC-7781', 'CC 9000'],
  owner: ['payments-team@anycompany.example', 'platform@anycompany.example', 'data@anycompany.example', 'Jo Doe'],
  environment: ['production', 'staging', 'test', 'development', 'Production'],
  tier: ['0', '1', '2', '3'],
  'data-classification': ['public', 'internal', 'confidential', 'restricted'],
  'business-unit': ['Media', 'Sports', 'Governance', 'Retail EMEA', 'R+D'],
  application: ['ledger', 'catalog', 'search', 'streaming', 'web front/back'],
  compliance: ['pci', 'soc2', 'hipaa', 'none', ''],
  criticality: ['low', 'medium', 'high'],
  'managed-by': ['terraform', 'stacksets', 'hand'],
  'backup:policy': ['daily', 'weekly', 'none'],
  lifecycle: ['active', 'sunset', 'migration'],
  region: ['eu-central-1', 'us-east-1', 'ap-southeast-2'],
  Größe: ['klein', 'groß'],
  'on-call': ['https://oncall.anycompany.example/t/42', '+49 30 000000'],
  created_by: ['vending', 'import', 'root@anycompany.example'],
}
const tagKeys = Object.keys(tagValues)

/** Four to twelve different tags. */
export function accountTags(random: Random): Map<string, string> {
  const tags = new Map<string, string>()
  const count = between(random, 4, 12)
  for (let at = between(random, 0, tagKeys.length - 1); tags.size < count; at += 1) {
    const key = tagKeys[(at * 7) % tagKeys.length] as string
    tags.set(key, pick(random, tagValues[key] as readonly string[]))
  }
  return tags
}
