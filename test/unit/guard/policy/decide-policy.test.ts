import { expect, test } from 'vitest';
import { decidePolicy, modeFor, type PolicyTarget } from '../../../../main/guard/policy/decide-policy.ts';
import { type Policy, policySchema, readPolicy } from '../../../../main/guard/policy/policy.ts';

const web: PolicyTarget = {
  ...{
    site: 'Prod JMS',
    practice: false,
    asset: 'web-01',
    address: '10.1.1.11',
    type: 'linux',
    nodes: ['Web', 'Production'],
  },
  account: 'deploy',
};
const policy = (parts: object): Policy => policySchema.parse({ version: 1, ...parts });
const run = (command: string) => ({ kind: 'command', command }) as const;

test.for<[object[], Partial<PolicyTarget>, string]>([
  [[], {}, 'ask-on-risk'],
  [[{ site: 'prod*', mode: 'watch' }], {}, 'watch'],
  [[{ site: 'prod*', mode: 'watch' }], { site: 'Staging' }, 'ask-on-risk'],
  [[{ asset: '10.1.1.*', mode: 'read-only' }], {}, 'read-only'],
  [[{ asset: 'web-0?', mode: 'read-only' }], {}, 'read-only'],
  [[{ asset: 'web', mode: 'read-only' }], {}, 'ask-on-risk'],
  [[{ node: 'production', mode: 'ask-always' }], {}, 'ask-always'],
  // The most specific wins, wherever it stands.
  [
    [
      { asset: 'web-*', mode: 'watch' },
      { site: '*', node: '*', mode: 'read-only' },
    ],
    {},
    'watch',
  ],
  [
    [
      { site: '*', node: '*', mode: 'read-only' },
      { account: 'deploy', mode: 'watch' },
    ],
    {},
    'watch',
  ],
  // Of equals the strictest.
  [
    [
      { asset: 'web-*', mode: 'read-only' },
      { asset: '*-01', mode: 'watch' },
    ],
    {},
    'read-only',
  ],
  [
    [
      { asset: 'web-*', mode: 'watch' },
      { asset: '*-01', mode: 'ask-always' },
    ],
    {},
    'ask-always',
  ],
  // The practice site is watched only, unless it is named.
  [[{ asset: '*', mode: 'read-only' }], { practice: true }, 'watch'],
  [[{ site: 'prod*', asset: '*', mode: 'read-only' }], { practice: true }, 'read-only'],
  // What looks like a pattern of another kind is a name.
  [[{ asset: 'web.01', mode: 'watch' }], {}, 'ask-on-risk'],
  [[{ asset: '(web-01)+', mode: 'watch' }], {}, 'ask-on-risk'],
])('%j on %j is %s', ([entries, over, mode]) => {
  expect(modeFor(policy({ entries }), { ...web, ...over }).mode).toBe(mode);
});

test.for<[string, string, 'allow' | 'ask' | 'refuse']>([
  ['watch', 'rm x', 'allow'],
  ['ask-on-risk', 'ls', 'allow'],
  ['ask-on-risk', 'rm x', 'ask'],
  ['ask-always', 'ls', 'ask'],
  ['read-only', 'ls', 'allow'],
  ['read-only', 'rm x', 'refuse'],
])('in %s, %s is %s', ([mode, command, verdict]) => {
  expect(decidePolicy(policy({ mode }), web, run(command)).verdict).toBe(verdict);
});

test.for<[string, 'allow' | 'ask' | 'refuse']>([
  ['watch', 'allow'],
  ['ask-on-risk', 'ask'],
  ['ask-always', 'ask'],
  ['read-only', 'refuse'],
])('in %s, input for a program is %s', ([mode, verdict]) => {
  expect(decidePolicy(policy({ mode }), web, { kind: 'input' }).verdict).toBe(verdict);
});

test('on what has no shell nothing is proven', () => {
  const asked = decidePolicy(policy({}), { ...web, type: 'switch' }, run('ls'));
  expect(asked).toMatchObject({ verdict: 'ask', why: [{ code: 'no-shell' }] });
  expect(decidePolicy(policy({ mode: 'read-only' }), { ...web, type: 'mysql' }, run('ls')).verdict).toBe('refuse');
});

