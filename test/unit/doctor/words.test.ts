import { expect, test } from 'vitest';
import { outcomes } from '../../../main/doctor/outcomes.ts';
import { localOutcomes } from '../../../mcp-bridge/doctor/local-outcomes.ts';
import { reportText, wantsAction } from '../../../mcp-bridge/doctor/report.ts';
import { advices, said } from '../../../mcp-bridge/doctor/words.ts';
import type { Finding } from '../../../mcp-bridge/wire.ts';

const all = { ...outcomes, ...localOutcomes };

test('the command line has words for every outcome and every advice, and no others', () => {
  expect(Object.keys(said).sort()).toEqual(Object.keys(all).sort());
  const advised = Object.values(all).flatMap(([, advice]) => advice ?? []);
  expect(Object.keys(advices).sort()).toEqual([...new Set(advised)].sort());
});

test('an outcome that both sides know means the same to both', () => {
  for (const [name, meaning] of Object.entries(localOutcomes))
    if (name in outcomes) expect(Object.entries(outcomes).find(([one]) => one === name)?.[1]).toEqual(meaning);
});

test('what is broken or wants attention says what to do', () => {
  for (const [name, [state, advice]] of Object.entries(all))
    if (state === 'attention' || state === 'broken') expect(advice, name).not.toBeNull();
    else if (state === 'ok') expect(advice, name).toBeNull();
});

const finding = (over: Partial<Finding>): Finding => ({
  ...{ id: 'site-tokens', group: 'site', site: { id: 's1', name: 'Prod' }, outcome: 'tokens-allowed', state: 'ok' },
  ...{ facts: {}, advice: null },
  ...over,
});

test('a report reads well, and a site cannot write into the terminal with its words', () => {
  const findings = [
    finding({}),
    finding({ group: 'computer', id: 'tray', site: null, outcome: 'needs-display', state: 'not-applicable' }),
    finding({
      ...{ outcome: 'tokens-refused', state: 'broken', advice: 'ask-admin-permission' },
      facts: { words: 'No\u001b[2J\nmore' },
    }),
  ];
  expect(reportText(findings)).toBe(`Site Prod
  ok         Permission       This user may open terminals.
  BROKEN     Permission       This user may not open terminals: No [2J more
                              → Ask the JumpServer administrator for the right to connect (add connection tokens).

This computer
  –          Tray             There is no display.

1 thing needs you.`);
  expect(findings.map(wantsAction)).toEqual([false, false, true]);
});
