import { expect, test } from 'vitest';
import { type Circumstances, type Decision, decideAction } from '../../../main/guard/decide-action.ts';
import type { AgentAction } from '../../../main/guard/guard.ts';

const real: Circumstances = { raised: false, practice: false, commandsWithoutAsking: false };
const [allow, ask, refuse]: Decision[] = [{ kind: 'allow' }, { kind: 'ask' }, { kind: 'refuse', why: 'bridge-raised' }];

test.for<[AgentAction['kind'], Partial<Circumstances>, Decision | undefined]>([
  ['type', {}, ask],
  ['type', { practice: true }, allow],
  ['type', { commandsWithoutAsking: true }, allow],
  ['type', { raised: true }, refuse],
  ['type', { raised: true, practice: true, commandsWithoutAsking: true }, refuse],
  ['open-terminal', {}, allow],
  ['open-terminal', { raised: true }, refuse],
  ['look', {}, allow],
  ['look', { raised: true }, refuse],
  ['ask-sign-in', {}, allow],
  ['interrupt', {}, allow],
  ['close', {}, allow],
  ['close', { raised: true, practice: true }, refuse],
])('%s with %j is %j', ([kind, circumstances, decision]) => {
  expect(decideAction(kind, { ...real, ...circumstances })).toEqual(decision);
});
