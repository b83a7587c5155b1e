import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import { describeError } from '../../../api/problem.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { signInRulesQuery } from '../queries.ts'
import { SecretField } from '../secret-field.tsx'
import { callbackOf, type ProviderDraft } from './provider-draft.ts'

type Props = {
  readonly draft: ProviderDraft
  readonly set: (part: Partial<ProviderDraft>) => void
  readonly errors: ReadonlyMap<string, string>
  readonly isNew: boolean
  readonly hasStoredSecret: boolean
}

export function ProviderFields({ draft, set, errors, isNew, hasStoredSecret }: Props) {
  const rules = useQuery(signInRulesQuery)
  return (
    <Container header={<Header variant="h2">The provider</Header>}>
      <SpaceBetween size="m">
        <FormField label="Name" description="On the button of the sign-in: “Continue with …”." errorText={errors.get('name')}>
          <Input value={draft.name} placeholder="Example Corp" onChange={({ detail }) => set({ name: detail.value })} />
        </FormField>
        <FormField
          label="ID"
          constraintText="Small letters, digits and hyphens; it stands in the redirect address and cannot be changed later."
          errorText={errors.get('id') ?? errors.get('provider')}
        >
          <Input
            value={draft.id}
            disabled={!isNew}
            spellcheck={false}
            placeholder="corp"
            onChange={({ detail }) => set({ id: detail.value })}
          />
        </FormField>
        <FormField
          label="Redirect address"
          description="Enter it at the provider, exactly like this."
          constraintText="It begins with this server’s public address, REEVE_PUBLIC_URL. If that is wrong here, it is wrong for the provider too."
        >
          {rules.data === undefined ? (
            <Box color="text-body-secondary">{rules.error === null ? 'Loading …' : describeError(rules.error)}</Box>
          ) : (
            <span className="hostile">
              <Copyable text={callbackOf(rules.data.callbackUrl, draft.id)} what="the redirect address" />
            </span>
          )}
        </FormField>
        <Issuer draft={draft} set={set} error={errors.get('issuer')} />
        <FormField label="Client ID" errorText={errors.get('clientId')}>
          <Input value={draft.clientId} spellcheck={false} onChange={({ detail }) => set({ clientId: detail.value })} />
        </FormField>
        <SecretField
          label="Client secret"
          hasStored={hasStoredSecret}
          none="None: a public client, with PKCE alone"
          secretIs={draft.secretIs}
          secret={draft.secret}
          error={errors.get('clientSecret')}
          onChange={set}
        />
        <FormField
          label="Scopes to ask for"
          constraintText="Separated by spaces. Many providers hand out groups only when asked for them."
          errorText={errors.get('scopes')}
        >
          <Input value={draft.scopes} spellcheck={false} onChange={({ detail }) => set({ scopes: detail.value })} />
        </FormField>
      </SpaceBetween>
    </Container>
  )
}

type IssuerProps = Pick<Props, 'draft' | 'set'> & { readonly error: string | undefined }

/** The issuer, and what it says of itself when asked; nothing is stored by asking. */
function Issuer({ draft, set, error }: IssuerProps) {
  const test = useAction({ run: (issuer: string) => call('POST /v1/identity-providers/test', { body: { issuer } }) })
  const isOfThis = test.variables === draft.issuer.trim()
  return (
    <FormField
      label="Issuer"
      description="Exactly as the provider calls itself, with or without the last slash."
      constraintText="Inside your network it has to be allowed by REEVE_OUTGOING_ALLOW."
      errorText={error}
      secondaryControl={
        <Button formAction="none" loading={test.isPending} onClick={() => test.mutate(draft.issuer.trim())}>
          Test
        </Button>
      }
    >
      <SpaceBetween size="xs">
        <Input
          value={draft.issuer}
          spellcheck={false}
          inputMode="url"
          placeholder="https://login.example.com"
          onChange={({ detail }) => set({ issuer: detail.value })}
        />
        <div aria-live="polite">
          {!isOfThis || test.isPending ? null : test.error !== null ? (
            <StatusIndicator type="error" wrapText>
              <span className="hostile">{describeError(test.error)}</span>
            </StatusIndicator>
          ) : test.data === undefined ? null : (
            <Told {...test.data} />
          )}
        </div>
      </SpaceBetween>
    </FormField>
  )
}

function Told({ claims, scopes }: { readonly claims: readonly string[] | null; readonly scopes: readonly string[] | null }) {
  const list = (words: readonly string[] | null): string => (words === null ? 'it does not say' : showText(words.join(', '), 400))
  return (
    <SpaceBetween size="xxs">
      <StatusIndicator type="success" wrapText>
        The issuer answers. Client ID and secret show at the first sign-in only.
      </StatusIndicator>
      <Box variant="small">
        <span className="hostile">Scopes it knows: {list(scopes)}</span>
      </Box>
      <Box variant="small">
        <span className="hostile">Claims it can give: {list(claims)}</span>
      </Box>
    </SpaceBetween>
  )
}
