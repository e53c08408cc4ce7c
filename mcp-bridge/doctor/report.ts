import type { Finding } from '../wire.ts';
import { advices, said, titles } from './words.ts';

const groups = { app: 'App', site: 'Site', agents: 'Agents', computer: 'This computer' } as const;
const states = {
  ok: 'ok',
  attention: 'attention',
  broken: 'BROKEN',
  'not-applicable': '–',
  unknown: '?',
} as const satisfies Record<Finding['state'], string>;

/** Something is to be done. What does not apply may carry a hint, and is no reason to worry. */
export function wantsAction({ state, advice }: Finding): boolean {
  return state === 'attention' || state === 'broken' || (state === 'unknown' && advice !== null);
}

/** The findings as a person reads them in a terminal. */
export function reportText(findings: readonly Finding[]): string {
  const sections = new Map<string, Finding[]>();
  for (const group of ['app', 'site', 'agents', 'computer'] as const)
    for (const finding of findings.filter((one) => one.group === group)) {
      const title = finding.site ? `${groups.site} ${plain(finding.site.name)}` : groups[group];
      sections.set(title, [...(sections.get(title) ?? []), finding]);
    }
  const todo = findings.filter(wantsAction).length;
  return [
    ...[...sections].map(([title, rows]) => `${title}\n${rows.map(row).join('\n')}\n`),
    todo === 0 ? 'Nothing needs you.' : todo === 1 ? '1 thing needs you.' : `${todo} things need you.`,
  ].join('\n');
}

function row({ id, outcome, state, facts, advice }: Finding): string {
  const line = `  ${states[state].padEnd(10)} ${(titles[id] ?? id).padEnd(16)} ${fill(said[outcome] ?? outcome, facts)}`;
  if (advice === null || state === 'ok') return line;
  return `${line}\n${' '.repeat(30)}→ ${advices[advice] ?? advice}`;
}

function fill(text: string, facts: Finding['facts']): string {
  const { minutes } = facts;
  const all = typeof minutes === 'number' ? { ...facts, left: leftText(minutes) } : facts;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => plain(String(all[name] ?? '?')));
}

const leftText = (minutes: number): string =>
  minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;

/** A site's words never move the cursor of the person's terminal. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 300);
