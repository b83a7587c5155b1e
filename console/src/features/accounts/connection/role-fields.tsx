import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type AccountDraft, partitionOf } from './draft.ts'

export type FieldsProps = {
  readonly draft: AccountDraft
  readonly set: (change: Partial<AccountDraft>) => void
  readonly errors: ReadonlyMap<string, string>
}

/** Through which role the account is reached, if it is not the one that Reeve runs in (CONN-8…CONN-11). */
export function AccountRoleFields({ draft, set, errors }: FieldsProps) {
  const error = (name: string): string | undefined => errors.get(`credentials.role.${name}`)
  return (
    <SpaceBetween size="m">
      <FormField label="How the account is reached" errorText={errors.get('credentials.role')} stretch>
        <RadioGroup
          value={draft.way}
          onChange={({ detail }) => set({ way: detail.value as AccountDraft['way'] })}
          items={[
            { value: 'role', label: 'Through a role in it', description: 'A role of that account which trusts this server.' },
            { value: 'self', label: 'Directly: it is the account that Reeve runs in', description: 'No role is assumed.' },
          ]}
        />
      </FormField>
      {draft.way === 'self' ? (
        <FormField
          label={
            <>
              Account ID <i>– optional</i>
            </>
          }
          constraintText="Twelve digits; checked against what AWS says."
          errorText={errors.get('accountId')}
        >
          <Input
            value={draft.accountId}
            inputMode="numeric"
            placeholder="111122223333"
            onChange={({ detail }) => set({ accountId: detail.value })}
          />
        </FormField>
      ) : (
        <SpaceBetween size="m">
          <FormField
            label="ARN of the role"
            description="The role’s page in IAM shows it; the kit above prints it."
            constraintText={partitionOf(draft.roleArn) === undefined ? undefined : `In ${partitionOf(draft.roleArn)}`}
            errorText={error('arn')}
          >
            <Input
              value={draft.roleArn}
              placeholder="arn:aws:iam::111122223333:role/reeve-member"
              spellcheck={false}
              onChange={({ detail }) => set({ roleArn: detail.value })}
            />
          </FormField>
          <FormField
            label="ExternalId"
            description="Works like a password between Reeve and the role. One of its own for every account."
            constraintText="Leave empty only if the role’s trust policy asks for none."
            errorText={error('externalId')}
          >
            <Input
              value={draft.externalId}
              spellcheck={false}
              autoComplete={false}
              onChange={({ detail }) => set({ externalId: detail.value })}
            />
          </FormField>
          <ExpandableSection
            headerText="Session"
            headerDescription={`${draft.sessionName.trim() === '' ? 'No name' : draft.sessionName}, ${draft.duration} seconds`}
            {...(error('sessionName') === undefined && error('durationSeconds') === undefined ? {} : { expanded: true })}
          >
            <SpaceBetween size="m">
              <FormField label="Session name" description="Names Reeve in the account’s CloudTrail." errorText={error('sessionName')}>
                <Input value={draft.sessionName} onChange={({ detail }) => set({ sessionName: detail.value })} />
              </FormField>
              <FormField
                label="Session length"
                constraintText="Seconds, 900 to 43,200; an hour at most where Reeve itself runs with a role."
                errorText={error('durationSeconds')}
              >
                <Input value={draft.duration} inputMode="numeric" onChange={({ detail }) => set({ duration: detail.value })} />
              </FormField>
            </SpaceBetween>
          </ExpandableSection>
        </SpaceBetween>
      )}
    </SpaceBetween>
  )
}
