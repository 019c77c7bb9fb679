export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts'
export { sandboxCommand } from './command/sandbox-command.ts'
export { sandboxApps } from './sandbox-apps.ts'
