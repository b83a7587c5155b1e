import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { type Credentials, STSClient } from '@aws-sdk/client-sts'
import type { KeyPair } from '../define-world.ts'
import type { Simulation } from '../simulated-aws.ts'

export type ClientOptions = {
  readonly region?: string
  readonly endpoint?: string
  readonly systemClockOffset?: number
  readonly useGlobalEndpoint?: boolean
  readonly maxAttempts?: number
}

/** Real SDK clients of a simulation, in process, that do not retry: tests see the first answer. */
export function clientsOf(cloud: Simulation, keys: KeyPair | Credentials, options: ClientOptions = {}) {
  const config = {
    region: 'us-east-1',
    maxAttempts: 1,
    requestHandler: cloud.requestHandler(),
    credentials: credentialsOf(keys),
    ...options,
  }
  return {
    sts: new STSClient(config),
    iam: new IAMClient(config),
    organizations: new OrganizationsClient(config),
    ec2: new EC2Client(config),
  }
}

export function credentialsOf(keys: KeyPair | Credentials): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } {
  if ('accessKeyId' in keys) return keys
  return { accessKeyId: keys.AccessKeyId!, secretAccessKey: keys.SecretAccessKey!, sessionToken: keys.SessionToken! }
}

export type Failure = { readonly name: string; readonly message: string; readonly status: number | undefined }

/** How a call failed; fails the test if it did not. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call
  } catch (error) {
    const { name, message, $metadata: metadata } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number } }
    return { name, message, status: metadata?.httpStatusCode }
  }
  throw new Error('The call succeeded, but it should have failed')
}
