import type { Journal } from '../journal/journal.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { Typing } from '../terminals/terminal-service.ts';
import { terminalFacts } from './journal-words.ts';

/**
 * Records what is about to be typed for an agent, before it is typed: a command as the start of its run, anything else as input.
 * Throws `journal-unavailable`; nothing is typed then.
 */
export function writeAhead({
  journal,
  siteName,
}: {
  readonly journal: Pick<Journal, 'record'>;
  readonly siteName: SiteName;
}): (typing: Typing) => void {
  return (typing) => {
    const facts = terminalFacts(typing.terminal, siteName);
    if (typing.kind === 'command') {
      const { runId, command } = typing;
      journal.record({ kind: 'run-started', ...facts, runId, text: command, outcome: '' });
      return;
    }
    const { input, terminal } = typing;
    const text = 'key' in input ? `⟨${input.key}⟩` : input.text.replace(/[\r\n]+$/, '');
    const runId = 'runId' in terminal.state ? terminal.state.runId : null;
    journal.record({ kind: 'input-typed', ...facts, ...(runId === null ? {} : { runId }), text, outcome: '' });
  };
}

export type SiteName = (id: string) => string;

export const siteNames =
  (sites: Pick<SitesPort, 'list'>): SiteName =>
  (id) =>
    sites.list().find((site) => site.id === id)?.name ?? id;
