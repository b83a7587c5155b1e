export { signBody, verifySignature } from './signature.ts'
export { emailSettings, mailServer, subscriptionSchema, webhookSettings } from './channel.ts'
export { sendLetter, setSystemMail, showSystemMail, type SystemMailSendDeps } from './system-mail.ts'
