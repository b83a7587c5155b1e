import type { Decision } from '#iam/types.ts'
import { statementsOf } from './documents.ts'
import type { GeneratedCase } from './generate.ts'

/** Counts what a run of cases exercised, by name: `operator ForAllValues:StringLike`, `level 5`, `blocked scp`, … */
export class Coverage {
  readonly #counts = new Map<string, number>()

  count(name: string): number {
    return this.#counts.get(name) ?? 0
  }

  names(prefix: string): string[] {
    return [...this.#counts.keys()].filter((name) => name.startsWith(prefix)).sort()
  }

  see({ policies, request }: GeneratedCase, decision: Decision): void {
    this.#add(`decision ${decision.decision}`)
    this.#add(`caller ${request.principal.type ?? 'aws'}`)
    for (const layer of decision.blockedBy) this.#add(`blocked ${layer}`)
    if (decision.blockedBy.length === 1) this.#add(`blocked only by ${decision.blockedBy[0]}`)
    if ((policies.scp?.length ?? 0) >= 3) this.#add('three or more SCP levels')
    if (decision.hingesOn.includes('resource.accountId')) this.#add('hinges on the resource account')
    const documents = [
      ...(['identity', 'boundary', 'session', 'vpcEndpoint'] as const).flatMap((layer) => policies[layer] ?? []),
      ...(['scp', 'rcp'] as const).flatMap((layer) => (policies[layer] ?? []).flatMap(({ policies: attached }) => attached)),
      ...(policies.resource === undefined ? [] : [{ name: 'resource', document: policies.resource }]),
    ]
    for (const layer of Object.keys(policies)) this.#add(`layer ${layer}`)
    for (const { name, document } of documents)
      for (const { statement, version } of statementsOf(document, name)) {
        this.#add(`version ${version ?? 'none'}`)
        for (const element of Object.keys(statement)) this.#add(`element ${element}`)
        for (const operator of Object.keys(statement.Condition ?? {})) this.#add(`operator ${operator}`)
      }
  }

  #add(name: string): void {
    this.#counts.set(name, this.count(name) + 1)
  }
}
