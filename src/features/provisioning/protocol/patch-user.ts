import { applyStep, type Operation, stepsOf } from './patch.ts'
import { fromUserForm, toUserForm, type UserForm } from './values.ts'

/** The change that a patch stands for. Read once, so that a faulty operation is refused before anything is looked up. */
export function patchUserForm(operations: readonly Operation[]): (before: UserForm) => UserForm {
  const steps = stepsOf('user', operations)
  return ({ userName, externalId, displayName, name, emails, active }) =>
    toUserForm(steps.reduce(applyStep, fromUserForm({ userName, externalId, displayName, name, emails, active })))
}