const rules = [
  { name: 'deploy', pattern: '/opt/deploy( --dry-run)?', action: 'allow' },
  { name: 'no drops', pattern: '(?i)\\bdrop\\b', action: 'refuse', reason: 'Use a migration.' },
  { name: 'logs', pattern: '/var/log', action: 'ask', account: 'root' },
];

test.for<[string, string, Partial<PolicyTarget>, 'allow' | 'ask' | 'refuse']>([
  ['ask-on-risk', '/opt/deploy', {}, 'allow'],
  ['ask-on-risk', '/opt/deploy --dry-run', {}, 'allow'],
  // What allows must match all of it.
  ['ask-on-risk', '/opt/deploy; rm x', {}, 'ask'],
  ['ask-on-risk', '/opt/deploy\nrm x', {}, 'ask'],
  // It does not go past a stricter mode.
  ['ask-always', '/opt/deploy', {}, 'ask'],
  ['read-only', '/opt/deploy', {}, 'refuse'],
  ['watch', 'psql -c "drop table x"', {}, 'refuse'],
  ['ask-on-risk', 'echo drop', {}, 'refuse'],
  ['watch', 'ls /var/log', { account: 'root' }, 'ask'],
  ['watch', 'ls /var/log', {}, 'allow'],
  ['read-only', 'ls /var/log', { account: 'root' }, 'ask'],
])('with own rules, in %s, %j on %j is %s', ([mode, command, over, verdict]) => {
  expect(decidePolicy(policy({ mode, rules }), { ...web, ...over }, run(command)).verdict).toBe(verdict);
});

test('a rule that allows does not allow what nobody sees', () => {
  const all = [{ name: 'all', pattern: '(?s).*', action: 'allow' }];
  expect(decidePolicy(policy({ rules: all }), web, run('rm x')).verdict).toBe('allow');
  expect(decidePolicy(policy({ rules: all }), web, run('rm x\u202e')).verdict).toBe('ask');
});

test.for<[string, { line: number; column: number; says: string }]>([
  ['{', { line: 1, column: 2, says: 'brace' }],
  ['{\n  "version": 2\n}', { line: 2, column: 3, says: 'version' }],
  [
    '{\n  "version": 1,\n  "entries": [\n    { "asset": "x", "mode": "everything" }\n  ]\n}',
    { line: 4, column: 21, says: 'mode' },
  ],
  [
    '{\n  "version": 1,\n  "rules": [{ "name": "x", "pattern": "(", "action": "ask" }]\n}',
    { line: 3, column: 28, says: 'regular expression' },
  ],
  ['{ "version": 1, "mod": "watch" }', { line: 1, column: 1, says: 'mod' }],
])('%j is no policy, and the fault has its place', ([text, { line, column, says }]) => {
  const { policy: none, faults } = readPolicy(text);
  expect(none).toBeNull();
  expect(faults[0]).toMatchObject({ line, column, message: { en: expect.stringContaining(says) } });
});

test('a whole terminal is refused where only reading is allowed, and asked about where anything else could be', () => {
  const verdict = (parts: object, target: Partial<PolicyTarget> = {}) =>
    decidePolicy(policy(parts), { ...web, ...target }, { kind: 'raw-terminal' }).verdict;
  expect(verdict({ mode: 'read-only' })).toBe('refuse');
  expect(verdict({ mode: 'ask-on-risk' })).toBe('ask');
  expect(verdict({ mode: 'ask-always' })).toBe('ask');
  expect(verdict({ mode: 'watch' })).toBe('allow');
  // A rule cannot be held to keys.
  const rule = { name: 'no reboot', pattern: 'reboot', action: 'refuse' };
  expect(verdict({ mode: 'watch', rules: [rule] })).toBe('ask');
  expect(verdict({ mode: 'watch', rules: [{ ...rule, asset: 'db-*' }] })).toBe('allow');
  expect(verdict({ mode: 'watch', rules: [{ ...rule, action: 'allow' }] })).toBe('allow');
});
