export type { Document, Guardrail, GuardrailForm, Statement } from './define-guardrail.ts'
export { planPacking, sizeOf, type Packing, type PackingRoom } from './plan-packing.ts'
export { compressOrgPaths } from './plan-org-paths.ts'
export { listGuardrails, readParams, renderGuardrail, type RenderedGuardrail } from './render-guardrail.ts'
