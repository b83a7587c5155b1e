import packageJson from '../../package.json' with { type: 'json' }

/** Of this checkout, as `package.json` has it. */
export const version = packageJson.version
