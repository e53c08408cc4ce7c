import { describe, expect, it } from 'vitest';
import { isLogged, readEnvironment, variables } from '../../../mcp-bridge/agent-environment.ts';

const every = {
  BASE_URL: 'https://jump.example.com/ui/',
  ORG_ID: '00000000-0000-0000-0000-000000000002',
  STATE_DIR: '/var/old',
  STATE_FILE: '/var/old/state.json',
  VERIFY_TLS: 'false',
  LOG_LEVEL: 'debug',
  REQUEST_TIMEOUT_SECONDS: '7.5',
  TERMINAL_IDLE_TIMEOUT_SECONDS: '900',
  TERMINAL_REAP_INTERVAL_SECONDS: '5',
  MAX_TERMINAL_SESSIONS: '3',
  USE_ENV_PROXY: '1',
  SFTP_IDLE_TIMEOUT_SECONDS: '60',
  SFTP_REAP_INTERVAL_SECONDS: '4',
  MAX_SFTP_SESSIONS: '2',
};
const named = (prefix: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([end, value]) => [`${prefix}${end}`, value]));

describe('the environment of an agent', () => {
  it.each(['MCP_JUMPSERVER_GUI_SUCKS_', 'DRAWBRIDGE_'])('is read from all fourteen variables behind %s', (prefix) => {
    expect(Object.keys(every)).toEqual([...variables]);
    expect(readEnvironment(named(prefix, every))).toEqual({
      agent: {
        baseUrl: 'https://jump.example.com',
        organisation: '00000000-0000-0000-0000-000000000002',
        verifyTls: false,
        requestTimeoutSeconds: 7.5,
        terminalIdleTimeoutSeconds: 900,
        terminalReapIntervalSeconds: 5,
        maxTerminalSessions: 3,
        useEnvProxy: true,
        sftpIdleTimeoutSeconds: 60,
        sftpReapIntervalSeconds: 4,
        maxSftpSessions: 2,
      },
      logLevel: 'DEBUG',
      stateDir: '/var/old',
      stateFile: '/var/old/state.json',
    });
  });

  it('is empty where nothing is set, or set to nothing', () => {
    expect(readEnvironment({ DRAWBRIDGE_BASE_URL: ' ', DRAWBRIDGE_HOME: '/x' })).toEqual({
      ...{ agent: {}, logLevel: 'WARNING', stateDir: undefined, stateFile: undefined },
    });
  });

  it('takes our name before the former one', () => {
    const both = { MCP_JUMPSERVER_GUI_SUCKS_MAX_TERMINAL_SESSIONS: '8', DRAWBRIDGE_MAX_TERMINAL_SESSIONS: '2' };
    expect(readEnvironment(both).agent).toEqual({ maxTerminalSessions: 2 });
  });

  it.each([
    ['BASE_URL', 'jump.example.com'],
    ['BASE_URL', 'file:///etc/passwd'],
    ['BASE_URL', 'https://user:secret@jump.example.com'],
    ['VERIFY_TLS', 'maybe'],
    ['LOG_LEVEL', 'loud'],
    ['REQUEST_TIMEOUT_SECONDS', '-1'],
    ['REQUEST_TIMEOUT_SECONDS', '0'],
    ['MAX_TERMINAL_SESSIONS', '2.5'],
    ['MAX_TERMINAL_SESSIONS', 'Infinity'],
    ['SFTP_IDLE_TIMEOUT_SECONDS', '1e99'],
  ])('refuses %s=%s by its name and with what it takes', (end, value) => {
    const read = () => readEnvironment({ [`DRAWBRIDGE_${end}`]: value });
    expect(read).toThrow(`DRAWBRIDGE_${end}`);
    expect(read).not.toThrow('secret');
  });

  it('shows a level and what is worse', () => {
    expect(isLogged('INFO', 'WARNING')).toBe(false);
    expect(isLogged('ERROR', 'WARNING')).toBe(true);
  });
});
