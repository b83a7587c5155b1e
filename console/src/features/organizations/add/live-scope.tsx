import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo } from 'react'
import { call } from '../../../api/client.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { type Draft, fieldLabels, toForm } from '../draft.ts'
import { PreviewResult } from '../preview-result.tsx'
import { ScopePicker } from '../scope-picker.tsx'
import { scopeNodesOfPaths } from '../scope-tree.ts'
import { Words } from '../settings-fields.tsx'

type Props = { readonly draft: Draft; readonly set: (part: Partial<Draft>) => void }

/** OUs to import, ticked on the tree as AWS has it now, and what that takes in. */
export function LiveScope({ draft, set }: Props) {
  const read = useAction({ run: () => call('POST /v1/organizations/preview', { body: { ...toForm(draft), scopeOuIds: [] } }) })
  const preview = useAction({ run: () => call('POST /v1/organizations/preview', { body: toForm(draft) }) })
  const roots = useMemo(() => scopeNodesOfPaths(read.data?.accounts ?? []), [read.data])
  return (
    <SpaceBetween size="m">
      <FormErrors error={read.error ?? preview.error} labels={fieldLabels} header="AWS could not be read with these settings" />
      <SpaceBetween direction="horizontal" size="xs">
        <Button formAction="none" loading={read.isPending} onClick={() => read.mutate()}>
          {read.data === undefined ? 'Read the tree from AWS' : 'Read it again'}
        </Button>
        <Button formAction="none" loading={preview.isPending} onClick={() => preview.mutate()}>
          Preview what is imported
        </Button>
      </SpaceBetween>
      {read.data === undefined ? null : roots.length === 0 ? (
        <Box>AWS does not tell where accounts stand, so there is no tree to tick. Enter the ids of OUs below.</Box>
      ) : (
        <>
          <Box color="text-body-secondary">Names of OUs come with the first sync; until then they are told by their ids.</Box>
          <ScopePicker roots={roots} chosen={draft.scopeOuIds} onChange={(scopeOuIds) => set({ scopeOuIds })} />
        </>
      )}
      <Words value={draft.scopeOuIds} placeholder="ou-ab12-cdef3456" add="Add OU id" onChange={(scopeOuIds) => set({ scopeOuIds })} />
      {preview.data === undefined ? null : <PreviewResult preview={preview.data} />}
    </SpaceBetween>
  )
}
