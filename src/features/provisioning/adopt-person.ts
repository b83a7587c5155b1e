import type { Tx } from '#platform/db/db.ts'

/**
 * Who with this e-mail may become the directory's: somebody who comes through the connection's own identity provider and no other way, whom
 * no directory has yet, and who administers nothing here. Everybody else would be handed over by a word in a directory.
 */
export async function findAdoptable(tx: Tx, connectionId: string, email: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('person')
    .innerJoin('person_credential', 'person_credential.person_id', 'person.id')
    .innerJoin('scim_connection', 'scim_connection.identity_provider_id', 'person_credential.provider_id')
    .select('person.id')
    .where('scim_connection.id', '=', connectionId)
    .where('person.email', '=', email)
    .where('person.id', 'not in', (eb) => eb.selectFrom('scim_user').select('person_id'))
    .where('person.id', 'not in', (eb) => eb.selectFrom('role_binding').select('person_id').where('role', '=', 'domain-admin'))
    .where('person.id', 'not in', (eb) =>
      eb
        .selectFrom('person_credential as other')
        .innerJoin('scim_connection as own', (join) => join.on('own.id', '=', connectionId))
        .select('other.person_id')
        .whereRef('other.provider_id', '<>', 'own.identity_provider_id'),
    )
    .executeTakeFirst()
  return row?.id
}
