import type { Finding, RiskCode } from './finding.ts';
import { readsOnly } from './read-only-commands.ts';
import { risksOf, runsWhatItFetched, showsSecrets } from './risk-rules.ts';
import { readCommand, type SimpleCommand } from './shell-reading.ts';

/** Empty where a shell parser proves that the command reads and does nothing else; else each reason why it does not. */
export type Classification = readonly Finding[];

const MOST = 12;
const LONGEST = 120;

/**
 * What a command may do, as far as its text says it. It proves reading alone: whatever is not known to read is a finding,
 * never the other way round. Aliases and functions that a shell already has are not seen.
 */
export function classifyCommand(command: string): Classification {
  const { commands, doubts } = readCommand(command);
  const findings = [...commands.flatMap(findingsOf), ...doubts];
  if (runsWhatItFetched(commands)) findings.unshift({ code: 'remote-code', detail: '' });
  if (commands.length === 0 && findings.length === 0 && command.trim() !== '')
    findings.push({ code: 'unreadable', detail: '' });
  return unique(findings).slice(0, MOST);
}

function findingsOf(command: SimpleCommand): readonly Finding[] {
  const detail = command.source.slice(0, LONGEST);
  if (command.name === null) return [{ code: 'expansion', detail }];
  const reading = readsOnly(command);
  const codes: RiskCode[] = showsSecrets(command) ? ['secrets'] : [];
  if (reading === 'proven') return codes.map((code) => ({ code, detail }));
  codes.unshift(...risksOf(command));
  if (codes.length > 0) return codes.map((code) => ({ code, detail }));
  return reading.unknown === null
    ? [{ code: 'unknown-command', detail }]
    : [{ code: 'unknown-option', detail: `${command.name} … ${reading.unknown.source}`.slice(0, LONGEST) }];
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, detail }) => {
    const key = `${code}\n${detail}`;
    return !seen.has(key) && seen.add(key);
  });
}
