import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo } from 'react'
import { call } from '../../../api/client.ts'
import type { OrganizationPreview } from '../../../api/operations.gen.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { type Draft, fieldLabels, toForm } from '../draft.ts'
import { PreviewResult } from '../preview-result.tsx'
import { ScopePicker } from '../scope-picker.tsx'
import { nameOf, type ScopeNode, scopeNodesOfOus, scopeNodesOfPaths } from '../scope-tree.ts'
import { Words } from '../settings-fields.tsx'

type Props = {
  readonly draft: Draft
  readonly set: (part: Partial<Draft>) => void
  /** What was read of AWS; kept by the wizard, because reading it takes many calls. */
  readonly live: OrganizationPreview | undefined
  readonly onLive: (live: OrganizationPreview) => void
}

/** OUs to import, ticked on the tree as AWS has it now, and what that takes in. */
export function LiveScope({ draft, set, live, onLive }: Props) {
  const read = useAction({
    run: () => call('POST /v1/organizations/preview', { query: { tree: 'true' }, body: { ...toForm(draft), scopeOuIds: [] } }),
    after: onLive,
  })
  const preview = useAction({ run: () => call('POST /v1/organizations/preview', { body: toForm(draft) }) })
  const roots = useMemo(() => liveRoots(live), [live])
  return (
    <SpaceBetween size="m">
      <FormErrors error={read.error ?? preview.error} labels={fieldLabels} header="AWS could not be read with these settings" />
      <SpaceBetween direction="horizontal" size="xs">
        <Button formAction="none" loading={read.isPending} onClick={() => read.mutate()}>
          {live === undefined ? 'Read the tree from AWS' : 'Read it again'}
        </Button>
        <Button formAction="none" loading={preview.isPending} onClick={() => preview.mutate()}>
          Preview what is imported
        </Button>
      </SpaceBetween>
      {live === undefined ? null : roots.length === 0 ? (
        <Box>AWS does not tell where accounts stand, so there is no tree to tick. Enter the ids of OUs below.</Box>
      ) : (
        <>
          {live.organizationalUnits === null ? (
            <Box color="text-body-secondary">
              AWS did not tell the names of the OUs, so they are told by their ids. The first sync tries again.
            </Box>
          ) : null}
          <ScopePicker roots={roots} chosen={draft.scopeOuIds} onChange={(scopeOuIds) => set({ scopeOuIds })} />
        </>
      )}
      <Words
        value={draft.scopeOuIds}
        placeholder="ou-ab12-cdef3456"
        add="Add OU id"
        show={(id) => nameOf(roots, id)}
        onChange={(scopeOuIds) => set({ scopeOuIds })}
      />
      {preview.data === undefined ? null : <PreviewResult preview={preview.data} />}
    </SpaceBetween>
  )
}

/** The tree as AWS told it: by name, or by ids where it told no names. */
export function liveRoots(live: OrganizationPreview | undefined): readonly ScopeNode[] {
  if (live === undefined) return []
  const { organizationalUnits, accounts } = live
  return organizationalUnits === null ? scopeNodesOfPaths(accounts) : scopeNodesOfOus(organizationalUnits, accounts)
}
