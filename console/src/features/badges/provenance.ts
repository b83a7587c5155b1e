import type { ListedBadge } from '../../api/operations.gen.ts'

/** Where a badge comes from decides who can change it. */
export const provenance: Readonly<Record<ListedBadge['source'], { readonly text: string; readonly remedy: string }>> = {
  tag: { text: 'A tag in AWS', remedy: 'Change the tag in AWS; it follows.' },
  org_path: { text: 'Its place in the organization', remedy: 'Move the account in AWS.' },
  organization: { text: 'Its organization', remedy: 'Kept by Reeve.' },
  nickname: { text: 'The organization’s nickname', remedy: 'Edit the organization.' },
  person: { text: 'Somebody here', remedy: 'Set or remove it here.' },
}
