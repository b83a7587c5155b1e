import type { CompiledOperation, CompiledService } from './compiled-service.ts'
import type { ServiceDefinition } from '../define-service.ts'
import { matchUri, parametersOf } from './protocols.ts'
import { restXmlOperationName } from './rest-xml.ts'
import type { EndpointKind } from '../define-operation.ts'
import type { WireRequest } from './message.ts'

/**
 * Which service a request is for. All services share one address when served locally, so the host says nothing there: X-Amz-Target,
 * the service in the credential scope, or the `Version` of a query decide, in that order. AWS's own host names decide before all.
 */
export function serviceFor(services: readonly ServiceDefinition[], request: WireRequest): ServiceDefinition | undefined {
  const host = endpointOf(request)
  const hosted = services.find((service) => service.name === host.service)
  if (hosted !== undefined) return hosted
  const target = request.headers['x-amz-target']
  if (target !== undefined) {
    const prefix = target.slice(0, target.lastIndexOf('.'))
    return services.find((service) => service.targetPrefix === prefix)
  }
  const scoped = services.find((service) => service.name === scopeOf(request)?.service)
  if (scoped !== undefined) return scoped
  if (!isForm(request)) return undefined
  const version = parametersOf(request).get('Version')
  return services.find((service) => service.version !== undefined && service.version === version)
}

/** Name of the operation that a request asks for, whether or not the service has it. */
export function operationNameOf(service: CompiledService, request: WireRequest): string {
  const { protocol } = service.definition
  if (protocol === 'awsJson1_0' || protocol === 'awsJson1_1') return request.headers['x-amz-target']?.split('.').at(-1) ?? ''
  if (protocol === 'awsQuery' || protocol === 'ec2Query') return parametersOf(request).get('Action') ?? ''
  if (protocol === 'restXml') return restXmlOperationName(service, request)
  for (const operation of service.operations.values()) {
    if (operation.http?.[0] === request.method && matchUri(operation.http[1], request.path) !== undefined) return operation.name
  }
  return `${request.method} ${request.path}`
}

export function operationFor(service: CompiledService, name: string): CompiledOperation | undefined {
  return service.operations.get(name)
}

export type CredentialScope = {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
}

/** The credential scope a request claims; nothing about it is verified here. */
export function scopeOf(request: WireRequest): CredentialScope | undefined {
  const credential = /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1]
  if (credential === undefined) return undefined
  const parts = credential.split('/')
  const [date, region, service, terminator] = parts.slice(-4)
  const accessKeyId = parts.slice(0, -4).join('/')
  return terminator === undefined ? undefined : { accessKeyId, date: date!, region: region!, service: service!, terminator }
}

/** AWS's own host names say which endpoint was meant; any other host stands for the Regional endpoint of the signing Region. */
export function endpointOf(request: WireRequest): { readonly kind: EndpointKind; readonly service?: string; readonly region?: string } {
  const match = /^([a-z0-9-]+)(?:\.([a-z0-9-]+))?\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?$/.exec(request.headers['host'] ?? '')
  if (match === null) return { kind: 'custom' }
  const [, service, region] = match
  return region === undefined ? { kind: 'global', service: service! } : { kind: 'regional', service: service!, region }
}

function isForm(request: WireRequest): boolean {
  return request.method === 'GET' || (request.headers['content-type'] ?? '').includes('x-www-form-urlencoded')
}
