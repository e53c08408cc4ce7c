import { describe, expect, it } from 'vitest';
import { KeptRaise, type StoredRaise } from '../../../main/guard/kept-raise.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { VaultChoice } from '../../../main/vault/decide-backend.ts';
import { Seal } from '../../../main/vault/seal.ts';

const lowered: StoredRaise = { raised: false, since: null, mac: '' };

/** One computer: its settings file and its vault, over several starts of the app. */
function computer() {
  const entries = new Map<string, string>();
  const machine = { file: lowered, keychain: true, whilePut: () => {} };
  const start = () => {
    const vault = {
      get choice(): VaultChoice {
        return machine.keychain ? { state: 'keychain', why: 'ok' } : { state: 'memory-only', why: 'no-keychain' };
      },
      get: async (name: string) => entries.get(name),
      put: async (name: string, text: string) => {
        entries.set(name, text);
        if (name === 'bridge-mac') machine.whilePut();
      },
    };
    return new KeptRaise({
      stored: () => machine.file,
      store: (state) => {
        machine.file = state;
      },
      seal: new Seal(vault),
      vault,
      keeps: () => machine.keychain,
      now: () => 5000,
      log: silentLog,
    });
  };
  return { machine, start };
}

async function raisedAndLowered() {
  const { machine, start } = computer();
  const kept = start();
  expect(await kept.holds()).toBe(true);
  kept.save(1000);
  await kept.settled();
  const whenRaised = machine.file;
  kept.save(null);
  await kept.settled();
  return { machine, start, whenRaised, whenLowered: machine.file };
}

describe('the raised bridge over restarts', () => {
  it('stays as the person left it', async () => {
    const { machine, start, whenRaised } = await raisedAndLowered();
    expect(await start().holds()).toBe(true);
    expect(start().since()).toBeNull();
    const kept = start();
    kept.save(1000);
    await kept.settled();
    expect(machine.file).toMatchObject({ raised: true, since: 1000 });
    expect(machine.file.mac).toBe(whenRaised.mac);
    expect(await start().holds()).toBe(true);
    expect(start().since()).toBe(1000);
  });

  it.each([
    ['lowered by another hand', (file: StoredRaise): StoredRaise => ({ ...file, raised: false, since: null })],
    ['emptied', (): StoredRaise => lowered],
    ['given another seal', (file: StoredRaise): StoredRaise => ({ ...file, raised: false, mac: 'bm90LWl0' })],
  ])('a file that was %s does not hold', async (_what, change) => {
    const { machine, start } = await raisedAndLowered();
    const kept = start();
    kept.save(1000);
    await kept.settled();
    machine.file = change(machine.file);
    expect(await start().holds()).toBe(false);
  });

  it('an older file that was put back does not hold', async () => {
    const { machine, start, whenLowered } = await raisedAndLowered();
    const kept = start();
    kept.save(2000);
    await kept.settled();
    machine.file = whenLowered;
    expect(await start().holds()).toBe(false);
  });

  it('what the person decides while the keychain is closed is sealed when it opens', async () => {
    const { machine, start } = computer();
    machine.keychain = false;
    const kept = start();
    expect(await kept.holds()).toBe(true);
    kept.save(1000);
    await kept.settled();
    expect(machine.file.mac).toBe('');
    machine.keychain = true;
    expect(await kept.holds()).toBe(true);
    await kept.settled();
    expect(machine.file.mac).not.toBe('');
    expect(await start().holds()).toBe(true);
  });

  it('decided anew while the seal of the former is put, the last one is what is kept', async () => {
    const { machine, start } = computer();
    const kept = start();
    machine.whilePut = () => {
      machine.whilePut = () => {};
      kept.save(1000);
    };
    kept.save(null);
    await kept.settled();
    await kept.settled();
    expect(machine.file).toMatchObject({ raised: true, since: 1000 });
    expect(await start().holds()).toBe(true);
  });

  it('decided twice at once, the last one is what is sealed', async () => {
    const { machine, start } = computer();
    const kept = start();
    kept.save(1000);
    kept.save(null);
    await kept.settled();
    expect(machine.file.raised).toBe(false);
    expect(await start().holds()).toBe(true);
  });
});
