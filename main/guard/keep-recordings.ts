import type { Recording } from '../journal/recordings/recording.ts';
import type { Recordings } from '../journal/recordings/recordings.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import { terminalFacts } from './journal-words.ts';

interface KeepRecordingsPorts {
  readonly terminals: Pick<TerminalService, 'on' | 'get'>;
  readonly recordings: Pick<Recordings, 'begin' | 'end' | 'state'>;
  readonly siteName: (id: string) => string;
}

/**
 * Records what each terminal prints from its first byte to its end: the bytes that the live view gets, without our marks and with
 * secrets masked; never what is typed. Returns how to stop.
 */
export function keepRecordings({ terminals, recordings, siteName }: KeepRecordingsPorts): () => void {
  const live = new Map<string, Recording>();
  const recordingOf = (id: string): Recording | undefined => {
    const known = live.get(id);
    // Asked again with each output: recording may be turned on, or the keychain opened, while the terminal goes on.
    if (known !== undefined || recordings.state.kind === 'off' || recordings.state.kind === 'no-keychain') return known;
    const terminal = terminals.get(id);
    const recording = terminal.state.kind === 'closed' ? null : recordings.begin(factsOf(terminal, siteName));
    if (recording !== null) live.set(id, recording);
    return recording ?? undefined;
  };
  const over = (id: string) => {
    if (live.delete(id)) void recordings.end(id);
  };
  const off = [
    terminals.on('output', ({ id, bytes }) => recordingOf(id)?.output(bytes)),
    terminals.on('resized', ({ id, cols, rows }) => live.get(id)?.resize(cols, rows)),
    terminals.on('changed', ({ id, state, jumpserverSessionId }) => {
      const recording = live.get(id);
      if (recording && jumpserverSessionId !== null) recording.links(jumpserverSessionId);
      if (state.kind === 'closed') over(id);
    }),
    terminals.on('run-started', ({ terminal, run }) => live.get(terminal.id)?.command(run.command)),
    terminals.on('removed', ({ id }) => over(id)),
  ];
  return () => {
    for (const stop of off) stop();
  };
}

function factsOf(terminal: TerminalSummary, siteName: (id: string) => string) {
  const { who, target, site } = terminalFacts(terminal, siteName);
  return {
    ...terminal.size,
    title: target,
    terminalId: terminal.id,
    ...{ site, asset: terminal.target.asset.name, agent: who },
    account: terminal.target.account.username || terminal.target.account.name,
  };
}
