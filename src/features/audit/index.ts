export { bucketPermissions } from './bucket-permissions.ts'
export { startAuditStreams } from './stream/run-streams.ts'
