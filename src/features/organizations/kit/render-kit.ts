import type { KitFile, KitTerms } from './kit.ts'
import { renderCloudFormation } from './render-cloudformation.ts'
import { renderCli } from './render-cli.ts'
import { renderTerraform } from './render-terraform.ts'

export type Kit = { readonly files: readonly KitFile[]; readonly notes: readonly string[] }

/** Renders everything that the owner needs in AWS, for the terms of one registration. Pure: the same terms give the same files. */
export function renderKit(terms: KitTerms): Kit {
  return { files: [...renderCloudFormation(terms), ...renderCli(terms), ...renderTerraform(terms)], notes: notesOf(terms) }
}

function notesOf(terms: KitTerms): string[] {
  const notes = [
    'Service-managed StackSets skip the management account: step 3 of commands.sh makes its member role.',
    'All member roles must have the same name, ExternalId and session duration.',
    'Trusts name the account of the caller and compare its ARN in a condition, so re-creating the caller under its name does not break them.',
  ]
  if (!terms.callerInOrganization)
    notes.push(
      'The caller is not known to be inside the organization, so trusts carry no aws:PrincipalOrgID; the ExternalId alone guards against a confused deputy.',
    )
  if (terms.orgRole.externalId === null || terms.memberRole.externalId === null)
    notes.push('An ExternalId is shown as a placeholder: fill in the one of your registration (it can be revealed, which is audited).')
  if (terms.variant === 'delegated_administrator') notes.push(...needsManagementAccount)
  return notes
}

/** What a delegated administrator cannot do, said before anybody relies on it. */
export const needsManagementAccount: readonly string[] = [
  'Still needs the management account: attaching and changing the delegation policy itself.',
  'Still needs the management account: reading tags in bulk (tag:GetResources shows them to their owner only). Tags are read account by account instead, which takes longer.',
  'Still needs the management account: creating, moving, closing and inviting accounts, trusted access, delegated administrators, and policies attached to the management account.',
  'Still needs the management account: the member role of the management account itself, which no StackSet reaches.',
]
