import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { ScimConnection, ScimToken } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { useMay } from '../../../auth/session.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { AskButton } from '../../../components/ask-button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { SecretShown } from '../secret-shown.tsx'
import { isLiveToken } from './scim-token.ts'

const columns: TableProps.ColumnDefinition<ScimToken>[] = [
  { id: 'prefix', header: 'Begins with', isRowHeader: true, minWidth: 140, cell: ({ prefix }) => <code>{prefix}…</code> },
  {
    id: 'state',
    header: 'State',
    minWidth: 110,
    cell: (token) =>
      isLiveToken(token) ? (
        <StatusIndicator type="success">Valid</StatusIndicator>
      ) : (
        <StatusIndicator type="stopped">{token.revokedAt === null ? 'Expired' : 'Revoked'}</StatusIndicator>
      ),
  },
  {
    id: 'created',
    header: 'Created',
    minWidth: 170,
    cell: ({ createdAt, createdBy }) => (
      <>
        <Time at={createdAt} /> by <Text max={60}>{createdBy}</Text>
      </>
    ),
  },
  { id: 'used', header: 'Last used', minWidth: 140, cell: ({ lastUsedAt }) => (lastUsedAt === null ? 'Never' : <Time at={lastUsedAt} />) },
  { id: 'expires', header: 'Expires', minWidth: 140, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
]

/** What to enter in the directory: the address, and a token that is seen once. */
export function DirectoryTokens({ directory }: { readonly directory: ScimConnection }) {
  const may = useMay()
  const [isMaking, setMaking] = useState(false)
  const hasLive = directory.tokens.some(isLiveToken)
  const revoke = {
    id: 'revoke',
    header: 'Revoke',
    minWidth: 100,
    cell: (token: ScimToken) => <Revoke connection={directory.id} token={token} />,
  }
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Enter in the directory</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: 'Tenant URL, or SCIM base URL',
              value: (
                <span className="hostile">
                  <Copyable text={directory.baseUrl} what="the base URL" />
                </span>
              ),
            },
            { label: 'Authentication', value: 'HTTP header, bearer token: one of those below' },
          ]}
        />
      </Container>
      <Table
        wrapLines
        items={directory.tokens}
        trackBy="id"
        ariaLabels={{ tableLabel: 'Tokens of the directory' }}
        columnDefinitions={may('people:write', 'everywhere') ? [...columns, revoke] : columns}
        header={
          <Header
            actions={
              may('people:write', 'everywhere') ? (
                <Button variant={hasLive ? 'normal' : 'primary'} onClick={() => setMaking(true)}>
                  {hasLive ? 'Rotate the token' : 'Create a token'}
                </Button>
              ) : null
            }
          >
            Tokens
          </Header>
        }
        empty={<Box>No token yet: the directory can send nothing.</Box>}
      />
      {isMaking ? <Make connection={directory.id} isRotation={hasLive} onClose={() => setMaking(false)} /> : null}
    </SpaceBetween>
  )
}

type MakeProps = { readonly connection: string; readonly isRotation: boolean; readonly onClose: () => void }

function Make({ connection, isRotation, onClose }: MakeProps) {
  const [days, setDays] = useState('365')
  const [hours, setHours] = useState('24')
  const action = useAction({
    run: () =>
      call('POST /v1/scim-connections/{connection}/tokens', {
        path: { connection },
        body: { expiresInDays: Number(days), overlapHours: isRotation ? Number(hours) : 0 },
      }),
  })
  if (action.data !== undefined) {
    return (
      <SecretShown title="Copy the token now" secret={action.data.token} what="the token" onClose={onClose}>
        Enter it in the directory. It is shown this once, and expires <Time at={action.data.expiresAt} />.
      </SecretShown>
    )
  }
  const errors = errorsByField(action.error)
  return (
    <Dialog
      title={isRotation ? 'Rotate the token' : 'Create a token'}
      confirm="Create"
      error={action.error}
      labels={{ expiresInDays: 'Expires after', overlapHours: 'Earlier tokens still work for' }}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <FormField label="Expires after" constraintText="Days, two years (730) at most" errorText={errors.get('expiresInDays')}>
        <Input value={days} inputMode="numeric" onChange={({ detail }) => setDays(detail.value)} />
      </FormField>
      {isRotation ? (
        <FormField
          label="Earlier tokens still work for"
          constraintText="Hours, 30 days (720) at most; 0 ends them at once"
          errorText={errors.get('overlapHours')}
        >
          <Input value={hours} inputMode="numeric" onChange={({ detail }) => setHours(detail.value)} />
        </FormField>
      ) : null}
    </Dialog>
  )
}

function Revoke({ connection, token }: { readonly connection: string; readonly token: ScimToken }) {
  const action = useAction({
    run: () => call('DELETE /v1/scim-connections/{connection}/tokens/{token}', { path: { connection, token: token.id } }),
    done: () => 'The token is revoked.',
  })
  if (!isLiveToken(token)) return <>–</>
  return (
    <AskButton label="Revoke" variant="inline-link" ariaLabel={`Revoke ${token.prefix}`} title="Revoke the token" action={action}>
      <Box>The directory is refused from its next request with this token on. People and groups stay as they are.</Box>
    </AskButton>
  )
}
