import { describe, expect, it } from 'vitest';
import { AgentHolds } from '../../../main/guard/agent-holds.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const HOUR = 3_600_000;

function holdsWith(limit: number | null) {
  const clock = new FakeClock(0);
  // Two connections of one client in one project share a key.
  const holds = new AgentHolds({ clock, keyOf: (id) => id.slice(0, 1), limitOf: () => limit });
  const heard: string[] = [];
  holds.on('did-change', ({ hold }) => void heard.push(hold?.kind ?? 'free'));
  return { clock, holds, heard };
}

const code = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'free';
};

describe('an agent is held', () => {
  it('by the person, until they let it go on', () => {
    const { holds, heard } = holdsWith(null);
    holds.pause('a1');
    expect(code(() => holds.assertFree('a1'))).toBe('paused-by-person');
    expect(code(() => holds.assertFree('b1'))).toBe('free');
    holds.resume('a1');
    expect(code(() => holds.assertFree('a1'))).toBe('free');
    expect(heard).toEqual(['by-person', 'free']);
  });

  it('when it has run as many commands within an hour as it may, whatever its connection', async () => {
    const { clock, holds, heard } = holdsWith(3);
    holds.countRun('a1');
    holds.countRun('a2');
    await clock.advance(HOUR - 1);
    expect(code(() => holds.assertFree('a1'))).toBe('free');
    holds.countRun('a1');
    expect(holds.runsThisHour('a2')).toBe(3);
    expect(code(() => holds.assertFree('a2'))).toBe('agent-limit-reached');
    expect(heard).toEqual(['runs-per-hour']);
  });

  it('not for runs that are longer ago than an hour', async () => {
    const { clock, holds } = holdsWith(3);
    holds.countRun('a1');
    holds.countRun('a1');
    await clock.advance(HOUR);
    holds.countRun('a1');
    expect(holds.runsThisHour('a1')).toBe(1);
    expect(code(() => holds.assertFree('a1'))).toBe('free');
  });

  it('for an hour, or until the person lets it go on, whose hour begins anew', async () => {
    const { clock, holds } = holdsWith(1);
    holds.countRun('a1');
    holds.resume('a1');
    expect(code(() => holds.assertFree('a1'))).toBe('free');
    expect(holds.runsThisHour('a1')).toBe(0);
    holds.countRun('a1');
    await clock.advance(HOUR - 1);
    expect(code(() => holds.assertFree('a1'))).toBe('agent-limit-reached');
    await clock.advance(1);
    expect(code(() => holds.assertFree('a1'))).toBe('free');
  });

  it('by the person, also where the breaker would trip', () => {
    const { holds } = holdsWith(1);
    holds.pause('a1');
    holds.countRun('a1');
    expect(holds.holdOf('a1')).toEqual({ kind: 'by-person', since: 0 });
  });
});
