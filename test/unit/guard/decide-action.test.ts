import { expect, test } from 'vitest';
import { type Circumstances, type Decision, decideAction } from '../../../main/guard/decide-action.ts';
import type { AgentAction } from '../../../main/guard/guard.ts';

const real: Circumstances = { raised: false, watched: false };
const [allow, ask, refuse]: Decision[] = [{ kind: 'allow' }, { kind: 'ask' }, { kind: 'refuse', why: 'bridge-raised' }];

test.for<[AgentAction['kind'], Partial<Circumstances>, Decision | undefined]>([
  ['type', {}, ask],
  ['type', { watched: true }, allow],
  ['type', { raised: true }, refuse],
  ['type', { raised: true, watched: true }, refuse],
  ['open-terminal', {}, allow],
  ['open-terminal', { raised: true }, refuse],
  ['look', {}, allow],
  ['look', { raised: true }, refuse],
  ['ask-sign-in', {}, allow],
  ['interrupt', {}, allow],
  ['close', {}, allow],
  ['close', { raised: true, watched: true }, refuse],
])('%s with %j is %j', ([kind, circumstances, decision]) => {
  expect(decideAction(kind, { ...real, ...circumstances })).toEqual(decision);
});
