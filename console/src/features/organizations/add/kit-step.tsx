import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { OrganizationKit } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import type { Draft } from '../draft.ts'
import { KitFiles, kitMessage } from '../kit-files.tsx'

type Props = {
  readonly draft: Draft
  readonly set: (part: Partial<Draft>) => void
  /** Kept by the wizard: its ExternalIds are shown once, and another step in between must not lose them. */
  readonly kit: OrganizationKit | undefined
  readonly onKit: (kit: OrganizationKit) => void
}

/** The templates and commands that make both roles, with new ExternalIds that go straight into the fields. */
export function KitStep({ draft, set, kit, onKit }: Props) {
  const [account, setAccount] = useState('')
  const isDelegated = draft.variant === 'delegated_administrator'
  const action = useAction({
    run: () =>
      call('POST /v1/organizations/kit', {
        body: {
          variant: draft.variant,
          memberRoleName: draft.memberName.trim(),
          ...(isDelegated && account.trim() !== '' ? { orgRoleAccountId: account.trim() } : {}),
        },
      }),
    after: (made) => {
      onKit(made)
      set({ orgExternalId: made.externalIds.organizationRole ?? '', memberExternalId: made.externalIds.memberRole ?? '' })
    },
  })
  return (
    <ExpandableSection
      variant="container"
      defaultExpanded
      headerText="The roles do not exist yet?"
      headerDescription="The kit makes them: CloudFormation templates and commands, filled in for this server."
    >
      <SpaceBetween size="m">
        <FormErrors
          error={action.error}
          labels={{ orgRoleAccountId: 'Account ID of the delegated administrator', memberRoleName: 'Name of the member role' }}
        />
        {isDelegated ? (
          <FormField label="Account ID of the delegated administrator" errorText={errorsByField(action.error).get('orgRoleAccountId')}>
            <Input value={account} inputMode="numeric" placeholder="111122223333" onChange={({ detail }) => setAccount(detail.value)} />
          </FormField>
        ) : null}
        <Box>
          <Button loading={action.isPending} onClick={() => action.mutate()}>
            {kit === undefined ? 'Make the kit' : 'Make it anew'}
          </Button>
        </Box>
        {kit === undefined ? null : (
          <SpaceBetween size="m">
            <Alert type="success" statusIconAriaLabel="Done">
              Two new ExternalIds are in the kit, and filled in here for both roles.
            </Alert>
            <KitFiles kit={kit} message={kitMessage(kit)} />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </ExpandableSection>
  )
}
