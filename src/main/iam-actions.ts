import type { IamIndex } from '#iam/index.ts'
import { loadIamIndex } from '#cli/load-iam-index.ts'
import { type ActionList, actionListOf } from '#features/policies/what-if/action-list.ts'

/** AWS's actions and condition keys, read when first asked for. */
export function loadIamIndexOnce(): () => IamIndex {
  let index: IamIndex | undefined
  return () => (index ??= loadIamIndex())
}

/** Every action that AWS publishes, read when first asked for: most processes never predict anything. */
export function loadIamActionsOnce(readIndex: () => IamIndex): () => ActionList {
  let list: ActionList | undefined
  return () => (list ??= readActions(readIndex()))
}

function readActions(index: IamIndex): ActionList {
  return actionListOf(index.services().flatMap((service) => index.actionsOf(service).map(({ action }) => action)))
}
