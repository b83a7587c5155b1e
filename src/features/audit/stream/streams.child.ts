/** A process that streams the trail until it is killed, for `kill.test.ts`: `streams.child.ts DATABASE_URL MASTER_KEY` */
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { openDatabase } from '#platform/db/db.ts'
import { createOutgoing } from '#platform/http/outgoing.ts'
import { startAuditStreams } from './run-streams.ts'

const [url, key] = process.argv.slice(2) as [string, string]
const { db } = openDatabase({ url, connectionsMax: 4 })
const streams = startAuditStreams({
  db,
  sealer: createSealer(openKeyRing({ kind: 'given', text: key })),
  now: () => new Date(),
  version: '0.0.0',
  holder: `child:${process.pid}`,
  outgoing: createOutgoing({ allow: ['127.0.0.0/8'] }),
  door: undefined as never,
  onTrouble: (error) => {
    throw error
  },
})
process.send!('ready')
for (;;) await streams.pass().then(() => new Promise((resolve) => setTimeout(resolve, 10)))
