import { describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import { PATIENCE_MS, patience } from '../../../main/mcp/patience.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('patience', () => {
  it('is over after its time, and tells that from a cancelled call', async () => {
    const clock = new FakeClock();
    const call = new AbortController();
    const timed = patience(clock, PATIENCE_MS, call.signal);
    const cancelled = patience(clock, PATIENCE_MS, call.signal);
    cancelled.release();
    await clock.advance(PATIENCE_MS);
    expect([timed.over, timed.signal.aborted]).toEqual([true, true]);
    call.abort(new DrawbridgeError({ code: 'cancelled', message: 'c', nextStep: 'n', actor: 'agent' }));
    expect([cancelled.over, cancelled.signal.aborted]).toEqual([false, true]);
    expect(cancelled.signal.reason).toMatchObject({ code: 'cancelled' });
  });
});
