import type { Constraint } from '../define-operation.ts'
import { policyTypes } from './policies.ts'

/** Limits of inputs that the SDK's schemas leave out. https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html */
const rootOrOu = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/
const account = /^\d{12}$/

export const ids = {
  account: { pattern: account },
  ou: { pattern: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/ },
  root: { pattern: /^r-[0-9a-z]{4,32}$/ },
  parent: { pattern: rootOrOu },
  child: { pattern: /^(\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/ },
  target: { pattern: /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/ },
  policy: { pattern: /^p-[0-9a-zA-Z_]{8,128}$/ },
  handshake: { pattern: /^h-[0-9a-z]{8,32}$/ },
  createRequest: { pattern: /^car-[a-z0-9]{8,32}$/ },
  taggable: {
    pattern: /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|p-[0-9a-zA-Z_]{8,128}|rp-[0-9a-zA-Z_]{4,128}|rt-[0-9a-z]{8,32})$/,
  },
} as const satisfies Record<string, Constraint>

export const maxResults: Constraint = { range: [1, 20] }
export const policyType: Constraint = { oneOf: policyTypes }
export const effectivePolicyType: Constraint = {
  oneOf: policyTypes.filter((type) => type !== 'SERVICE_CONTROL_POLICY' && type !== 'RESOURCE_CONTROL_POLICY'),
}
export const ouName: Constraint = { length: [1, 128] }
export const policyName: Constraint = { length: [1, 128] }
export const policyDescription: Constraint = { length: [0, 512] }
export const policyContent: Constraint = { length: [1, 1_000_000] }
export const servicePrincipal: Constraint = { length: [1, 128], pattern: /^[\w+=,.@-]*$/ }
export const email: Constraint = { length: [6, 64], pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/ }
export const accountName: Constraint = { length: [1, 50], pattern: /^[\u0020-\u007E]+$/ }
export const roleName: Constraint = { length: [0, 64], pattern: /^[\w+=,.@-]{1,64}$/ }
export const notes: Constraint = { length: [0, 1024] }
