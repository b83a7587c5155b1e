export { emailSettings, subscriptionSchema, webhookSettings } from './channel.ts'
