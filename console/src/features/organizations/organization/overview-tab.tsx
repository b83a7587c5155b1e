import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Organization } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { counted, words } from '../../../lib/words.ts'
import { ManagementAccount } from '../management-account.tsx'
import { contentsQuery } from '../queries.ts'
import { ActionChecks } from '../action-checks.tsx'

/** How the organization is registered: who reads it, what is imported, what was checked. */
export function OverviewTab({ organization }: { readonly organization: Organization }) {
  const may = useMay()
  const { credentials, accounts, validation } = organization
  const contents = useQuery(contentsQuery(organization.organizationId))
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={may('organizations:write') ? <Button href={`/organizations/${organization.organizationId}/edit`}>Edit</Button> : null}
          >
            Registration
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            { label: 'Organization ID', value: <Copyable text={organization.organizationId} what="organization id" /> },
            {
              label: 'Management account',
              value: <ManagementAccount id={organization.managementAccountId} />,
            },
            { label: 'Registered through', value: words(organization.registeredThrough) },
            { label: 'Caller', value: callerText(credentials.caller) },
            { label: 'Organization role', value: <Text>{credentials.organizationRole.arn}</Text> },
            { label: 'Its session name', value: <Text>{credentials.organizationRole.sessionName}</Text> },
            { label: 'Member role', value: <Text>{credentials.memberRole.exampleArn}</Text> },
            { label: 'Its session name', value: <Text>{credentials.memberRole.sessionName}</Text> },
            { label: 'ExternalIds', value: <ExternalIds organization={organization} /> },
            {
              label: 'Registered',
              value: (
                <>
                  <Time at={organization.createdAt} /> by {organization.createdBy}
                </>
              ),
            },
            { label: 'Last edited', value: <Time at={organization.updatedAt} /> },
            { label: 'Features', value: organization.featureSet === 'ALL' ? 'All features' : 'Consolidated billing only: no SCPs' },
          ]}
        />
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description={
              organization.isPart
                ? 'Of the accounts that you reach. What the organization is limited to, and what its role may do, is for who sees all of it.'
                : undefined
            }
          >
            Scope
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            {
              label: 'Imported',
              value: `${accounts.imported} of ${counted(accounts.total, 'account')}; ${accounts.excluded} left out, ${accounts.suspended} suspended`,
            },
            ...(organization.isPart
              ? []
              : [
                  {
                    label: 'Limited to',
                    value: organization.scopeOuIds.length === 0 ? 'The whole organization' : organization.scopeOuIds.join(', '),
                  },
                  {
                    label: 'Left out by name',
                    value: organization.excludePrefixes.length === 0 ? 'None' : <Text>{organization.excludePrefixes.join(', ')}</Text>,
                  },
                ]),
            {
              label: 'Suspended accounts',
              value: organization.autoRemoveSuspended
                ? `Removed by themselves (${organization.autoRemoveStates.map(words).join(', ')})`
                : 'Kept until somebody removes them',
            },
            { label: 'Badges from tags', value: organization.autoBadge ? 'Yes' : 'No' },
            {
              label: 'Holds',
              value:
                contents.data === undefined
                  ? '…'
                  : `${counted(contents.data.organizationalUnits, 'OU')}, ${counted(contents.data.policies, 'policy', 'policies')}, ${counted(contents.data.attachments, 'attachment')}, ${counted(contents.data.badges, 'badge')}`,
            },
          ]}
        />
      </Container>
      {organization.isPart ? null : <Checks validation={validation} />}
    </SpaceBetween>
  )
}

function Checks({ validation }: { readonly validation: Organization['validation'] }) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              Checked <Time at={validation.checkedAt} />
            </>
          }
        >
          What the organization role may do
        </Header>
      }
    >
      <SpaceBetween size="s">
        {validation.warnings.map(({ code, message }) => (
          <Box key={code} color="text-status-warning">
            {message}
          </Box>
        ))}
        <ActionChecks actions={validation.actions} />
      </SpaceBetween>
    </Container>
  )
}

function ExternalIds({ organization: { organizationId: org, credentials } }: { readonly organization: Organization }) {
  const may = useMay()
  const [shown, setShown] = useState<string>()
  const reveal = useAction({
    run: () => call('POST /v1/organizations/{org}/reveal-external-id', { path: { org } }),
    failed: 'The ExternalIds could not be read',
    after: ({ organizationRole, memberRole }) =>
      setShown(`organization role: ${organizationRole ?? 'none'}, member role: ${memberRole ?? 'none'}`),
  })
  const { hasExternalId: first } = credentials.organizationRole
  const { hasExternalId: second } = credentials.memberRole
  if (!first && !second) return 'None: anyone who may use the caller elsewhere could point it here.'
  if (shown !== undefined) return <Text>{shown}</Text>
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <span>{first && second ? 'Stored for both roles' : `Stored for the ${first ? 'organization' : 'member'} role only`}</span>
      {may('organizations:reveal-secret', 'everywhere') ? (
        <Button variant="inline-link" loading={reveal.isPending} onClick={() => reveal.mutate()}>
          Show (recorded in Activity)
        </Button>
      ) : null}
    </SpaceBetween>
  )
}

export function callerText({ kind, profile, accessKeyId }: Organization['credentials']['caller']): string {
  if (kind === 'profile') return `Profile ${profile ?? ''} of the server`
  return kind === 'stored_keys' ? `Stored keys of an IAM user (${accessKeyId ?? ''})` : 'The role or credentials of the server'
}
