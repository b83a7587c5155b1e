// Written by `npm run gen`. Do not edit.
import { createBucket } from './operations/create-bucket.ts'
import { deleteObject } from './operations/delete-object.ts'
import { getObjectLockConfiguration } from './operations/get-object-lock-configuration.ts'
import { getObject } from './operations/get-object.ts'
import { headBucket } from './operations/head-bucket.ts'
import { listObjectVersions } from './operations/list-object-versions.ts'
import { listObjectsV2 } from './operations/list-objects-v2.ts'
import { putObject } from './operations/put-object.ts'

export const operations = [
  createBucket,
  deleteObject,
  getObjectLockConfiguration,
  getObject,
  headBucket,
  listObjectVersions,
  listObjectsV2,
  putObject,
] as const
