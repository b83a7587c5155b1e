import Autosuggest from '@cloudscape-design/components/autosuggest'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Multiselect from '@cloudscape-design/components/multiselect'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { completeSelector } from '../../accounts/complete-selector.ts'
import { newSubscription, type SubscriptionDraft } from './channel-draft.ts'
import { kindOptions } from './kind-options.ts'
import { kindsQuery } from './queries.ts'

type Props = {
  readonly value: readonly SubscriptionDraft[]
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (value: readonly SubscriptionDraft[]) => void
}

/** What a channel is told: kinds of events, each about all accounts or some. */
export function SubscriptionsEditor({ value, errors, onChange }: Props) {
  const set = (id: number, part: Partial<SubscriptionDraft>): void =>
    onChange(value.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <SpaceBetween size="m">
      {value.length === 0 ? <Box color="text-body-secondary">Nothing: the channel stays silent.</Box> : null}
      {value.map((subscription, index) => (
        <Container
          key={subscription.id}
          header={
            <Header
              variant="h3"
              actions={
                <Button
                  formAction="none"
                  ariaLabel={`Remove subscription ${index + 1} of ${value.length}`}
                  onClick={() => onChange(value.filter(({ id }) => id !== subscription.id))}
                >
                  Remove
                </Button>
              }
            >
              {index + 1}. Subscription
            </Header>
          }
        >
          <SubscriptionFields
            subscription={subscription}
            errors={errors}
            at={`subscriptions.${index}.`}
            onChange={(part) => set(subscription.id, part)}
          />
        </Container>
      ))}
      <Button iconName="add-plus" formAction="none" onClick={() => onChange([...value, newSubscription()])}>
        Add a subscription
      </Button>
    </SpaceBetween>
  )
}

type FieldsProps = {
  readonly subscription: SubscriptionDraft
  readonly errors: ReadonlyMap<string, string>
  readonly at: string
  readonly onChange: (part: Partial<SubscriptionDraft>) => void
}

function SubscriptionFields({ subscription: { kinds, selector }, errors, at, onChange }: FieldsProps) {
  const known = useQuery(kindsQuery)
  const options = kindOptions(known.data ?? [])
  const all = options.flatMap((group) => group.options)
  return (
    <SpaceBetween size="m">
      <FormField label="Events" errorText={errors.get(`${at}kinds`)} stretch>
        <Multiselect
          selectedOptions={kinds.map((kind) => all.find(({ value }) => value === kind) ?? { value: kind, label: kind })}
          options={options}
          placeholder="Choose"
          filteringType="auto"
          filteringAriaLabel="Find an event"
          statusType={known.isPending ? 'loading' : known.error === null ? 'finished' : 'error'}
          loadingText="Loading events"
          errorText="The events could not be read."
          deselectAriaLabel={({ label }) => `Remove ${label ?? ''}`}
          onChange={({ detail }) => onChange({ kinds: detail.selectedOptions.map(({ value }) => value ?? '') })}
        />
      </FormField>
      <FormField
        label="About which accounts"
        stretch
        description="A selector; * is all."
        constraintText="What is not known of an account never matches. A sync, an OU or a policy is of no single account: of selectors, only * and organization: match it."
        errorText={errors.get(`${at}selector`)}
      >
        <Autosuggest
          value={selector}
          filteringType="manual"
          clearAriaLabel="Clear"
          enteredTextLabel={(text) => `Use ${text}`}
          options={completeSelector(selector === '*' ? '' : selector, []).map((text) => ({ value: text }))}
          empty="Nothing to complete."
          onChange={({ detail }) => onChange({ selector: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  )
}
