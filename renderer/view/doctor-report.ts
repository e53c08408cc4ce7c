import type { CheckView, DoctorView } from '../../preload/contract.ts';
import type { DoctorWords } from '../i18n/doctor.ts';
import type { Shape, Tone } from './site-health.ts';

export interface CheckGroup {
  readonly key: string;
  readonly title: string;
  readonly checks: readonly CheckView[];
}

const order = ['app', 'site', 'agents', 'computer'] as const satisfies readonly CheckView['group'][];

/** Checks by group, each site a group of its own, in the order of main. */
export function checkGroups(report: DoctorView, words: DoctorWords): readonly CheckGroup[] {
  const groups = new Map<string, CheckView[]>();
  for (const group of order)
    for (const check of report.checks.filter((one) => one.group === group)) {
      const key = check.site ? `site:${check.site.id}` : group;
      groups.set(key, [...(groups.get(key) ?? []), check]);
    }
  return [...groups].flatMap(([key, checks]) => {
    const [first] = checks;
    return first ? [{ key, title: fill(words.groups[first.group], { site: first.site?.name ?? '' }), checks }] : [];
  });
}

export function checkHealth(state: CheckView['state']): { readonly shape: Shape; readonly tone: Tone } {
  switch (state) {
    case 'ok':
      return { shape: 'check', tone: 'ready' };
    case 'attention':
      return { shape: 'triangle', tone: 'needs' };
    case 'broken':
      return { shape: 'cross', tone: 'ended' };
    case 'looking':
      return { shape: 'hollow', tone: 'accent' };
    case 'not-applicable':
    case 'unknown':
      return { shape: 'hollow', tone: 'quiet' };
    default:
      return state satisfies never;
  }
}

/** What the person is to do something about. */
export function wantsAction({ state, advice }: CheckView): boolean {
  return state === 'attention' || state === 'broken' || (state === 'unknown' && advice !== null);
}

export function checkSentence(check: CheckView, words: DoctorWords): string {
  if (check.state === 'looking') return '';
  const { minutes } = check.facts;
  const facts = typeof minutes === 'number' ? { ...check.facts, left: words.left(minutes) } : check.facts;
  return fill(words.said[check.outcome] ?? check.outcome, facts);
}

export function checkAdvice(check: CheckView, words: DoctorWords): string {
  return check.advice === null ? '' : (words.advice[check.advice] ?? check.advice);
}

/** The report to send to somebody: what the page shows, as text. */
export function reportText(report: DoctorView, words: DoctorWords, version: string): string {
  const line = (check: CheckView) => {
    const advice = checkAdvice(check, words);
    const title = words.checks[check.id] ?? check.id;
    const said = `- ${title}: ${words.states[check.state]}. ${checkSentence(check, words)}`;
    return advice === '' ? said : `${said} → ${advice}`;
  };
  return [
    `Drawbridge ${version}`,
    ...checkGroups(report, words).map(({ title, checks }) => `\n${title}\n${checks.map(line).join('\n')}`),
  ].join('\n');
}

function fill(text: string, facts: CheckView['facts']): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? '?'));
}
