import { readFileSync } from 'node:fs'
import { type ActionList, actionListOf } from '#features/policies/what-if/action-list.ts'
import { readIamIndex } from '#iam/data/iam-index.ts'

const indexFile = new URL('../iam/data/iam-data.gen.json', import.meta.url)

/** Every action that AWS publishes, read when first asked for: most processes never predict anything. */
export function loadIamActionsOnce(): () => ActionList {
  let list: ActionList | undefined
  return () => (list ??= readActions())
}

function readActions(): ActionList {
  const index = readIamIndex(readFileSync(indexFile, 'utf8'))
  return actionListOf(index.services().flatMap((service) => index.actionsOf(service).map(({ action }) => action)))
}
