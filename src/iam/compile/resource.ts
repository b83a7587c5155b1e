import type { Listed } from '../language/policy.ts'
import type { Matcher } from '../match/glob.ts'
import { compileResource, compileResourceTokens } from '../match/resource.ts'
import { hasVariables, tokenize } from '../match/tokens.ts'
import type { Environment } from '../decide/environment.ts'
import type { KeyRef } from '../decide/key.ts'
import { fragile, near, no, type Outcome, yes } from './outcome.ts'
import { noColumn } from './columns.ts'
import { matched, mismatched, unasked } from './resource-memory.ts'
import { compileTemplate, hasUnknownVariable, type Template } from './template.ts'

/** `Resource` or `NotResource`, ready to run. */
export type ResourceTest = {
  readonly negated: boolean
  readonly exact: ReadonlySet<string> | string | undefined
  readonly matchers: readonly Matcher[]
  readonly templates: readonly Template[] | undefined
  readonly variables: readonly KeyRef[]
}

/** `undefined` means every resource. */
export function compileResources(listed: Listed, withVariables: boolean): ResourceTest | undefined {
  if (!listed.negated && listed.values.includes('*')) return undefined
  const exact: string[] = []
  const matchers: Matcher[] = []
  const templates: Template[] = []
  for (const value of listed.values) {
    if (withVariables && value.includes('${')) {
      const tokens = tokenize(value, true)
      if (hasVariables(tokens)) templates.push(compileTemplate(tokens, compileResourceTokens))
      else matchers.push(compileResourceTokens(tokens))
    } else if (/[*?]/.test(value)) matchers.push(compileResource(value))
    else exact.push(value)
  }
  return {
    negated: listed.negated,
    exact: exact.length > 1 ? new Set(exact) : exact[0],
    matchers,
    templates: templates.length === 0 ? undefined : templates,
    variables: templates.flatMap((template) => template.keys),
  }
}

/**
 * Whether the request's resource is meant. A variable without value matches nothing, in `NotResource` as well as in `Resource`.
 * `column` is the statement's place in what is remembered about the resource, where anything is.
 */
export function runResource(test: ResourceTest, environment: Environment, column = noColumn): Outcome {
  const { resource } = environment
  const remembered = column === noColumn ? undefined : environment.remembered
  const isListed = remembered === undefined ? matchesPlain(test, resource) : recall(test, resource, { remembered, column })
  if (test.templates === undefined || isListed) return isListed !== test.negated ? yes : no
  return runTemplates(test, test.templates, environment)
}

function recall(test: ResourceTest, resource: string, { remembered, column }: { remembered: Uint8Array; column: number }): boolean {
  const known = remembered[column]
  if (known !== unasked) return known === matched
  const isListed = matchesPlain(test, resource)
  remembered[column] = isListed ? matched : mismatched
  return isListed
}

function runTemplates({ negated }: ResourceTest, templates: readonly Template[], environment: Environment): Outcome {
  const { resource } = environment
  let isUncertain = false
  for (const template of templates) {
    if (!resource.startsWith(template.prefix)) continue
    const isUnknown = hasUnknownVariable(template.keys, environment)
    if (template.matcher(environment)?.(resource) === true) {
      if (isUnknown) return negated ? near : fragile
      return negated ? no : yes
    }
    isUncertain ||= isUnknown
  }
  if (isUncertain) return negated ? fragile : near
  return negated ? yes : no
}

function matchesPlain(test: ResourceTest, resource: string): boolean {
  const { exact } = test
  if (exact !== undefined && (typeof exact === 'string' ? exact === resource : exact.has(resource))) return true
  for (const matcher of test.matchers) if (matcher(resource)) return true
  return false
}
