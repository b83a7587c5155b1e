import type { AwsService } from './door.ts'
import { findPartitionOfRegion, getPartition, partitions } from './partitions.ts'

/** Values of `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>`, read by the configuration. */
export type EndpointOverrides = { readonly all?: string; readonly services?: { readonly [Service in AwsService]?: string } }

/** The names AWS's tools read. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export const endpointVariables: { readonly [Service in AwsService]: string } = {
  organizations: 'AWS_ENDPOINT_URL_ORGANIZATIONS',
  sts: 'AWS_ENDPOINT_URL_STS',
  iam: 'AWS_ENDPOINT_URL_IAM',
  account: 'AWS_ENDPOINT_URL_ACCOUNT',
  ec2: 'AWS_ENDPOINT_URL_EC2',
  cloudformation: 'AWS_ENDPOINT_URL_CLOUDFORMATION',
  tagging: 'AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API',
  s3: 'AWS_ENDPOINT_URL_S3',
}

/** Picks the overrides out of an environment; empty values count as absent, and `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` switches all off. */
export function endpointOverridesFrom(environment: Readonly<Record<string, string | undefined>>): EndpointOverrides {
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return {}
  const all = environment['AWS_ENDPOINT_URL']
  const services = Object.fromEntries(
    Object.entries(endpointVariables).flatMap(([service, variable]) => (environment[variable] ? [[service, environment[variable]]] : [])),
  )
  return { ...(all ? { all } : {}), services }
}

export function endpointFor(overrides: EndpointOverrides, service: AwsService): string | undefined {
  return overrides.services?.[service] ?? overrides.all
}

export type EndpointDescription = { readonly isAws: boolean; readonly address: string }

/** Whether calls to a service reach AWS, and the address they go to otherwise, for the sign that every screen shows when they do not. */
export function describeEndpoint(overrides: EndpointOverrides, service: AwsService = 'organizations'): EndpointDescription {
  const address = endpointFor(overrides, service)
  if (address === undefined) return { isAws: true, address: 'AWS' }
  return { isAws: isAwsHost(URL.canParse(address) ? new URL(address).hostname : address), address }
}

/** The hosts requests may go to: AWS's own, and those that were configured. */
export function hostFilter(overrides: EndpointOverrides): (hostname: string) => boolean {
  const configured = new Set(
    [overrides.all, ...Object.values(overrides.services ?? {})].flatMap((url) =>
      url !== undefined && URL.canParse(url) ? [new URL(url).hostname] : [],
    ),
  )
  return (hostname) => configured.has(hostname) || isAwsHost(hostname)
}

export function isAwsHost(hostname: string): boolean {
  return (
    partitions.some(({ dnsSuffix }) => hostname.endsWith(`.${dnsSuffix}`)) ||
    /\.(?:api\.aws|api\.amazonwebservices\.com\.cn)$/.test(hostname)
  )
}

/**
 * The Region a service is called in when none is named. Organizations, IAM and Account answer in one Region per partition; STS in the
 * configured one, because tokens of a Regional endpoint are valid everywhere and those of the global one may not be (ROLE-14).
 */
export function homeRegion(
  service: AwsService,
  place: { readonly partition: string; readonly configuredRegion?: string | undefined },
): string | undefined {
  const partition = getPartition(place.partition)
  if (service === 'organizations' || service === 'tagging') return partition.organizationsRegion
  if (service === 'iam') return partition.iamRegion
  if (service === 'account') return partition.accountRegion
  const { configuredRegion } = place
  return configuredRegion !== undefined && findPartitionOfRegion(configuredRegion)?.id === partition.id
    ? configuredRegion
    : partition.defaultRegion
}
