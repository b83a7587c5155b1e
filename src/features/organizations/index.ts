export { generateExternalId } from './kit/kit.ts'
export { describeCaller, type PolicyText, rolePolicy, trustPolicy } from './kit/policies.ts'
