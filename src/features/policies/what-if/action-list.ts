import { compileAction } from '#iam/match/action.ts'

/** All actions, sorted, with where each service's stretch begins and ends. */
export type ActionList = {
  readonly names: readonly string[]
  readonly lowerNames: readonly string[]
  readonly services: readonly Stretch[]
  readonly stretchByService: ReadonlyMap<string, Stretch>
}
export type Stretch = { readonly service: string; readonly from: number; readonly to: number }

export function actionListOf(names: readonly string[]): ActionList {
  const sorted = [...new Set(names)].toSorted()
  const services: { service: string; from: number; to: number }[] = []
  for (const [index, name] of sorted.entries()) {
    const service = name.slice(0, name.indexOf(':')).toLowerCase()
    const last = services.at(-1)
    if (last?.service === service) last.to = index + 1
    else services.push({ service, from: index, to: index + 1 })
  }
  return {
    names: sorted,
    lowerNames: sorted.map((name) => name.toLowerCase()),
    services,
    stretchByService: new Map(services.map((stretch) => [stretch.service, stretch])),
  }
}

/** The elements of a statement that choose actions. */
export type ActionElements = { readonly Action?: unknown; readonly NotAction?: unknown }

/**
 * Actions of one service that every statement treats alike, so that asking about one of them answers for all. A document of a few
 * statements cuts 22,000 actions into a few hundred classes.
 */
export function classesOf(statements: readonly ActionElements[], actions: ActionList): number[][] {
  const patterns = statements.flatMap((statement) => patternsOf(statement))
  const classes: number[][] = []
  for (const stretch of actions.services) {
    // Only a pattern that takes some of a service's actions and leaves others can cut it.
    const cutting = patterns.filter(
      (pattern) =>
        !pattern.matchesAll &&
        (pattern.service === undefined || pattern.service === stretch.service) &&
        pattern.text !== `${stretch.service}:*`,
    )
    classes.push(...(cutting.length === 0 ? [range(stretch)] : cut(stretch, cutting, actions)))
  }
  return classes
}

function cut(stretch: Stretch, patterns: readonly ReturnType<typeof compileAction>[], { lowerNames }: ActionList): number[][] {
  const classes = new Map<string, number[]>()
  for (let index = stretch.from; index < stretch.to; index++) {
    const name = lowerNames[index]!
    const signature = patterns.map(({ matches }) => (matches(name) ? 1 : 0)).join('')
    const members = classes.get(signature)
    if (members === undefined) classes.set(signature, [index])
    else members.push(index)
  }
  return [...classes.values()]
}

function patternsOf({ Action, NotAction }: ActionElements): ReturnType<typeof compileAction>[] {
  return [Action, NotAction]
    .flatMap((element) => (Array.isArray(element) ? (element as unknown[]) : [element]))
    .flatMap((pattern) => (typeof pattern === 'string' ? [compileAction(pattern)] : []))
}

function range({ from, to }: Stretch): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset)
}
