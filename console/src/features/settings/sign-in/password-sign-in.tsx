import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Toggle from '@cloudscape-design/components/toggle'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { Person, SignInRules, SignInSettings } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { refusal } from '../../../api/refusal.ts'
import { useMay } from '../../../auth/session.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { useAction } from '../../../components/use-action.ts'
import { showText } from '../../../lib/show-text.ts'
import { personQuery, providersQuery, signInRulesQuery, signInSettingsQuery } from '../queries.ts'
import { canBreakGlass } from './break-glass.ts'

/** Whether passwords sign in, who keeps one when they do not, and what guessing is bound by. */
export function PasswordSignIn() {
  const may = useMay()
  const settings = useQuery(signInSettingsQuery)
  const rules = useQuery(signInRulesQuery)
  const [isEditing, setEditing] = useState(false)
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            may('people:write', 'everywhere') && settings.data !== undefined && !isEditing ? (
              <Button onClick={() => setEditing(true)}>Change</Button>
            ) : null
          }
        >
          Passwords
        </Header>
      }
    >
      <Loaded query={settings} what="the sign-in settings">
        {(stored) => (
          <SpaceBetween size="l">
            {isEditing ? <Edit stored={stored} onClose={() => setEditing(false)} /> : <Shown stored={stored} />}
            <Loaded query={rules} what="the limits">
              {(known) => <Limits rules={known} />}
            </Loaded>
          </SpaceBetween>
        )}
      </Loaded>
    </Container>
  )
}

function Shown({ stored: { passwordEnabled, breakGlassPersonId } }: { readonly stored: SignInSettings }) {
  const keeper = useQuery({ ...personQuery(breakGlassPersonId ?? ''), enabled: breakGlassPersonId !== null })
  return (
    <SpaceBetween size="xs">
      {passwordEnabled ? (
        <StatusIndicator type="success">People may sign in with a password</StatusIndicator>
      ) : (
        <StatusIndicator type="stopped">Password sign-in is switched off</StatusIndicator>
      )}
      {passwordEnabled || breakGlassPersonId === null ? null : (
        <Box>
          The one who keeps a password for the day the identity provider is away: <Text>{keeper.data?.name ?? breakGlassPersonId}</Text>
          {keeper.data === undefined ? null : (
            <>
              {' '}
              (<Text>{keeper.data.email}</Text>)
            </>
          )}
        </Box>
      )}
    </SpaceBetween>
  )
}

function Limits({ rules }: { readonly rules: SignInRules }) {
  return (
    <KeyValuePairs
      columns={4}
      minColumnWidth={180}
      items={[
        {
          label: 'Lock-out of an e-mail',
          value: `After ${rules.failuresByEmail} failures within ${rules.windowMinutes} minutes, for ${rules.lockMinutes} minutes`,
        },
        {
          label: 'Lock-out of an address',
          value: `After ${rules.failuresByAddress} failures within ${rules.windowMinutes} minutes, for ${rules.lockMinutes} minutes`,
        },
        { label: 'A password', value: `At least ${rules.passwordLengthMin} characters` },
        { label: 'A session', value: `Ends after ${rules.sessionHours} hours` },
      ]}
    />
  )
}

const pageMax = 20
const candidatesQuery = queryOptions({
  queryKey: ['people', 'break-glass'],
  queryFn: async ({ signal }) => {
    const found: Person[] = []
    let cursor: string | undefined
    for (let page = 0; page < pageMax; page += 1) {
      const { items, nextCursor } = await call('GET /v1/people', { query: { limit: 200, cursor }, signal })
      found.push(...items.filter(canBreakGlass))
      if (nextCursor === null) break
      cursor = nextCursor
    }
    return found
  },
})

function Edit({ stored, onClose }: { readonly stored: SignInSettings; readonly onClose: () => void }) {
  const candidates = useQuery(candidatesQuery)
  const providers = useQuery(providersQuery)
  const [isOn, setOn] = useState(stored.passwordEnabled)
  const [keeper, setKeeper] = useState(stored.breakGlassPersonId)
  const save = useAction({
    run: async () => {
      if (!isOn && keeper === null) throw refusal([{ field: 'breakGlassPersonId', message: 'Choose who keeps a password.' }])
      return call('PUT /v1/sign-in-settings', { body: { passwordEnabled: isOn, breakGlassPersonId: isOn ? null : keeper } })
    },
    done: ({ passwordEnabled }) => (passwordEnabled ? 'Passwords sign in.' : 'Passwords sign in no more, but for the one you chose.'),
    after: onClose,
  })
  const options = (candidates.data ?? []).map(({ id, name, email }) => ({
    value: id,
    label: showText(name, 60),
    description: showText(email, 80),
  }))
  return (
    <SpaceBetween size="m">
      <FormErrors error={save.error} labels={{ breakGlassPersonId: 'Who keeps a password' }} header="Nothing was saved" />
      <Toggle checked={isOn} onChange={({ detail }) => setOn(detail.checked)}>
        People may sign in with a password
      </Toggle>
      {isOn ? null : (
        <SpaceBetween size="m">
          {providers.data?.items.length === 0 ? (
            <Alert type="warning" statusIconAriaLabel="Warning">
              There is no identity provider: nobody but the one below could sign in.
            </Alert>
          ) : null}
          <FormField
            label="Who keeps a password"
            description="For the day the identity provider is away. A domain admin of the whole estate, given the role here, with a password and not disabled."
            errorText={errorsByField(save.error).get('breakGlassPersonId')}
          >
            <Select
              selectedOption={options.find(({ value }) => value === keeper) ?? null}
              options={options}
              placeholder="Choose"
              filteringType={options.length > 8 ? 'auto' : 'none'}
              filteringAriaLabel="Find a person"
              statusType={candidates.isPending ? 'loading' : candidates.error === null ? 'finished' : 'error'}
              loadingText="Loading people"
              errorText="The people could not be read."
              empty="Nobody is all of that yet. Invite a domain admin first."
              onChange={({ detail }) => setKeeper(detail.selectedOption.value ?? null)}
            />
          </FormField>
          <Box color="text-body-secondary">Sessions that were begun with a password go on until they end.</Box>
        </SpaceBetween>
      )}
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="primary" loading={save.isPending} onClick={() => save.mutate()}>
          Save
        </Button>
        <Button variant="link" onClick={onClose}>
          Cancel
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  )
}
