import type { AppError } from '#lib/app-error.ts'
import { organizationErrors } from './errors.ts'
import type { OrganizationFacts, OrganizationSettings } from './organization.ts'

/** SQLSTATE unique_violation. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const uniqueViolation = '23505'

/** The promised error behind a violated unique index of `organization`; undefined for anything else. */
export function translateUniqueViolation(
  error: unknown,
  row: Pick<OrganizationFacts, 'organizationId'> & Pick<OrganizationSettings, 'nickname'>,
): AppError | undefined {
  const { code, constraint } = (error ?? {}) as { readonly code?: string; readonly constraint?: string }
  if (code !== uniqueViolation) return undefined
  if (constraint === 'organization_registered_once') return alreadyRegistered(row.organizationId, error)
  if (constraint === 'organization_nickname_once') return nicknameTaken(row.nickname, error)
  return undefined
}

export function alreadyRegistered(organizationId: string, cause?: unknown): AppError {
  return organizationErrors.organization_already_registered(
    `${organizationId} is registered already; an organization can be registered once per installation. Edit the existing registration, or remove it first.`,
    { cause },
  )
}

function nicknameTaken(nickname: string | null, cause: unknown): AppError {
  const message = `Another organization has the nickname "${nickname}". Choose a different one.`
  const field = {
    field: 'nickname',
    ...(nickname !== null && { value: nickname }),
    rule: 'must be unique among registered organizations',
    message,
  }
  return organizationErrors.organization_nickname_taken(message, { cause, fields: [field] })
}
