import { describe, expect, it } from 'vitest';
import { AgentHolds } from '../../../main/guard/agent-holds.ts';
import { KeptPauses, type StoredPauses } from '../../../main/guard/kept-pauses.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { VaultChoice } from '../../../main/vault/decide-backend.ts';
import { Seal } from '../../../main/vault/seal.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** One computer: its settings file and its vault, over several starts of the app. */
function computer() {
  const entries = new Map<string, string>();
  const machine: { file: StoredPauses; keychain: boolean } = { file: { pauses: [], mac: '' }, keychain: true };
  const start = () => {
    const vault = {
      get choice(): VaultChoice {
        return machine.keychain ? { state: 'keychain', why: 'ok' } : { state: 'memory-only', why: 'no-keychain' };
      },
      get: async (name: string) => entries.get(name),
      put: async (name: string, text: string) => void entries.set(name, text),
    };
    const kept = new KeptPauses({
      ...{ vault, seal: new Seal(vault), keeps: () => machine.keychain, log: silentLog },
      stored: () => machine.file,
      store: (stored) => {
        machine.file = stored;
      },
    });
    // Two connections of one client in one project share a key.
    const holds = new AgentHolds({ clock: new FakeClock(5000), keyOf: (id) => id.slice(0, 1), limitOf: () => 1, kept });
    return { kept, holds };
  };
  return { machine, start };
}

const kindOf = (holds: AgentHolds, id: string) => holds.holdOf(id)?.kind ?? 'free';

describe('a paused agent over restarts', () => {
  it('stays paused, whatever its connection, until the person lets it go on', async () => {
    const { start } = computer();
    const first = start();
    expect(await first.kept.holds()).toBe(true);
    first.holds.pause('a1');
    await first.kept.settled();
    const second = start();
    expect(await second.kept.holds()).toBe(true);
    expect(second.holds.holdOf('a7')).toEqual({ kind: 'by-person', since: 5000 });
    expect(kindOf(second.holds, 'b1')).toBe('free');
    second.holds.resume('a7');
    await second.kept.settled();
    const third = start();
    expect(await third.kept.holds()).toBe(true);
    expect(kindOf(third.holds, 'a1')).toBe('free');
  });

  it('a limit that was reached is not kept: the hour it counts is forgotten with the app', async () => {
    const { machine, start } = computer();
    const first = start();
    first.holds.countRun('b1');
    first.holds.pause('a1');
    expect(kindOf(first.holds, 'b1')).toBe('runs-per-hour');
    await first.kept.settled();
    expect(machine.file.pauses).toEqual([{ key: 'a', since: 5000 }]);
  });

  it('a list that another hand emptied, changed or put back does not hold', async () => {
    const { machine, start } = computer();
    const { kept, holds } = start();
    await kept.holds();
    await kept.settled();
    const before = machine.file;
    holds.pause('a1');
    await kept.settled();
    const { mac } = machine.file;
    for (const file of [
      before,
      { pauses: [], mac: '' },
      { pauses: [], mac },
      { pauses: [{ key: 'b', since: 5000 }], mac },
    ]) {
      machine.file = file;
      expect(await start().kept.holds()).toBe(false);
    }
  });

  it('paused while the keychain is closed, it is sealed when that opens', async () => {
    const { machine, start } = computer();
    machine.keychain = false;
    const { kept, holds } = start();
    expect(await kept.holds()).toBe(true);
    holds.pause('a1');
    machine.keychain = true;
    expect(await kept.holds()).toBe(true);
    await kept.settled();
    expect(await start().kept.holds()).toBe(true);
    expect(kindOf(start().holds, 'a1')).toBe('by-person');
  });
});
