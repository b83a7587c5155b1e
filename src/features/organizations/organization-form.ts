import type { FieldError } from '#lib/app-error.ts'
import { type FormContext, type OrganizationCredentials, readCredentials, credentialWarnings, type Warning } from './credentials-form.ts'
import { FormReader } from '#lib/form-reader.ts'
import type { OrganizationSettings } from './organization.ts'
import { readSettings, settingKeys } from './settings-form.ts'

export type ParsedForm<Value> =
  | { readonly kind: 'valid'; readonly value: Value; readonly warnings: readonly Warning[] }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
export type NewOrganization = { readonly credentials: OrganizationCredentials; readonly settings: OrganizationSettings }
export type OrganizationEdit = { readonly credentials?: OrganizationCredentials; readonly settings: Partial<OrganizationSettings> }

/** Reads the form of a new organization (ORG-6…15). Every error at once, each with field, value, rule and what to do; secret values hidden. */
export function parseOrganizationForm(input: unknown, context: FormContext): ParsedForm<NewOrganization> {
  const reader = new FormReader()
  const body = reader.object('', input, ['provider', 'credentials', ...settingKeys])
  if (body === undefined) return { kind: 'invalid', errors: reader.errors }
  if (body['provider'] !== undefined && body['provider'] !== 'aws')
    reader.fail('provider', { rule: 'must be "aws"', fix: 'Leave it out.', value: body['provider'] })
  const credentials = readCredentials(reader, body['credentials'], { ...context, complete: false })
  const settings = readSettings(reader, body)
  if (credentials === undefined || reader.errors.length > 0) return { kind: 'invalid', errors: reader.errors }
  const value = { credentials, settings: { ...settings, nickname: settings.nickname ?? null } }
  return { kind: 'valid', value, warnings: credentialWarnings(credentials) }
}

/** Reads an edit: absent fields keep what is stored; `credentials`, when present, must be complete (ORG-25, ORG-26). */
export function parseOrganizationEdit(input: unknown, context: FormContext): ParsedForm<OrganizationEdit> {
  const reader = new FormReader()
  const body = reader.object('', input, ['credentials', ...settingKeys])
  if (body === undefined) return { kind: 'invalid', errors: reader.errors }
  const given = 'credentials' in body && body['credentials'] !== undefined
  const credentials = given ? readCredentials(reader, body['credentials'], { ...context, complete: true }) : undefined
  const all = readSettings(reader, body)
  if (reader.errors.length > 0) return { kind: 'invalid', errors: reader.errors }
  const settings: Partial<OrganizationSettings> = Object.fromEntries(
    Object.entries(all).filter(([key]) => body[key === 'autoRemove' ? 'autoRemoveSuspended' : key] !== undefined),
  )
  const value = { settings, ...(credentials !== undefined && { credentials }) }
  return { kind: 'valid', value, warnings: credentials === undefined ? [] : credentialWarnings(credentials) }
}
