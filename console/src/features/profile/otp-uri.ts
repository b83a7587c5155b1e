/** What an `otpauth://` address tells an authenticator app, for those who type it in. https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export type OtpFacts = {
  readonly key: string
  readonly account: string
  readonly issuer: string
  readonly digits: string
  readonly seconds: string
}

export function readOtpUri(uri: string): OtpFacts {
  const { searchParams, pathname } = new URL(uri)
  const label = decodeURIComponent(pathname.split('/').at(-1) ?? '')
  return {
    // In fours, as apps show it: what is typed by hand has to be read by eye.
    key: (searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 '),
    account: label.split(':').at(-1) ?? label,
    issuer: searchParams.get('issuer') ?? 'Reeve',
    digits: searchParams.get('digits') ?? '6',
    seconds: searchParams.get('period') ?? '30',
  }
}
