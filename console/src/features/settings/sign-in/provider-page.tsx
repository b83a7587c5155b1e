import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import type { IdentityProvider } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { AskButton } from '../../../components/ask-button.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { ShownGrant } from '../access/shown-grant.tsx'
import { providersQuery } from '../queries.ts'
import { ProviderForm } from './provider-form.tsx'

const trail = [
  { text: 'Settings', href: '/settings' },
  { text: 'Sign-in', href: '/settings?tab=sign-in' },
]

export function AddProviderPage() {
  const may = useMay()
  const providers = useQuery(providersQuery)
  return (
    <Page title="Add identity provider" trail={trail}>
      {may('people:write', 'everywhere') ? (
        <Loaded query={providers} what="the providers">
          {({ items }) => <ProviderForm taken={items.map(({ id }) => id)} />}
        </Loaded>
      ) : (
        <Alert type="info" header="You may not add providers" statusIconAriaLabel="Note">
          A domain admin may.
        </Alert>
      )}
    </Page>
  )
}

/** One provider: to change for whoever may, to read for whoever may look. */
export function ProviderPage() {
  const may = useMay()
  const { provider: id } = useParams({ strict: false }) as { provider: string }
  const providers = useQuery({ ...providersQuery, refetchOnMount: 'always' })
  const provider = providers.data?.items.find((each) => each.id === id)
  const canEdit = may('people:write', 'everywhere')
  return (
    <Page title={provider?.name ?? id} trail={trail} actions={provider === undefined || !canEdit ? null : <Remove provider={provider} />}>
      <Loaded query={providers} what="the providers">
        {() =>
          provider === undefined ? (
            <Alert type="warning" header="There is no such provider" statusIconAriaLabel="Warning">
              It may have been removed.
            </Alert>
          ) : canEdit && !providers.isFetchedAfterMount ? null : canEdit ? (
            <ProviderForm key={id} stored={provider} taken={[]} />
          ) : (
            <Shown provider={provider} />
          )
        }
      </Loaded>
    </Page>
  )
}

function Shown({ provider }: { readonly provider: IdentityProvider }) {
  const { issuer, clientId, hasClientSecret, scopes, grants } = provider
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">The provider</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Issuer', value: <Text max={300}>{issuer}</Text> },
            { label: 'Client ID', value: <Text max={300}>{clientId}</Text> },
            { label: 'Client secret', value: hasClientSecret ? 'Stored' : 'None' },
            { label: 'Scopes', value: scopes.join(' ') },
          ]}
        />
      </Container>
      <Table
        wrapLines
        items={grants}
        ariaLabels={{ tableLabel: 'Who gets which role' }}
        header={<Header variant="h2">Who gets which role</Header>}
        empty={<Box>Nobody.</Box>}
        columnDefinitions={[
          { id: 'claim', header: 'Claim', isRowHeader: true, cell: ({ claim }) => <Text>{claim}</Text> },
          { id: 'value', header: 'Is, or holds', cell: ({ value }) => <Text>{value}</Text> },
          { id: 'gives', header: 'Gives', cell: (grant) => <ShownGrant {...grant} /> },
        ]}
      />
    </SpaceBetween>
  )
}

function Remove({ provider: { id, name } }: { readonly provider: IdentityProvider }) {
  const navigate = useNavigate()
  const action = useAction({
    run: () => call('DELETE /v1/identity-providers/{provider}', { path: { provider: id } }),
    done: () => 'The provider is removed.',
    after: () => void navigate({ to: '/settings', search: { tab: 'sign-in' } }),
  })
  return (
    <AskButton label="Remove" title={`Remove ${showText(name, 60)}`} action={action}>
      <Box>Nobody comes in through it any more. Whoever can come no other way, and was given nothing here, is removed with it.</Box>
    </AskButton>
  )
}
