import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import TokenGroup from '@cloudscape-design/components/token-group'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useMay } from '../../../auth/session.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { showText } from '../../../lib/show-text.ts'
import { organizationsQuery, treeQuery } from '../../organizations/queries.ts'
import { ScopePicker } from '../../organizations/scope-picker.tsx'
import { type ScopeNode, scopeNodesOfTree } from '../../organizations/scope-tree.ts'
import type { ScopeProps } from './scope-editor.tsx'

/** OUs ticked on the tree; by id alone where the tree cannot be read. */
export function OuScope({ value, error, onChange }: ScopeProps) {
  const may = useMay()
  const organizations = useQuery({ ...organizationsQuery, enabled: may('organizations:read') })
  const [chosen, setChosen] = useState<string>()
  const options = (organizations.data?.items ?? []).map(({ organizationId, nickname }) => ({
    value: organizationId,
    label: nickname ?? organizationId,
  }))
  const org = chosen ?? options[0]?.value
  const set = (ous: readonly string[]): void => onChange({ ...value, ous })
  if (org === undefined) {
    return (
      <FormField label="OU ids" errorText={error} constraintText="One per line, such as ou-ab12-cdef3456.">
        <Textarea
          value={value.ous.join('\n')}
          rows={3}
          spellcheck={false}
          onChange={({ detail }) => set(detail.value.split(/[\s,]+/).filter((id) => id !== ''))}
        />
      </FormField>
    )
  }
  return (
    <FormField label="OUs" errorText={error} stretch>
      <SpaceBetween size="s">
        {options.length < 2 ? null : (
          <Select
            ariaLabel="Organization"
            selectedOption={options.find((option) => option.value === org) ?? null}
            options={options}
            onChange={({ detail }) => setChosen(detail.selectedOption.value)}
          />
        )}
        <Tree org={org} chosen={value.ous} onChange={set} />
      </SpaceBetween>
    </FormField>
  )
}

type TreeProps = { readonly org: string; readonly chosen: readonly string[]; readonly onChange: (ous: readonly string[]) => void }

function Tree({ org, chosen, onChange }: TreeProps) {
  const tree = useQuery(treeQuery(org))
  const roots = useMemo(() => (tree.data === undefined ? [] : [scopeNodesOfTree(tree.data.root)]), [tree.data])
  const names = useMemo(() => new Map(roots.flatMap(namesOf)), [roots])
  return (
    <Loaded query={tree} what="the OUs">
      {() => (
        <SpaceBetween size="xs">
          <div className="scope-tree">
            <ScopePicker label="OUs" roots={roots} chosen={chosen} onChange={onChange} />
          </div>
          {chosen.length === 0 ? null : (
            <TokenGroup
              items={chosen.map((id) => ({ label: showText(names.get(id) ?? id, 60), description: id, dismissLabel: `Remove ${id}` }))}
              limit={6}
              i18nStrings={{ limitShowMore: 'Show all', limitShowFewer: 'Show fewer' }}
              onDismiss={({ detail }) => onChange(chosen.filter((_, index) => index !== detail.itemIndex))}
            />
          )}
        </SpaceBetween>
      )}
    </Loaded>
  )
}

function namesOf(node: ScopeNode): (readonly [string, string])[] {
  return [[node.id, node.name], ...node.children.flatMap(namesOf)]
}
