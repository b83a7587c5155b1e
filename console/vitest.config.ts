import { defineConfig } from 'vitest/config'

// oxlint-disable-next-line import/no-default-export -- how vitest is configured
export default defineConfig({ root: import.meta.dirname, test: { include: ['src/**/*.test.{ts,tsx}'], pool: 'threads', isolate: false } })
