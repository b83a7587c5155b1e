/** One of the racing processes of `migrate.test.ts`: migrates once told to. `migrate.child.ts URL DIRECTORY` */
import { openDatabase } from './db.ts'
import { readMigrations } from './migration-files.ts'
import { migrate } from './migrate.ts'

const [url, directory] = process.argv.slice(2) as [string, string]
const database = openDatabase({ url, connectionsMax: 2 })
const migrations = await readMigrations(directory)
process.send!('ready')
process.once('message', () => {
  void migrate(database.db, migrations)
    .then(
      ({ applied }) => process.send!({ applied }),
      (error: Error) => process.send!({ error: error.message }),
    )
    .then(() => database.close())
    .then(() => process.disconnect())
})
