import { credentialStore } from './credentials.ts'
import { type Authentication, SimError } from './define-operation.ts'
import type { ServiceDefinition } from './define-service.ts'
import { accountActiveProvider, regionEnabledProvider } from './providers.ts'
import { regionKindOf, regionsOf } from './regions.ts'
import type { SimulatedAws } from './state.ts'
import type { WireRequest } from './wire/message.ts'
import { endpointOf, scopeOf } from './wire/route.ts'
import {
  clockSkewMaxMs,
  formatTimestamp,
  type ParsedSignature,
  parseSignature,
  parseTimestamp,
  type SigningKeys,
  signatureMatches,
} from './wire/sigv4.ts'

type Style = 'query' | 'json' | 'ec2' | 's3'
type Refusal = readonly [code: string, status: number, message?: string]

const invalidToken = 'The security token included in the request is invalid.'
const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const ec2Failure = 'AWS was not able to validate the provided access credentials'

/** Codes by protocol family, from the services' "Common errors" pages and, for EC2, its error code page. */
const refusals = {
  missing: {
    query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    json: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
    ec2: ['MissingParameter', 400, 'The request must contain the parameter AWSAccessKeyId'],
    s3: ['AccessDenied', 403, 'Access Denied'],
  },
  incomplete: {
    query: ['IncompleteSignature', 400],
    json: ['IncompleteSignatureException', 400],
    ec2: ['AuthFailure', 401],
    s3: ['AuthorizationHeaderMalformed', 400],
  },
  unknown_key: {
    query: ['InvalidClientTokenId', 403, invalidToken],
    json: ['UnrecognizedClientException', 400, invalidToken],
    ec2: ['AuthFailure', 401, ec2Failure],
    s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
  },
  mismatch: {
    query: ['SignatureDoesNotMatch', 403, mismatch],
    json: ['InvalidSignatureException', 400, mismatch],
    ec2: ['AuthFailure', 401, ec2Failure],
    s3: [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
  },
  skew: {
    query: ['SignatureDoesNotMatch', 403],
    json: ['InvalidSignatureException', 400],
    ec2: ['RequestExpired', 400, 'Request has expired.'],
    s3: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
  },
  expired: {
    query: ['ExpiredToken', 403, 'The security token included in the request is expired'],
    json: ['ExpiredTokenException', 400, 'The security token included in the request is expired'],
    ec2: ['RequestExpired', 400, 'Request has expired.'],
    s3: ['ExpiredToken', 400, 'The provided token has expired.'],
  },
} as const satisfies Record<string, Record<Style, Refusal>>

/** The error with which this service answers credentials it does not accept. */
export function refuse(service: ServiceDefinition, why: keyof typeof refusals, detail?: string): SimError {
  const style: Style =
    service.protocol === 'restXml' ? 's3' : service.protocol === 'ec2Query' ? 'ec2' : service.protocol === 'awsQuery' ? 'query' : 'json'
  const [code, status, message] = refusals[why][style] as Refusal
  return new SimError(code, message ?? detail ?? code, { status: service.protocol === 'restJson1' ? 403 : status })
}

/** Who signed the request. Throws what AWS answers for a missing, malformed, unknown, expired or wrong signature. */
export function authenticate(aws: SimulatedAws, service: ServiceDefinition, request: WireRequest, keys: SigningKeys): Authentication {
  if (request.headers['authorization'] === undefined) throw refuse(service, 'missing')
  const parsed = parseSignature(request, scopeOf(request))
  if ('incomplete' in parsed) throw refuse(service, 'incomplete', parsed.incomplete)
  const region = regionOf(aws, service, request, parsed)
  checkTime(aws, service, parsed)

  const credential = aws.state(credentialStore).get(parsed.scope.accessKeyId)
  if (credential === undefined || !credential.active) throw refuse(service, 'unknown_key')
  // A token that is missing, another session's, or beside keys that need none is equally invalid.
  if (credential.session?.token !== request.headers['x-amz-security-token']) throw refuse(service, 'unknown_key')
  if (!signatureMatches(request, parsed, keys.keyFor(credential.secretAccessKey, parsed.scope))) throw refuse(service, 'mismatch')
  if (credential.session !== undefined && credential.session.expiresAt <= aws.now()) throw refuse(service, 'expired')
  // IAM knows a user's session only where it was made with MFA.
  if (service.name === 'iam' && credential.session !== undefined && credential.caller.kind === 'user' && credential.caller.mfa !== true)
    throw refuse(service, 'unknown_key')
  if (!aws.ask(accountActiveProvider)(credential.caller.accountId)) throw refuse(service, 'unknown_key')
  return { caller: credential.caller, region, credential }
}

/** Opt-in Regions know only credentials of accounts that opted in, and no version 1 tokens. */
export function checkRegion(aws: SimulatedAws, service: ServiceDefinition, { credential, region }: Authentication): void {
  if (credential === undefined || regionKindOf(aws.settings.partition, region) !== 'opt_in') return
  if (credential.session?.tokenVersion === 1) throw refuse(service, 'unknown_key')
  if (!aws.ask(regionEnabledProvider)(credential.caller.accountId, region)) throw refuse(service, 'unknown_key')
}

function regionOf(aws: SimulatedAws, service: ServiceDefinition, request: WireRequest, { scope }: ParsedSignature): string {
  const endpoint = endpointOf(request)
  if (scope.service !== service.name) throw mismatchBecause(service, `Credential should be scoped to correct service: '${service.name}'.`)
  if (scope.terminator !== 'aws4_request')
    throw mismatchBecause(service, `Credential should be scoped with a valid terminator: 'aws4_request', not '${scope.terminator}'.`)
  // Tools given an address of their own sign global services with whatever Region they are set to, so only AWS's own hosts insist.
  if (service.answersIn !== undefined) {
    const region = regionsOf(aws.settings.partition)[service.answersIn]
    if (endpoint.kind !== 'custom' && scope.region !== region)
      throw mismatchBecause(service, 'Credential should be scoped to a valid region. ')
    return region
  }
  const known = regionKindOf(aws.settings.partition, scope.region) !== 'unknown'
  if (!known || (endpoint.region !== undefined && endpoint.region !== scope.region))
    throw mismatchBecause(service, 'Credential should be scoped to a valid region. ')
  return scope.region
}

function checkTime(aws: SimulatedAws, service: ServiceDefinition, { timestamp, scope }: ParsedSignature): void {
  const at = parseTimestamp(timestamp)
  const now = aws.now()
  if (Number.isNaN(at) || !timestamp.startsWith(scope.date))
    throw mismatchBecause(
      service,
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
    )
  if (at < now - clockSkewMaxMs)
    throw refuse(
      service,
      'skew',
      `Signature expired: ${timestamp} is now earlier than ${formatTimestamp(now - clockSkewMaxMs)} (${formatTimestamp(now)} - 5 min.)`,
    )
  if (at > now + clockSkewMaxMs)
    throw refuse(
      service,
      'skew',
      `Signature not yet current: ${timestamp} is still later than ${formatTimestamp(now + clockSkewMaxMs)} (${formatTimestamp(now)} + 5 min.)`,
    )
}

function mismatchBecause(service: ServiceDefinition, detail: string): SimError {
  const { code, status, message } = refuse(service, 'mismatch')
  return new SimError(code, service.protocol === 'ec2Query' ? message : detail, { status })
}
