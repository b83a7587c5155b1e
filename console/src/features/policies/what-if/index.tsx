import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import Textarea from '@cloudscape-design/components/textarea'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type CallOptions } from '../../../api/client.ts'
import { useSearchState } from '../../../app/search-state.ts'
import { Choice } from '../../../components/choice.tsx'
import { Page } from '../../../components/page.tsx'
import { prettyJson } from '../../../lib/highlight-json.ts'
import type { TreeNode } from '../../organizations/organization/tree-nodes.ts'
import { handOver } from '../hand-over.ts'
import { OrganizationSelect, useAwaitOrganization, useChosenOrganization } from '../organization-select.tsx'
import { PlaceSelect } from '../place-select.tsx'
import { PolicySelect } from '../policy-select.tsx'
import { policyQuery } from '../queries.ts'
import { QuestionForm, useQuestion } from '../question.tsx'
import { edits, type EditKind } from './edits.ts'
import { Prediction } from './prediction.tsx'

type Edit = CallOptions<'POST /v1/organizations/{org}/what-if'>['body']['edit']
const places: readonly TreeNode['kind'][] = ['root', 'ou', 'account']
const parents: readonly TreeNode['kind'][] = ['root', 'ou']
const accounts: readonly TreeNode['kind'][] = ['account']
const ous: readonly TreeNode['kind'][] = ['ou']

/** What an edit of policies or places would change, before anyone makes it. */
export function WhatIfPage() {
  const [search, change] = useSearchState()
  const org = useChosenOrganization()
  const awaitOrganization = useAwaitOrganization()
  const kind = (search['kind'] ?? 'attach_new') as EditKind
  const policy = search['policy'] ?? ''
  const current = useQuery({ ...policyQuery(policy, org), enabled: kind === 'edit' && policy !== '' && org !== undefined })
  const [typed, setTyped] = useState<string | undefined>(() => handOver.take())
  const document = typed ?? (kind === 'edit' && typeof current.data?.content === 'string' ? prettyJson(current.data.content) : '')
  const question = useQuestion(async () =>
    call('POST /v1/organizations/{org}/what-if', { path: { org: await awaitOrganization() }, body: { edit: editOf() } }),
  )
  const { asked, value, set } = question
  const error = (name: string): string | undefined => question.error(`edit.${name}`)
  function editOf(): Edit {
    const fields = edits[kind].fields
    const all: Record<string, string> = {
      policyId: policy,
      withPolicyId: value('with'),
      targetId: value('target'),
      document,
      accountId: value('account'),
      ouId: value('ou'),
      toParentId: value('to'),
      type: search['type'] ?? 'SERVICE_CONTROL_POLICY',
    }
    return { kind, ...Object.fromEntries(fields.map((field) => [field, all[field] ?? ''])) } as Edit
  }
  const has = (field: string): boolean => (edits[kind].fields as readonly string[]).includes(field)
  return (
    <Page
      title="What if"
      trail={[{ text: 'Policies', href: '/policies' }]}
      description="Predicted from what was last read. Nothing is changed, and AWS is not asked."
    >
      <QuestionForm
        title="The edit"
        submit="Predict"
        asked={asked}
        labels={Object.fromEntries(Object.entries(labels).map(([name, label]) => [`edit.${name}`, label]))}
      >
        <OrganizationSelect />
        <FormField label="Edit">
          <Select
            selectedOption={{ value: kind, label: edits[kind].label }}
            options={Object.entries(edits).map(([id, { label }]) => ({ value: id, label }))}
            onChange={({ detail }) => {
              setTyped(undefined)
              asked.reset()
              change({ kind: detail.selectedOption.value })
            }}
          />
        </FormField>
        {has('type') ? (
          <Choice
            label={labels.type}
            error={error('type')}
            value={search['type'] ?? 'SERVICE_CONTROL_POLICY'}
            options={policyTypes}
            onChange={set('type')}
          />
        ) : null}
        {has('policyId') ? (
          <PolicySelect
            org={org}
            label={labels.policyId}
            value={policy}
            error={error('policyId')}
            onChange={(id) => {
              setTyped(undefined)
              set('policy')(id)
            }}
          />
        ) : null}
        {has('withPolicyId') ? (
          <PolicySelect org={org} label={labels.withPolicyId} value={value('with')} error={error('withPolicyId')} onChange={set('with')} />
        ) : null}
        {has('targetId') ? (
          <PlaceSelect
            org={org}
            label={labels.targetId}
            kinds={places}
            value={value('target')}
            error={error('targetId')}
            onChange={set('target')}
          />
        ) : null}
        {has('accountId') ? (
          <PlaceSelect
            org={org}
            label={labels.accountId}
            kinds={accounts}
            value={value('account')}
            error={error('accountId')}
            onChange={set('account')}
          />
        ) : null}
        {has('ouId') ? (
          <PlaceSelect org={org} label={labels.ouId} kinds={ous} value={value('ou')} error={error('ouId')} onChange={set('ou')} />
        ) : null}
        {has('toParentId') ? (
          <PlaceSelect
            org={org}
            label={labels.toParentId}
            kinds={parents}
            value={value('to')}
            error={error('toParentId')}
            onChange={set('to')}
          />
        ) : null}
        {has('document') ? (
          <FormField label={labels.document} errorText={error('document')} stretch>
            <Textarea
              value={document}
              rows={12}
              spellcheck={false}
              placeholder={'{ "Version": "2012-10-17", "Statement": [ … ] }'}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
        ) : null}
      </QuestionForm>
      {asked.data === undefined ? null : <Prediction result={asked.data} />}
    </Page>
  )
}

const policyTypes = [
  { id: 'SERVICE_CONTROL_POLICY', text: 'SCP' },
  { id: 'RESOURCE_CONTROL_POLICY', text: 'RCP' },
]
const labels = {
  type: 'Kind',
  policyId: 'Policy',
  withPolicyId: 'Replaced by',
  targetId: 'Place',
  accountId: 'Account',
  ouId: 'OU',
  toParentId: 'New parent',
  document: 'Text of the policy',
} as const
