// Written by `npm run gen`. Do not edit.
import { getResources } from './operations/get-resources.ts'

export const operations = [
  getResources,
] as const
