import type { Operation, SimError } from './define-operation.ts'
import type { SimulatedAws } from './state.ts'

export type Protocol = 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson1' | 'restXml'

/** A token bucket: `rate` per second, holding at most `burst`. */
export type Bucket = { readonly rate: number; readonly burst: number }

/** One published limit. The operations of a row share one bucket per account (and Region), and one per organization where given. */
export type Throttle = {
  readonly operations: readonly string[]
  readonly account?: Bucket
  readonly organization?: Bucket
  readonly per?: 'account' | 'account_region'
}

/** An input member that broke a rule, in AWS's words: `Member must not be null`. */
export type Violation = {
  readonly path: string
  readonly value: unknown
  readonly rule: string
  readonly kind: 'required' | 'pattern' | 'length' | 'range' | 'enum'
}

export type ServiceErrors = {
  readonly denied: { readonly code: string; readonly status: number }
  readonly throttled: { readonly code: string; readonly status: number; readonly message: string }
  /** Words broken constraints as this service does; by default the common `ValidationException`/`ValidationError`. */
  readonly invalid?: (violations: readonly Violation[]) => SimError
}

export type ServiceDefinition = {
  /** Name in the credential scope, and before the first dot of the host: `organizations`, `tagging`. */
  readonly name: string
  /** Prefix of its IAM actions where it differs: `tag`. */
  readonly actionPrefix?: string
  readonly protocol: Protocol
  /** First part of X-Amz-Target (awsJson). */
  readonly targetPrefix?: string
  /** `Version` parameter and XML namespace (query protocols). */
  readonly version?: string
  readonly xmlNamespace?: string
  /** For a service with one endpoint per partition: which of the partition's Regions its requests are signed for. */
  readonly answersIn?: 'home' | 'iam'
  /** The SDK package whose schemas give the wire shapes; loaded on the first request. */
  readonly schemas: () => Promise<object>
  readonly operations: readonly Operation[]
  readonly throttles: readonly Throttle[]
  readonly errors: ServiceErrors
  /** Registers providers; runs before a world is seeded and after every reset. */
  readonly start?: (aws: SimulatedAws) => void
}

export function defineService(service: ServiceDefinition): ServiceDefinition {
  return service
}

/** Error codes by protocol, for services without codes of their own. */
export const commonErrors = {
  json: {
    denied: { code: 'AccessDeniedException', status: 400 },
    throttled: { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' },
  },
  query: {
    denied: { code: 'AccessDenied', status: 403 },
    throttled: { code: 'Throttling', status: 400, message: 'Rate exceeded' },
  },
} as const satisfies Record<string, ServiceErrors>
