import { printSchema } from '#features/configuration/index.ts'
import { finish } from './support/generated.ts'

/** For editors, and for checks that run before Reeve is there. */
finish([{ file: 'docs/config.schema.json', text: printSchema() }])
