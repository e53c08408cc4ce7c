import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Run, TerminalTarget } from '../terminals/terminal-model.ts';
import type { TargetRequest } from './target-resolver.ts';

export interface CommandRequest extends TargetRequest {
  readonly command: string;
  readonly fresh: boolean;
  /** How long the caller waits for the end of the command. */
  readonly patienceMs: number;
  /** How long the caller waits for the person at least, where they are asked first. */
  readonly askMs?: number;
}

export interface CommandResult {
  readonly run: Run;
  readonly target: TerminalTarget;
}

/** It says nothing against the target. */
export const isAboutTerminal = ({ code }: DrawbridgeError): boolean =>
  code.startsWith('terminal-') || code === 'command-not-typeable' || code === 'cancelled' || code === 'bridge-raised';

export const sameTarget = (a: TerminalTarget, b: TerminalTarget): boolean =>
  a.siteId === b.siteId &&
  a.asset.id === b.asset.id &&
  a.account.alias === b.account.alias &&
  a.protocol === b.protocol &&
  a.connectMethod === b.connectMethod;
