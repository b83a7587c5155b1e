import { type AccessLevel, type IamAction, type IamIndex, quotas } from '#iam/index.ts'

export type CataloguedService = {
  readonly service: string
  readonly actions: number
  /** Whether RCPs can limit it. */
  readonly rcp: boolean
}

/** Sizes that AWS allows for the policies that a statement may go into. */
export type PolicyLimit = {
  readonly type: 'scp' | 'rcp' | 'identity'
  readonly charactersMax: number
  readonly countsWhitespace: boolean
  readonly asOf: string
}

/** Every service prefix that AWS publishes actions for, by name. */
export function listServices(index: IamIndex): CataloguedService[] {
  const rcp = index.rcpServices
  return index
    .services()
    .map((service) => ({ service, actions: index.actionsOf(service).length, rcp: rcp.has(service) }))
    .filter(({ actions }) => actions > 0)
    .toSorted((a, b) => compare(a.service, b.service))
}

export function listLimits(): PolicyLimit[] {
  return (['scp', 'rcp', 'identity'] as const).flatMap((type) => {
    const quota = quotas[type]
    return quota === undefined
      ? []
      : [{ type, charactersMax: quota.charactersMax, countsWhitespace: quota.countsWhitespace, asOf: quota.asOf }]
  })
}

export type ActionFilter = {
  readonly service?: string | undefined
  readonly level?: AccessLevel | undefined
  /** Part of the action, prefix included. */
  readonly text?: string | undefined
}

/** AWS's published actions in the order of their names, those after `after`; at most `limit`. */
export function listActions(
  index: IamIndex,
  { service, level, text = '' }: ActionFilter,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): IamAction[] {
  const wanted = text.toLowerCase()
  const services = service === undefined ? listServices(index).map((each) => each.service) : [service]
  const found: IamAction[] = []
  for (const each of services) {
    // A service before the one where the last page ended has nothing more to tell.
    if (after !== undefined && compare(`${each}:\uFFFF`, after) <= 0) continue
    const actions = index.actionsOf(each).toSorted((a, b) => compare(a.action, b.action))
    for (const action of actions) {
      if (after !== undefined && compare(action.action, after) <= 0) continue
      if (level !== undefined && action.accessLevel !== level) continue
      if (!action.action.toLowerCase().includes(wanted)) continue
      found.push(action)
      if (found.length === limit) return found
    }
  }
  return found
}

/** The order of services, then of names within one, whatever the locale. `:` sorts before every letter, so `s3` comes before `s3-outposts`. */
function compare(a: string, b: string): number {
  const [x, y] = [a.replace(':', '\u0000'), b.replace(':', '\u0000')]
  return x < y ? -1 : x > y ? 1 : 0
}
