import type { AlternateContactType, ContactInformation } from '@aws-sdk/client-account'
import { regionKindOf } from '../regions.ts'
import { defineState, type SimulatedAws } from '../state.ts'

export type AlternateContactRecord = { readonly name: string; readonly title: string; readonly email: string; readonly phone: string }
export type AccountSettings = {
  readonly contacts: Map<AlternateContactType, AlternateContactRecord>
  readonly optedIn: Set<string>
  contact?: ContactInformation
}

const settingsKey = defineState<AccountSettings>('accountSettings', () => ({ contacts: new Map(), optedIn: new Set() }))

export function accountSettings(aws: SimulatedAws, accountId: string): AccountSettings {
  return aws.state(settingsKey, accountId)
}

/** Default Regions always are; opt-in Regions only where the account chose them. Makes no state. */
export function isRegionEnabled(aws: SimulatedAws, accountId: string, region: string): boolean {
  const kind = regionKindOf(aws.settings.partition, region)
  return kind === 'default' || (kind === 'opt_in' && aws.peek(settingsKey, accountId)?.optedIn.has(region) === true)
}
