import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useSession } from '../../auth/session.ts'
import type { CallerDraft } from './draft.ts'
import { RunningAs } from './running-as.tsx'

type Props = {
  readonly draft: CallerDraft
  readonly set: (change: Partial<CallerDraft>) => void
  readonly errors: ReadonlyMap<string, string>
  /** What the caller is there for. */
  readonly description: string
}

/** Who Reeve is when it assumes the roles. Stored keys are offered only where the operator allows them (ORG-10). */
export function CallerFields({ draft, set, errors, description }: Props) {
  const { storedKeysAllowed } = useSession()
  const error = (name: string): string | undefined => errors.get(`credentials.caller.${name}`)
  return (
    <SpaceBetween size="m">
      <FormField label="Caller" description={description} errorText={errors.get('credentials.caller') ?? error('kind')} stretch>
        <RadioGroup
          value={draft.callerKind}
          onChange={({ detail }) => set({ callerKind: detail.value as CallerDraft['callerKind'] })}
          items={[
            {
              value: 'default',
              label: 'The server’s own role',
              description: 'Instance or task role, or the credentials in its environment. Nothing is stored.',
            },
            {
              value: 'profile',
              label: 'A profile of the server',
              description: 'Named in the server’s AWS configuration. Nothing is stored.',
            },
            ...(storedKeysAllowed
              ? [
                  {
                    value: 'stored_keys',
                    label: 'Keys of an IAM user',
                    description: 'Stored encrypted. Keys leak and are rarely rotated: prefer a role.',
                  },
                ]
              : []),
          ]}
        />
      </FormField>
      {draft.callerKind === 'default' ? <RunningAs /> : null}
      {draft.callerKind === 'profile' ? (
        <FormField label="Profile" errorText={error('profile')}>
          <Input value={draft.profile} onChange={({ detail }) => set({ profile: detail.value })} />
        </FormField>
      ) : null}
      {draft.callerKind === 'stored_keys' ? (
        <SpaceBetween size="m">
          <Alert type="warning" statusIconAriaLabel="Warning">
            Long-term keys are the most common way into AWS accounts. Use a role as soon as you can, and delete the keys.
          </Alert>
          <FormField label="Access key ID" errorText={error('accessKeyId')}>
            <Input value={draft.accessKeyId} autoComplete={false} onChange={({ detail }) => set({ accessKeyId: detail.value })} />
          </FormField>
          <FormField
            label="Secret access key"
            constraintText="Sealed when stored, and never shown again."
            errorText={error('secretAccessKey')}
          >
            <Input
              type="password"
              value={draft.secretAccessKey}
              autoComplete={false}
              onChange={({ detail }) => set({ secretAccessKey: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      ) : null}
    </SpaceBetween>
  )
}
