import { evaluateOrganization, type PolicyChain } from '#features/policies/index.ts'
import type { PredictedDenial } from './evidence.ts'

export type PredictedCall = { readonly action: string; readonly principalArn: string; readonly roleArn: string }
export type OrganizationIds = { readonly id: string; readonly managementAccountId: string }

/**
 * What the harvested policies say of a call: RCPs of the account that owns the role, SCPs of the account that calls. Chains that are not
 * known whole predict nothing.
 */
export function predictDenials(
  call: PredictedCall,
  chains: { readonly caller: PolicyChain | undefined; readonly target: PolicyChain | undefined },
  organization: OrganizationIds,
): PredictedDenial[] {
  const { action, principalArn, roleArn } = call
  const principal = { arn: principalArn, accountId: accountOf(principalArn) }
  const request = {
    principal,
    action,
    resource: { arn: roleArn, accountId: accountOf(roleArn) },
    context: { 'aws:PrincipalArn': principalArn, 'aws:PrincipalAccount': principal.accountId },
    organization,
  }
  const scp = chains.caller === undefined ? undefined : evaluateOrganization({ scp: chains.caller.scp, rcp: [] }, request)
  const rcp = chains.target === undefined ? undefined : evaluateOrganization({ scp: [], rcp: chains.target.rcp }, request)
  return [
    ...(scp?.kind === 'evaluated' ? explicitDenials('scp', scp.scp) : []),
    ...(rcp?.kind === 'evaluated' ? explicitDenials('rcp', rcp.rcp) : []),
  ]
}

type LayerEvidence = Extract<ReturnType<typeof evaluateOrganization>, { kind: 'evaluated' }>['scp']

function explicitDenials(layer: PredictedDenial['layer'], evidence: LayerEvidence): PredictedDenial[] {
  if (evidence?.decision !== 'explicit_deny') return []
  return evidence.statements.map(({ policyId, target, sid }) => ({
    layer,
    policy: policyId,
    target,
    sid: sid ?? null,
    hingesOn: evidence.hingesOn,
  }))
}

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? ''
}
