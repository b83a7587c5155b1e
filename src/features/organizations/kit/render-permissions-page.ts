import { bucketPermissions } from '#features/audit/index.ts'
import { deniedContentActions, type KitPermission, kitPermissions, type KitRole, kitVersion } from './permissions.ts'

const headings: Readonly<Record<KitRole, string>> = {
  organization: 'Organization role',
  member: 'Member role, in every account',
  caller: 'The caller itself',
}

/** `docs/aws-permissions.md`: every IAM action that this version calls, where, and why. */
export function renderPermissionsPage(): string {
  const sections = (Object.keys(headings) as KitRole[]).flatMap((role) => [
    `## ${headings[role]}`,
    '',
    '| Action | Needed | Since kit | Why |',
    '|---|---|---|---|',
    ...kitPermissions.filter((permission) => permission.role === role).map(rowOf),
    '',
  ])
  return [
    '# What Reeve may do in AWS',
    '',
    'Written by `npm run gen`. Do not edit.',
    '',
    `Kit ${kitVersion}. The roles hold these actions and no others; \`optional\` ones may be left out, and Reeve then says what it cannot tell.`,
    '',
    ...sections,
    '## Who writes audit checkpoints into S3, where that is set up',
    '',
    'On the bucket and the prefix alone; docs/audit.md has the policy.',
    '',
    '| Action | Needed | Why |',
    '|---|---|---|',
    ...bucketPermissions.map(({ action, need, why }) => `| \`${action}\` | ${need} | ${why} |`),
    '',
    '## Never',
    '',
    `The member role carries an explicit deny, which no other policy can lift: ${deniedContentActions.map((action) => `\`${action}\``).join(', ')}.`,
    '',
  ].join('\n')
}

function rowOf({ action, need, since, why, resource }: KitPermission): string {
  return `| \`${action}\` | ${need} | ${since} | ${why}${resource === 'self' ? ' On the role itself only.' : ''} |`
}
