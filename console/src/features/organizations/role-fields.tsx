import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type Draft, exampleMemberArn } from './draft.ts'

export type FieldsProps = {
  readonly draft: Draft
  readonly set: (change: Partial<Draft>) => void
  readonly errors: ReadonlyMap<string, string>
}

/** The role that reads the organization itself (ORG-6). */
export function OrganizationRoleFields({ draft, set, errors }: FieldsProps) {
  const error = (name: string): string | undefined => errors.get(`credentials.organizationRole.${name}`)
  return (
    <SpaceBetween size="m">
      <FormField
        label="ARN of the organization role"
        description="The kit’s first template makes it and prints this ARN."
        errorText={error('arn')}
      >
        <Input
          value={draft.orgRoleArn}
          placeholder="arn:aws:iam::111122223333:role/Reeve-Organization"
          spellcheck={false}
          onChange={({ detail }) => set({ orgRoleArn: detail.value })}
        />
      </FormField>
      <FormField
        label="ExternalId"
        description="Works like a password between Reeve and the role. The kit generates one."
        constraintText="Leave empty only if the role’s trust policy asks for none."
        errorText={error('externalId')}
      >
        <Input
          value={draft.orgExternalId}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => set({ orgExternalId: detail.value })}
        />
      </FormField>
      <FormField label="Session name" description="Names Reeve in CloudTrail." errorText={error('sessionName')}>
        <Input value={draft.orgSession} onChange={({ detail }) => set({ orgSession: detail.value })} />
      </FormField>
      <FormField
        label="Session length"
        constraintText="Seconds, 900 to 43,200; an hour at most where Reeve itself runs with a role."
        errorText={error('durationSeconds')}
      >
        <Input value={draft.orgDuration} inputMode="numeric" onChange={({ detail }) => set({ orgDuration: detail.value })} />
      </FormField>
    </SpaceBetween>
  )
}

/** The role of the same name in every member account (ORG-7); its ARN is shown as one types (ORG-8). */
export function MemberRoleFields({ draft, set, errors }: FieldsProps) {
  const error = (name: string): string | undefined => errors.get(`credentials.memberRole.${name}`)
  return (
    <SpaceBetween size="m">
      <FormField
        label="Name of the member role"
        description={
          <>
            In each account it is then, for example,{' '}
            <code className="hostile" data-testid="example-arn">
              {exampleMemberArn(draft)}
            </code>
          </>
        }
        constraintText="The same in every account, with its IAM path if it has one."
        errorText={error('name')}
      >
        <Input
          value={draft.memberName}
          placeholder="Reeve-Member"
          spellcheck={false}
          onChange={({ detail }) => set({ memberName: detail.value })}
        />
      </FormField>
      <FormField
        label="ExternalId"
        description="One value for all member accounts."
        constraintText="Leave empty only if the roles’ trust policies ask for none."
        errorText={error('externalId')}
      >
        <Input
          value={draft.memberExternalId}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => set({ memberExternalId: detail.value })}
        />
      </FormField>
      <FormField label="Session name" description="Names Reeve in the CloudTrail of every account." errorText={error('sessionName')}>
        <Input value={draft.memberSession} onChange={({ detail }) => set({ memberSession: detail.value })} />
      </FormField>
      <FormField label="Session length" constraintText="Seconds, 900 to 43,200" errorText={error('durationSeconds')}>
        <Input value={draft.memberDuration} inputMode="numeric" onChange={({ detail }) => set({ memberDuration: detail.value })} />
      </FormField>
    </SpaceBetween>
  )
}
