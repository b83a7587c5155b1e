import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { counted } from '../../../lib/words.ts'
import { Words } from '../../organizations/settings-fields.tsx'
import { actionsOfServiceQuery, servicesQuery } from '../queries.ts'
import { Group } from './group.tsx'

type Props = { readonly label: string; readonly chosen: readonly string[]; readonly onChange: (actions: readonly string[]) => void }

/** Service, then its actions grouped by access level; patterns may be typed. What is chosen stands below, whatever its service. */
export function ActionPicker({ label, chosen, onChange }: Props) {
  const [service, setService] = useState<string>()
  const services = useQuery(servicesQuery)
  const actions = useQuery({ ...actionsOfServiceQuery(service ?? ''), enabled: service !== undefined })
  const options = useMemo(() => groupByLevel(actions.data ?? []), [actions.data])
  const all = options.flatMap(({ options: each }) => each)
  const isOfService = (action: string): boolean => action.startsWith(`${service}:`)
  const add = (more: readonly string[]): void => onChange([...new Set([...chosen, ...more])])
  return (
    <Group label={label}>
      <div className="filters">
        <Select
          ariaLabel="Service"
          selectedOption={service === undefined ? null : { value: service, label: service }}
          placeholder="Choose a service"
          filteringType="auto"
          filteringAriaLabel="Find a service"
          virtualScroll
          statusType={services.isLoading ? 'loading' : services.isError ? 'error' : 'finished'}
          loadingText="Loading services"
          errorText="The services could not be read."
          empty="There is none."
          options={(services.data?.services ?? []).map((each) => ({
            value: each.service,
            label: each.service,
            labelTag: String(each.actions),
          }))}
          onChange={({ detail }) => setService(detail.selectedOption.value)}
        />
        {service === undefined ? null : (
          <Button formAction="none" onClick={() => add([`${service}:*`])}>
            Add all of {service}
          </Button>
        )}
      </div>
      {service === undefined ? null : (
        <Multiselect
          ariaLabel={`Actions of ${service}`}
          selectedOptions={all.filter(({ value }) => chosen.includes(value ?? ''))}
          options={options}
          placeholder={`Choose actions of ${service}`}
          filteringType="auto"
          filteringAriaLabel="Find an action"
          virtualScroll
          hideTokens
          statusType={actions.isLoading ? 'loading' : actions.isError ? 'error' : 'finished'}
          loadingText="Loading actions"
          errorText="The actions could not be read."
          empty="It has none."
          onChange={({ detail }) =>
            onChange([
              ...chosen.filter((action) => !isOfService(action) || !all.some(({ value }) => value === action)),
              ...detail.selectedOptions.map(({ value = '' }) => value),
            ])
          }
        />
      )}
      <Words value={[]} placeholder="s3:Get*, or * for all" add="Add pattern" onChange={add} />
      {chosen.length === 0 ? (
        <Box color="text-body-secondary">No action chosen yet.</Box>
      ) : (
        <TokenGroup
          limit={12}
          i18nStrings={{ limitShowFewer: 'Show fewer', limitShowMore: `Show all ${counted(chosen.length, 'action')}` }}
          items={chosen.map((action) => ({ label: action, dismissLabel: `Remove ${action}` }))}
          onDismiss={({ detail }) => onChange(chosen.filter((_, index) => index !== detail.itemIndex))}
        />
      )}
    </Group>
  )
}

type Group = { readonly label: string; readonly options: readonly { readonly value: string; readonly label: string }[] }
const levels = ['List', 'Read', 'Write', 'Permissions management', 'Tagging'] as const

function groupByLevel(
  actions: readonly { readonly action: string; readonly accessLevel: string }[],
): (Group & MultiselectProps.OptionGroup)[] {
  return levels.flatMap((level) => {
    const options = actions
      .filter(({ accessLevel }) => accessLevel === level)
      .map(({ action }) => ({ value: action, label: action.slice(action.indexOf(':') + 1) }))
    return options.length === 0 ? [] : [{ label: `${level} (${options.length})`, options }]
  })
}
