// Written by `npm run gen`. Do not edit.
import { deleteAlternateContact } from './operations/delete-alternate-contact.ts'
import { disableRegion } from './operations/disable-region.ts'
import { enableRegion } from './operations/enable-region.ts'
import { getAccountInformation } from './operations/get-account-information.ts'
import { getAlternateContact } from './operations/get-alternate-contact.ts'
import { getContactInformation } from './operations/get-contact-information.ts'
import { getRegionOptStatus } from './operations/get-region-opt-status.ts'
import { listRegions } from './operations/list-regions.ts'
import { putAccountName } from './operations/put-account-name.ts'
import { putAlternateContact } from './operations/put-alternate-contact.ts'
import { putContactInformation } from './operations/put-contact-information.ts'

export const operations = [
  deleteAlternateContact,
  disableRegion,
  enableRegion,
  getAccountInformation,
  getAlternateContact,
  getContactInformation,
  getRegionOptStatus,
  listRegions,
  putAccountName,
  putAlternateContact,
  putContactInformation,
] as const
