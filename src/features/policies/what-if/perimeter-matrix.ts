import { compilePolicies, decide } from '#iam/index.ts'
import type { DecidingStatement, PolicyDocument } from '#iam/types.ts'
import { type Estate, lineageOf } from './estate.ts'

/** A place that a principal or a resource can be in; `outside` is another organization. */
export type Place = { readonly id: string; readonly name: string; readonly path: string | null }
export type Cell = {
  readonly principal: string
  readonly resource: string
  readonly decision: 'allowed' | 'denied' | 'conditional'
  readonly hingesOn: readonly string[]
  readonly decidedBy: readonly DecidingStatement[]
}
export type Matrix = { readonly places: readonly Place[]; readonly cells: readonly Cell[] }

export type MatrixQuestion = {
  readonly document: PolicyDocument
  readonly form: 'scp' | 'identity'
  readonly action: string
  readonly resourceArn: string
  readonly level: 'account' | 'ou' | 'organization'
}

const OUTSIDE: Place = { id: 'outside', name: 'another organization', path: null }
/** 300 × 300 pairs are 90,000 answers, a second's work and a table nobody reads further. */
export const PLACES_MAX = 300
/** Stand-ins where an OU holds no account: a place decides by its path, not by who is in it. */
const standIn = { principal: '100000000001', resource: '100000000002', outside: '999999999999' }

const allowAll = { name: 'supposed', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }
const openToAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }

/**
 * Who reaches whom under a perimeter policy, everything else supposed to allow: each place of a principal against each place of a resource,
 * and against another organization. Decided by the engine from account ids and paths of the harvested tree.
 */
export function perimeterMatrix(estate: Estate, question: MatrixQuestion): Matrix {
  const named = { name: 'perimeter', document: question.document }
  const policies = compilePolicies({
    resource: openToAll,
    ...(question.form === 'scp' ? { scp: [{ target: 'organization', policies: [allowAll, named] }] } : { identity: [allowAll, named] }),
  })
  const places = placesOf(estate, question.level)
  const cells = places.flatMap((principal) =>
    [...places, OUTSIDE].map((resource): Cell => {
      const { decision, hingesOn, decidedBy } = decide(policies, requestOf(estate, question, { principal, resource }))
      return {
        principal: principal.id,
        resource: resource.id,
        decision: hingesOn.length > 0 ? 'conditional' : decision === 'allowed' ? 'allowed' : 'denied',
        hingesOn,
        decidedBy: decision === 'allowed' ? [] : decidedBy,
      }
    }),
  )
  return { places: [...places, OUTSIDE], cells }
}

function placesOf(estate: Estate, level: MatrixQuestion['level']): Place[] {
  const nodes = [...estate.nodes.values()]
  const chosen = nodes.filter(({ kind }) =>
    level === 'account' ? kind === 'account' : level === 'ou' ? kind !== 'account' : kind === 'root',
  )
  return chosen.flatMap(({ id, name, kind }) => {
    const lineage = lineageOf(estate, id)
    if (lineage === undefined) return []
    const above = kind === 'account' ? lineage.slice(0, -1) : lineage
    return [{ id, name, path: `${estate.organizationId}/${above.join('/')}/` }]
  })
}

function requestOf(
  estate: Estate,
  { action, resourceArn, form }: MatrixQuestion,
  { principal, resource }: { principal: Place; resource: Place },
) {
  const isAccount = (place: Place): boolean => /^\d{12}$/.test(place.id)
  const principalAccount = isAccount(principal) ? principal.id : standIn.principal
  const resourceAccount = resource === OUTSIDE ? standIn.outside : isAccount(resource) ? resource.id : standIn.resource
  return {
    principal: { arn: `arn:aws:iam::${principalAccount}:role/someone`, accountId: principalAccount },
    action,
    resource: { arn: resourceArn, accountId: resourceAccount },
    context: {
      'aws:PrincipalAccount': principalAccount,
      'aws:PrincipalOrgID': estate.organizationId,
      ...(principal.path !== null && { 'aws:PrincipalOrgPaths': [principal.path] }),
      'aws:ResourceAccount': resourceAccount,
      'aws:ResourceOrgID': resource === OUTSIDE ? 'o-anotherone1' : estate.organizationId,
      'aws:ResourceOrgPaths': resource.path === null ? ['o-anotherone1/r-0000/'] : [resource.path],
    },
    ...(form === 'scp' && { assume: ['identity' as const] }),
  }
}
