/** The file that `scripts/gen-iam-index.ts` writes: short, because it is loaded at every start. Numbers are positions in the lists beside them. */
export type IamData = {
  readonly version: string
  readonly updatedAt: string
  /** Prefixes of services that support RCPs. */
  readonly rcp: readonly string[]
  /** Global condition keys and their types. */
  readonly global: readonly (readonly [key: string, type: string])[]
  readonly services: Readonly<Record<string, ServiceData>>
}
export type ServiceData = {
  readonly keys: readonly (readonly [key: string, type: string])[]
  readonly resources: readonly (readonly [name: string, arn: string, keys: readonly number[]])[]
  readonly actions: readonly (readonly [name: string, level: number, resources: readonly number[], keys: readonly number[]])[]
}

export const accessLevels = ['Read', 'Write', 'List', 'Tagging', 'Permissions management'] as const
export type AccessLevel = (typeof accessLevels)[number]

export type IamAction = {
  /** `service:Name`, as AWS spells it. */
  readonly action: string
  readonly accessLevel: AccessLevel
  /** Names of the resource types it can be limited to; empty when only `*` is possible. */
  readonly resourceTypes: readonly string[]
  readonly conditionKeys: readonly string[]
}

/** AWS's published actions, resource types and condition keys. Names are found without regard to case. */
export class IamIndex {
  readonly #data: IamData
  readonly #actions = new Map<string, ReadonlyMap<string, IamAction>>()
  #keyTypes: ReadonlyMap<string, string> | undefined

  constructor(data: IamData) {
    this.#data = data
  }

  get version(): string {
    return this.#data.version
  }

  get rcpServices(): ReadonlySet<string> {
    return new Set(this.#data.rcp)
  }

  services(): readonly string[] {
    return Object.keys(this.#data.services)
  }

  hasService(service: string): boolean {
    return Object.hasOwn(this.#data.services, service.toLowerCase())
  }

  actionsOf(service: string): readonly IamAction[] {
    return [...this.#actionMap(service.toLowerCase()).values()]
  }

  findAction(action: string): IamAction | undefined {
    const lower = action.toLowerCase()
    return this.#actionMap(lower.slice(0, Math.max(0, lower.indexOf(':')))).get(lower)
  }

  /** ARN forms by resource type. */
  resourceTypesOf(service: string): readonly { readonly name: string; readonly arn: string }[] {
    return (this.#service(service.toLowerCase())?.resources ?? []).map(([name, arn]) => ({ name, arn }))
  }

  globalKeys(): readonly { readonly key: string; readonly type: string }[] {
    return this.#data.global.map(([key, type]) => ({ key, type }))
  }

  /**
   * The type of a condition key (`String`, `ArrayOfString`, `ARN`, `Bool`, …), `undefined` when AWS does not publish the key. A key with
   * a tag or similar part (`aws:PrincipalTag/team`) is found by what stands before the slash.
   */
  typeOfKey(key: string): string | undefined {
    const types = (this.#keyTypes ??= this.#readKeyTypes())
    const lower = key.toLowerCase()
    return types.get(lower) ?? types.get(`${lower.slice(0, lower.indexOf('/') + 1)}*`)
  }

  #readKeyTypes(): ReadonlyMap<string, string> {
    const types = new Map<string, string>()
    const lists = [this.#data.global, ...Object.values(this.#data.services).map(({ keys }) => keys)]
    for (const list of lists) {
      for (const [key, type] of list) {
        const lower = key.toLowerCase()
        const name = /\/(?:<|\$\{|tag-?key)/.test(lower) ? `${lower.slice(0, lower.indexOf('/') + 1)}*` : lower
        if (!types.has(name)) types.set(name, type)
      }
    }
    return types
  }

  #service(service: string): ServiceData | undefined {
    return Object.hasOwn(this.#data.services, service) ? this.#data.services[service] : undefined
  }

  #actionMap(service: string): ReadonlyMap<string, IamAction> {
    const known = this.#actions.get(service)
    if (known !== undefined) return known
    const data = this.#service(service)
    const actions = new Map<string, IamAction>()
    for (const [name, level, resources, keys] of data?.actions ?? []) {
      const action = `${service}:${name}`
      actions.set(action.toLowerCase(), {
        action,
        accessLevel: accessLevels[level]!,
        resourceTypes: resources.map((position) => data!.resources[position]![0]),
        conditionKeys: keys.map((position) => data!.keys[position]![0]),
      })
    }
    if (data !== undefined) this.#actions.set(service, actions)
    return actions
  }
}

/** Reads the generated file's text. The caller does the reading from disk, so that the engine stays free of effects. */
export function readIamIndex(text: string): IamIndex {
  return new IamIndex(JSON.parse(text) as IamData)
}
