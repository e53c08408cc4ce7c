import { expect, test } from 'vitest';
import { endInOrder } from '../../../main/desktop/shutdown.ts';
import { silentLog } from '../../../main/log/log.ts';

test('a part that cannot end keeps none of the others from ending, and they end in their order', async () => {
  const ended: string[] = [];
  const failed: unknown[] = [];
  await endInOrder(
    [
      ['launch file', () => JSON.parse('{"cut')],
      ['terminals', () => Promise.reject(new Error('the socket hangs'))],
      ['sites', async () => void ended.push('sites')],
      ['window', () => ended.push('window')],
    ],
    { ...silentLog, error: (_message, facts) => void failed.push(facts?.['part']) },
  );
  expect([ended, failed]).toEqual([
    ['sites', 'window'],
    ['launch file', 'terminals'],
  ]);
});
