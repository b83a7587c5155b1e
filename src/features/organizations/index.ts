export { generateExternalId, jsonFile, type KitFile, splitRoleName } from './kit/kit.ts'
export { kitTagKey, kitVersion } from './kit/permissions.ts'
export { callerPolicy, describeCaller, type PolicyText, rolePolicy, trustPolicy } from './kit/policies.ts'
