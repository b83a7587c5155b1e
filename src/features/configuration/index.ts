export type {
  ActualAccount,
  ActualChannel,
  ActualDirectory,
  ActualIdentityProvider,
  ActualOrganization,
  ActualPerson,
  ActualRole,
  ActualState,
  ActualSystemMail,
  ActualToken,
} from './actual-state.ts'
export { type ChannelConfig, type ConfigDocument, configDocument } from './config-document.ts'
export { exportDocument } from './export-document.ts'
export { type Applicant, findLockOuts } from './find-lock-outs.ts'
export type { Plan, Step } from './plan.ts'
export { planConfiguration } from './plan-configuration.ts'
export { printSchema } from './print-schema.ts'
export { type ConfigFault, readDocument } from './read-document.ts'
export type { SecretRef } from './secret-ref.ts'
