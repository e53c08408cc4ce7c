import type { Arguments, FormerArguments } from './arguments.ts';

/** A name that a version of the command-line predecessor had, for what a tool does now. */
export interface FormerName extends FormerArguments {
  readonly name: string;
  /** The tool that answers. */
  readonly now: string;
  /** The version that brought it. */
  readonly since: '0.1.2' | '0.1.5' | '0.2.0' | '0.4.0';
  /** Arguments that the former tool meant without saying so. */
  readonly preset?: Arguments;
}

/** Names that a listed tool covers: they can be called as ever, and are not listed (docs/from-mcp-jumpserver-gui-sucks.md). */
export const formerNames: readonly FormerName[] = [
  { name: 'jms_get_asset_access', now: 'jms_get_asset', since: '0.1.2' },
  {
    name: 'jms_refresh_terminal_auth',
    now: 'jms_status',
    since: '0.1.2',
    ignored: ['force'],
    preset: { check: true },
  },
  {
    name: 'jms_acquire_terminal_session',
    now: 'jms_open_terminal_session',
    since: '0.1.5',
    preset: { reuse: true },
  },
  { name: 'jms_execute_in_terminal_session', now: 'jms_execute_koko_command', since: '0.1.5' },
  { name: 'jms_run_terminal_command', now: 'jms_execute_koko_command', since: '0.2.0' },
  { name: 'jms_send_terminal_input', now: 'jms_write_terminal_session', since: '0.2.0' },
  { name: 'jms_read_terminal_output', now: 'jms_read_terminal_session', since: '0.2.0' },
  { name: 'jms_sftp_stat', now: 'jms_sftp_list', since: '0.4.0' },
  { name: 'jms_sftp_mkdir', now: 'jms_sftp_change', since: '0.4.0', preset: { action: 'mkdir' } },
  { name: 'jms_sftp_upload', now: 'jms_sftp_change', since: '0.4.0', preset: { action: 'upload' } },
  { name: 'jms_sftp_download', now: 'jms_sftp_change', since: '0.4.0', preset: { action: 'download' } },
  { name: 'jms_sftp_rename', now: 'jms_sftp_change', since: '0.4.0', preset: { action: 'rename' } },
  { name: 'jms_sftp_delete', now: 'jms_sftp_change', since: '0.4.0', preset: { action: 'delete' } },
];

/** The arguments as the tool of now takes them. */
export function asNow({ aliases = {}, ignored = [], legacy, preset = {} }: FormerName, given: unknown): unknown {
  if (given !== null && given !== undefined && (typeof given !== 'object' || Array.isArray(given))) return given;
  const args = legacy ? legacy({ ...given }) : { ...given };
  const kept = Object.entries(args).filter(([name]) => !ignored.includes(name));
  return { ...Object.fromEntries(kept.map(([name, value]) => [aliases[name] ?? name, value])), ...preset };
}
