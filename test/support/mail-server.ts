import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { type Certificate, selfSigned } from './self-signed.ts'

export type ReceivedMail = {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  readonly user: string | undefined
  readonly isSecure: boolean
}

export type MailServer = {
  readonly port: number
  readonly mails: ReceivedMail[]
  /** Refuses every recipient with this code until told otherwise. */
  refuse(code: number | undefined): void
  close(): Promise<void>
}

/** A real SMTP server on a free loopback port: STARTTLS with the given certificate, sign-in as `reeve` with the given password. */
export async function openMailServer(
  options: { readonly password?: string; readonly certificate?: Certificate } = {},
): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let refusal: number | undefined
  const server = new SMTPServer({
    ...(options.certificate ?? selfSigned('mail.invalid')),
    authOptional: options.password === undefined,
    onAuth: ({ username, password }, _session, done) =>
      username === 'reeve' && password === options.password ? done(null, { user: username }) : done(new Error('Wrong name or password')),
    onRcptTo: (_address, _session, done) =>
      done(refusal === undefined ? null : Object.assign(new Error('No thanks'), { responseCode: refusal })),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
          user: session.user,
          isSecure: session.secure,
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    refuse: (code) => void (refusal = code),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
