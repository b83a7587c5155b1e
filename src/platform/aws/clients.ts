import type { AwsService } from './door.ts'

export type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export type ClientSettings = {
  readonly region: string
  /** Undefined for an operation that is not signed. */
  readonly credentials: Credentials | undefined
  readonly requestHandler: object
  readonly endpoint?: string
  readonly useFipsEndpoint: boolean
  readonly systemClockOffset: number
}

export type AwsClient = {
  readonly config: { readonly systemClockOffset: number }
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>
  destroy(): void
}

/**
 * A client that lives for one call: one (account, Region) with plain credentials. Long-lived clients with a credential provider mix
 * accounts, because the SDK shares an in-flight resolution between callers. Services load on first use: EC2 alone takes 240 ms.
 * Retries are the door's, so the SDK's are off.
 */
export async function createClient(service: AwsService, settings: ClientSettings): Promise<AwsClient> {
  const create = await loaders[service]()
  const { endpoint, credentials, ...rest } = settings
  return create({
    ...rest,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials: plain(credentials) }),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    userAgentAppId: 'reeve',
  })
}

/** Without the expiry: the cache, not the client, decides when credentials are renewed. */
function plain({ accessKeyId, secretAccessKey, sessionToken }: Credentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

type SdkSettings = object
type Create = (settings: SdkSettings) => AwsClient
const loaders: { readonly [Service in AwsService]: () => Promise<Create> } = {
  organizations: async () => {
    const { OrganizationsClient } = await import('@aws-sdk/client-organizations')
    return (settings) => new OrganizationsClient(settings)
  },
  sts: async () => {
    const { STSClient } = await import('@aws-sdk/client-sts')
    return (settings) => new STSClient(settings)
  },
  iam: async () => {
    const { IAMClient } = await import('@aws-sdk/client-iam')
    return (settings) => new IAMClient(settings)
  },
  account: async () => {
    const { AccountClient } = await import('@aws-sdk/client-account')
    return (settings) => new AccountClient(settings)
  },
  ec2: async () => {
    const { EC2Client } = await import('@aws-sdk/client-ec2')
    return (settings) => new EC2Client(settings)
  },
  cloudformation: async () => {
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation')
    return (settings) => new CloudFormationClient(settings)
  },
  s3: async () => {
    const { S3Client } = await import('@aws-sdk/client-s3')
    // An address of one's own has no name of its own for every bucket.
    return (settings) => new S3Client({ ...settings, forcePathStyle: 'endpoint' in settings, followRegionRedirects: false })
  },
  tagging: async () => {
    const { ResourceGroupsTaggingAPIClient } = await import('@aws-sdk/client-resource-groups-tagging-api')
    return (settings) => new ResourceGroupsTaggingAPIClient(settings)
  },
}
