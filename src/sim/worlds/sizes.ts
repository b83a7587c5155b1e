/** How large a world of N accounts is. Policies count the organization's own; AWS adds FullAWSAccess and RCPFullAWSAccess to them. */
export type WorldSize = {
  readonly accounts: number
  readonly units: number
  readonly scps: number
  readonly rcps: number
  /** Attachments of the organization's own policies; AWS's own are attached to every node besides. */
  readonly attachments: number
}

/** Small, medium, large: fixed, because figures measured on them are compared over years. */
const anchors: readonly WorldSize[] = [
  { accounts: 1, units: 0, scps: 0, rcps: 0, attachments: 0 },
  { accounts: 127, units: 20, scps: 14, rcps: 4, attachments: 70 },
  { accounts: 1_800, units: 150, scps: 80, rcps: 8, attachments: 420 },
  { accounts: 10_000, units: 600, scps: 149, rcps: 29, attachments: 1_300 },
]

/** AWS's own limits, beyond which the last slope is not followed. */
const unitsMax = 2_000
const attachedScpsPerTargetMax = 9

/** The size for N accounts, the management account included: the anchors themselves, straight lines between and beyond them. */
export function sizeFor(accounts: number): WorldSize {
  const above = Math.max(
    1,
    anchors.findIndex((anchor) => anchor.accounts >= accounts),
  )
  const upper = accounts > (anchors.at(-1) as WorldSize).accounts ? anchors.length - 1 : above
  const [low, high] = [anchors[upper - 1] as WorldSize, anchors[upper] as WorldSize]
  const share = (accounts - low.accounts) / (high.accounts - low.accounts)
  const between = (member: Exclude<keyof WorldSize, 'accounts'>) => Math.round(low[member] + share * (high[member] - low[member]))
  const units = Math.min(between('units'), unitsMax)
  const policies = { scps: between('scps'), rcps: between('rcps') }
  const room = attachedScpsPerTargetMax * (1 + units + accounts)
  return { accounts, units, ...policies, attachments: Math.min(Math.max(between('attachments'), policies.scps + policies.rcps), room) }
}
