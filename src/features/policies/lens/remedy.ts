import { assertNever } from '#lib/assert-never.ts'
import type { Cause } from './cause.ts'

type Denied = { readonly action: string; readonly principalArn: string; readonly resource: string; readonly region: string }

/** What ends a denial of this cause, for whoever can change it. Never says more than the cause does: of an unknown one, how to find out. */
export function remedyFor(cause: Cause, { action, principalArn, resource, region }: Denied): string {
  switch (cause.kind) {
    case 'identity':
      return `Give ${principalArn} a policy that allows ${action}; the kit has the current ones.`
    case 'boundary':
      return `Allow ${action} in the permissions boundary of ${principalArn}; both it and the role's own policies must.`
    case 'session':
      return `Allow ${action} in the policy that was passed when the session of ${principalArn} was opened.`
    case 'scp':
    case 'rcp':
      return `Exempt Reeve's role in the ${cause.kind.toUpperCase()}${told(cause)}, with a condition on aws:PrincipalArn, or live with not seeing this.`
    case 'resource':
      return `Allow ${action} for ${principalArn} in the policy of ${resource}.`
    case 'trust':
      return `Compare the trust policy of ${resource} with the kit: whom it names, its ExternalId, and whether the role exists under this name.`
    case 'vpc_endpoint':
      return `Allow ${action} in the policy of the VPC endpoint through which Reeve reaches AWS.`
    case 'region_disabled':
      return `Enable ${region} in the account if it should be read; otherwise nothing is amiss.`
    case 'account_inactive':
      return 'Reactivate the account with AWS Support, or let Reeve remove suspended accounts.'
    case 'simulator_artefact':
      return 'Nothing: the simulator could not know the whole request.'
    case 'resolved':
      return 'Nothing any more.'
    case 'unknown':
      return action.startsWith('sts:AssumeRole')
        ? `Find the cause on the account's page; first compare the trust policy of ${resource}, and its ExternalId, with the kit.`
        : "Find the cause on the account's page: it tries the call again and narrows down what may deny it."
    default:
      return assertNever(cause.kind, 'cause')
  }
}

function told({ policy }: Cause): string {
  const name = policy?.name ?? policy?.id
  return name === undefined ? ' that denies it' : ` ${name}${policy?.sid === undefined ? '' : `, statement ${policy.sid}`}`
}
