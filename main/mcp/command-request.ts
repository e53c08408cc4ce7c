import type { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Run, TerminalTarget } from '../terminals/terminal-model.ts';
import type { OpeningWait } from '../terminals/terminal-service.ts';
import type { TargetRequest } from './target-resolver.ts';

export interface CommandRequest extends TargetRequest {
  readonly command: string;
  /** The agent's words for the person who may be asked. */
  readonly reason?: string | undefined;
  readonly fresh: boolean;
  /** How long the caller waits for the end of the command. */
  readonly patienceMs: number;
  /** How long the caller waits for the person at least, where they are asked first. */
  readonly askMs?: number;
  readonly onWaiting?: OpeningWait['onWaiting'];
}

export interface CommandResult {
  readonly run: Run;
  readonly target: TerminalTarget;
}

/** It says nothing against the target. */
export const isAboutTerminal = ({ code }: DrawbridgeError): boolean =>
  code.startsWith('terminal-') || code === 'command-not-typeable' || code === 'cancelled' || code === 'bridge-raised';
