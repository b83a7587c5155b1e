import { loadIamIndex } from '#cli/load-iam-index.ts'
import { type ActionList, actionListOf } from '#features/policies/what-if/action-list.ts'

/** Every action that AWS publishes, read when first asked for: most processes never predict anything. */
export function loadIamActionsOnce(): () => ActionList {
  let list: ActionList | undefined
  return () => (list ??= readActions())
}

function readActions(): ActionList {
  const index = loadIamIndex()
  return actionListOf(index.services().flatMap((service) => index.actionsOf(service).map(({ action }) => action)))
}
