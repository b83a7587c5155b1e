import { expect, test } from 'vitest'
import { readOtpUri } from './otp-uri.ts'

test('the key to type stands in fours, beside whom and what it is for', () => {
  const uri = 'otpauth://totp/Reeve:pat%40example.com?secret=JBSWY3DPEHPK3PXPJB&issuer=Reeve&digits=6&period=30'
  expect(readOtpUri(uri)).toEqual({
    key: 'JBSW Y3DP EHPK 3PXP JB',
    account: 'pat@example.com',
    issuer: 'Reeve',
    digits: '6',
    seconds: '30',
  })
})

test('what an address leaves out is what authenticator apps suppose', () => {
  expect(readOtpUri('otpauth://totp/x?secret=AAAA')).toEqual({ key: 'AAAA', account: 'x', issuer: 'Reeve', digits: '6', seconds: '30' })
})
