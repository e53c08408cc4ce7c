import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import { decideInput } from '../../../main/mcp/typed-input.ts';
import { keyBytes, type NamedKey, namedKeys } from '../../../main/terminals/named-keys.ts';
import { Seeded } from '../../support/seeded.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('pasting');
const seeds = (process.env['DRAWBRIDGE_SEEDS'] ?? '1,2,3').split(',').map(Number);
const STEPS = 80;

/** Words that are harmless in a shell, and everything that must not get through. */
const PIECES: readonly [string, ...string[]] = [
  ...(['true', 'alpha', "'quoted'", '日本語', '😀', ' '] as const),
  ...([
    '\x1b[200~',
    '\x1b[201~',
    '\x1b',
    '\x9b200~',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\x03',
    '\x04',
    '\x0f',
    '\x16',
  ] as const),
  ...(['\x00', '\x7f', '\x85', '\u2028', '\u2029', '\u202e', '\u200b', '\ud800', '\udc00', 'x'.repeat(1_100)] as const),
];
/** What the app presses by itself to stop something. */
const LADDER = ['\x03', '\x04', '\x1a', '\x1c', '\x1b', 'q'];

/** Text that may stand in a frame of its own, with a lone CR behind it. */
const isPlain = (text: string) =>
  !/[\x00-\x1f\x7f-\x9f\u2028\u2029]|\p{Cs}/u.test(text) && Buffer.byteLength(text) <= 1_000;

describe('whatever an agent passes, only plain lines and named keys are typed', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
  });
  afterAll(() => practice.dispose());

  it.each(seeds)('seed %i', async (seed) => {
    const { pool, typed } = practice;
    const random = new Seeded(seed);
    const terminal = await pool.open(await practice.target('lab-bash'), owner);
    const before = typed.length;
    const asked = new Set<string>();
    const said: unknown[] = [];
    const text = () => Array.from({ length: 1 + random.number(5) }, () => random.pick(PIECES)).join('');
    for (let step = 0; step < STEPS; step += 1) {
      const at = pool.get(terminal.id, owner).state.kind;
      if (at === 'closed') break;
      try {
        switch (random.number(at === 'prompt' ? 5 : 3)) {
          case 0: {
            const key: NamedKey = random.pick(namedKeys);
            // Bytes of both cursor modes.
            for (const applicationCursor of [true, false])
              asked.add(keyBytes(key, { applicationCursor, backspaceAsCtrlH: false }));
            said.push(key);
            await pool.write(terminal.id, owner, { key }, 50);
            break;
          }
          case 1:
          case 2: {
            const input = decideInput({ text: text(), enter: random.number(3) > 0 });
            if ('key' in input) asked.add(keyBytes(input.key, { applicationCursor: false, backspaceAsCtrlH: false }));
            said.push(input);
            await pool.write(terminal.id, owner, input, 50);
            break;
          }
          case 3: {
            const command = `: ${text()}`;
            said.push(command);
            await pool.run(terminal.id, { owner, command, patienceMs: 500 });
            break;
          }
          default:
            await pool.run(terminal.id, {
              owner,
              command: random.pick(['cat', 'read v', 'seq 999 | less']),
              patienceMs: 350,
            });
        }
      } catch (error) {
        // A refusal in words is the right answer; anything else is a failure.
        if (!(error instanceof DrawbridgeError)) throw error;
      }
    }
    const why = `DRAWBRIDGE_SEEDS=${seed} ${JSON.stringify(said)}`;
    const sent = typed.slice(before + 1);
    expect(sent.length, why).toBeGreaterThan(10);
    for (const frames of sent) {
      const [first = '', second, ...more] = frames;
      expect(more, why).toEqual([]);
      expect(frames.join(''), why).not.toMatch(/\n|\x1b\[20[01]~/);
      if (second !== undefined) expect([isPlain(first), second], why).toEqual([true, '\r']);
      else if (first !== '\r') expect([...asked, ...LADDER], why).toContain(first);
    }
    await pool.close(terminal.id, owner, 'Test over.');
  });

  it('text that waits for Enter at the prompt is bounded, and says so', async () => {
    const { pool } = practice;
    const terminal = await pool.open(await practice.target('lab-bash'), owner);
    const hold = (held: string) => pool.write(terminal.id, owner, { text: held, enter: false }, 50);
    for (let part = 0; part < 20; part += 1) await hold('x'.repeat(1_000));
    await expect(hold('y')).rejects.toMatchObject({
      code: 'write-not-allowed',
      message: expect.stringMatching(/20000/),
    });
    await expect(pool.write(terminal.id, owner, { key: 'enter' }, 50)).rejects.toMatchObject({
      code: 'command-not-typeable',
    });
    await pool.close(terminal.id, owner, 'Test over.');
  });
});
