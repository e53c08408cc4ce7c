import type { z } from 'zod';
import { BridgeError } from './bridge-error.ts';
import { type AgentEnvironment, agentEnvironment, wantedCount, wantedSeconds } from './wire.ts';

/** In the order of what they hide: each level shows itself and those behind it. */
const logLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface BridgeEnvironment {
  readonly agent: AgentEnvironment;
  readonly logLevel: LogLevel;
  /** Of the predecessor; read by `paths` and `import` alone. */
  readonly stateDir: string | undefined;
  readonly stateFile: string | undefined;
}

const FORMER = 'MCP_JUMPSERVER_GUI_SUCKS_';
const OURS = 'DRAWBRIDGE_';

/** The ends of the names: each may stand behind either prefix, and ours comes first where both are set. */
export const variables = [
  'BASE_URL',
  'ORG_ID',
  'STATE_DIR',
  'STATE_FILE',
  'VERIFY_TLS',
  'LOG_LEVEL',
  'REQUEST_TIMEOUT_SECONDS',
  'TERMINAL_IDLE_TIMEOUT_SECONDS',
  'TERMINAL_REAP_INTERVAL_SECONDS',
  'MAX_TERMINAL_SESSIONS',
  'USE_ENV_PROXY',
  'SFTP_IDLE_TIMEOUT_SECONDS',
  'SFTP_REAP_INTERVAL_SECONDS',
  'MAX_SFTP_SESSIONS',
] as const;
type Variable = (typeof variables)[number];

type Env = Readonly<Record<string, string | undefined>>;

/** The name that is set, and its value; an empty one counts as not set. */
export function given(env: Env, end: Variable): { readonly name: string; readonly value: string } | undefined {
  for (const name of [`${OURS}${end}`, `${FORMER}${end}`]) {
    const value = env[name]?.trim();
    if (value) return { name, value };
  }
  return undefined;
}

/** Throws `bad-argument`, which names the variable and what it takes. */
export function readEnvironment(env: Env): BridgeEnvironment {
  const read = <T>(end: Variable, as: (text: string) => T | undefined, takes: string): T | undefined => {
    const found = given(env, end);
    if (found === undefined) return undefined;
    const value = as(found.value);
    if (value === undefined) throw badVariable(found, takes);
    return value;
  };
  const time = (end: Variable) => read(end, parsed(wantedSeconds), 'a number of seconds above 0, at most 604800');
  const whole = (end: Variable) => read(end, parsed(wantedCount), 'a whole number from 1 to 1000');
  const truth = (end: Variable) => read(end, asTruth, 'true or false');
  const all = {
    baseUrl: read('BASE_URL', asAddress, 'the address of a site, such as https://jump.example.com'),
    organisation: read('ORG_ID', (text) => (text.length <= 64 ? text : undefined), "an organisation's id"),
    verifyTls: truth('VERIFY_TLS'),
    requestTimeoutSeconds: time('REQUEST_TIMEOUT_SECONDS'),
    terminalIdleTimeoutSeconds: time('TERMINAL_IDLE_TIMEOUT_SECONDS'),
    terminalReapIntervalSeconds: time('TERMINAL_REAP_INTERVAL_SECONDS'),
    maxTerminalSessions: whole('MAX_TERMINAL_SESSIONS'),
    useEnvProxy: truth('USE_ENV_PROXY'),
    sftpIdleTimeoutSeconds: time('SFTP_IDLE_TIMEOUT_SECONDS'),
    sftpReapIntervalSeconds: time('SFTP_REAP_INTERVAL_SECONDS'),
    maxSftpSessions: whole('MAX_SFTP_SESSIONS'),
  };
  return {
    agent: agentEnvironment.parse(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))),
    logLevel:
      read('LOG_LEVEL', (text) => logLevels.find((level) => level === text.toUpperCase()), logLevels.join(', ')) ??
      'WARNING',
    stateDir: given(env, 'STATE_DIR')?.value,
    stateFile: given(env, 'STATE_FILE')?.value,
  };
}

/** Whether a line of `level` is written where `least` was asked for. */
export const isLogged = (level: LogLevel, least: LogLevel): boolean =>
  logLevels.indexOf(level) >= logLevels.indexOf(least);

const parsed =
  (shape: z.ZodNumber) =>
  (text: string): number | undefined =>
    /^\d+(?:\.\d+)?$/.test(text) ? shape.safeParse(Number(text)).data : undefined;

function asTruth(text: string): boolean | undefined {
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  return /^(?:0|false|no|off)$/i.test(text) ? false : undefined;
}

/** Without what a person may have copied along: nothing secret that stands in an address goes further than this. */
function asAddress(text: string): string | undefined {
  if (text.length > 2_048 || !URL.canParse(text)) return undefined;
  const { protocol, origin, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '' ? origin : undefined;
}

const badVariable = ({ name, value }: { readonly name: string; readonly value: string }, takes: string) =>
  new BridgeError({
    code: 'bad-argument',
    // An address may hold a password.
    message: `The environment variable ${name} holds ${name.endsWith('BASE_URL') ? 'no usable address' : JSON.stringify(value.slice(0, 60))}.`,
    nextStep: `Set it to ${takes}, or remove it.`,
    actor: 'person',
  });
