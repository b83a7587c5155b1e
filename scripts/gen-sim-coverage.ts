import { services } from '#sim/services.gen.ts'
import type { ServiceDefinition } from '#sim/define-service.ts'
import { finish } from './support/generated.ts'
import { compileService } from '#sim/wire/compiled-service.ts'

/** What the simulated AWS can do and what it cannot, from the same registry that answers calls. */
const sections: string[] = []
for (const service of (services as readonly ServiceDefinition[]).toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
  const { operations } = await compileService(service)
  const all = [...operations.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1))
  const have = all.filter(({ operation }) => operation !== undefined)
  const lack = all.filter(({ operation }) => operation === undefined)
  const rates = service.throttles.map(({ operations: names, account, organization, per }) => {
    const bucket = (limit: typeof account) => (limit === undefined ? '–' : `${limit.rate}/s, burst ${limit.burst}`)
    return `| ${names.map((name) => (name === '*' ? 'all others' : name)).join(', ')} | ${bucket(account)}${per === 'account_region' ? ' (per Region)' : ''} | ${bucket(organization)} |`
  })
  sections.push(
    `## ${service.name} — ${have.length} of ${all.length} operations (${service.protocol})\n`,
    `${have.map(({ name }) => `\`${name}\``).join(', ')}\n`,
    ...(rates.length === 0 ? [] : ['| Throttled together | Per account | Per organization |', '|---|---|---|', ...rates, '']),
    ...(lack.length === 0
      ? []
      : lack.length > 120
        ? [`Not simulated: ${lack.length} others.\n`]
        : [`Not simulated: ${lack.map(({ name }) => name).join(', ')}\n`]),
  )
}
const text = [
  '<!-- Written by `npm run gen`. Do not edit. -->',
  '# What the simulated AWS answers\n',
  'An operation that is not simulated answers HTTP 501 with `InvalidAction` or `UnknownOperationException`, never an empty success.\n',
  ...sections,
].join('\n')
finish([{ file: 'docs/sim-coverage.md', text: `${text.trimEnd()}\n` }])
