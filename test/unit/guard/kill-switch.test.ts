import { describe, expect, it } from 'vitest';
import { KillSwitch } from '../../../main/guard/kill-switch.ts';
import { silentLog } from '../../../main/log/log.ts';
import { someGuard } from './some-guard.ts';

function bridge(kept: { since: number | null } = { since: null }) {
  const events: string[] = [];
  const killSwitch = new KillSwitch({
    load: () => kept.since,
    save: (since) => {
      kept.since = since;
    },
    now: () => 1000,
    interruptAll: () => {
      events.push('interrupted');
      return Promise.resolve([]);
    },
    log: silentLog,
  });
  killSwitch.on('did-change', ({ raised }) => void events.push(raised ? 'raised' : 'lowered'));
  return { killSwitch, guard: someGuard({ killSwitch }).guard, events, kept };
}

describe('the kill switch', () => {
  it('refuses new calls before it interrupts the old ones', async () => {
    const { killSwitch, guard, events } = bridge();
    guard.permit({ kind: 'look', agentId: 'a' });
    const call = guard.untilRaised();
    await killSwitch.raise();
    expect(events).toEqual(['raised', 'interrupted']);
    expect(call.signal.reason).toMatchObject({ code: 'bridge-raised', actor: 'person' });
    expect(() => guard.permit({ kind: 'look', agentId: 'a' })).toThrow('raised the bridge');
    expect(guard.untilRaised().signal.aborted).toBe(true);
  });

  it('stays raised over a restart, until it is lowered', async () => {
    const { killSwitch, kept } = bridge();
    await killSwitch.raise();
    const again = bridge(kept);
    expect(again.guard.decide({ kind: 'look', agentId: 'a' })).toEqual({ kind: 'refuse', why: 'bridge-raised' });
    again.killSwitch.lower();
    expect(bridge(kept).killSwitch.raised).toBe(false);
  });

  it('holds though it cannot be kept', async () => {
    const killSwitch = new KillSwitch({
      load: () => null,
      now: () => 1,
      save: () => {
        throw new Error('disk full');
      },
      interruptAll: () => Promise.resolve([]),
      log: silentLog,
    });
    await killSwitch.raise();
    expect(killSwitch.raised).toBe(true);
  });
});
