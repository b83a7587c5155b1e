// Written by `npm run gen`. Do not edit.
import { organizationsService } from './organizations/organizations.service.ts'

export const services = [
  organizationsService,
] as const
