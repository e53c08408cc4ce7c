import { expect, test } from 'vitest';
import { outcomes } from '../../../main/doctor/outcomes.ts';
import { localOutcomes } from '../../../mcp-bridge/doctor/local-outcomes.ts';
import type { CheckView, DoctorView } from '../../../preload/contract.ts';
import { doctorWords } from '../../../renderer/i18n/doctor.ts';
import { checkGroups, reportText } from '../../../renderer/view/doctor-report.ts';

/** What only the command line meets: the app is not there, or of another version. */
const outside = [
  'app-not-running',
  'app-quit',
  'app-never-ran',
  'app-gone',
  'app-strange',
  'app-other-version',
  'app-too-slow',
  'needs-app',
];
const all = Object.entries({ ...outcomes, ...localOutcomes }).filter(([name]) => !outside.includes(name));
const placeholders = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

test.each(['en', 'zh-CN'] as const)('the window has words in %s for all that can be found and advised', (locale) => {
  const words = doctorWords[locale];
  expect(Object.keys(words.said).sort()).toEqual(all.map(([name]) => name).sort());
  const advised = new Set(all.flatMap(([, [, advice]]) => advice ?? []));
  expect(Object.keys(words.advice).sort()).toEqual([...advised].sort());
});

test('both languages tell the same facts', () => {
  for (const [outcome, text] of Object.entries(doctorWords.en.said))
    expect(placeholders(doctorWords['zh-CN'].said[outcome]), outcome).toEqual(placeholders(text));
  expect(Object.keys(doctorWords['zh-CN'].checks)).toEqual(Object.keys(doctorWords.en.checks));
});

const check = (over: Partial<CheckView>): CheckView => ({
  ...{ id: 'keychain', group: 'computer', site: null, state: 'ok', outcome: 'keychain-ok', facts: {}, advice: null },
  ...over,
});

const report: DoctorView = {
  done: true,
  checks: [
    check({}),
    ...['Lab', 'Prod'].map((name) =>
      check({
        ...{ id: 'site-koko', group: 'site', site: { id: name, name }, outcome: 'koko-ok', facts: { ms: 12 } },
      }),
    ),
    check({ id: 'app-bridge', group: 'app', state: 'attention', outcome: 'bridge-raised', advice: 'lower-bridge' }),
  ],
};

test('the app comes first, then each site by its name, then the computer', () => {
  const titles = checkGroups(report, doctorWords.en).map(({ title }) => title);
  expect(titles).toEqual(['Drawbridge', 'Lab', 'Prod', 'This computer']);
});

test('the report can be sent as text', () => {
  expect(reportText(report, doctorWords.en, '0.1.0')).toBe(`Drawbridge 0.1.0

Drawbridge
- Bridge: needs you. Raised: nothing of agents passes. → Lower it when you are ready.

Lab
- Terminals: fine. KoKo answers in 12 ms.

Prod
- Terminals: fine. KoKo answers in 12 ms.

This computer
- Keychain: fine. Sign-ins are kept in it.`);
});
