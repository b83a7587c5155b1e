// Written by `npm run gen`. Do not edit.
import { describeRegions } from './operations/describe-regions.ts'

export const operations = [
  describeRegions,
] as const
