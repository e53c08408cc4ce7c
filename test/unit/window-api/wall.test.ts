import { expect, test } from 'vitest';
import { Emitter } from '../../../main/errors/emitter.ts';
import type { TerminalEvents } from '../../../main/terminals/terminal-service.ts';
import { DismissedTerminals } from '../../../main/window-api/dismissed-terminals.ts';
import { WallLines } from '../../../main/window-api/wall-lines.ts';
import { webAddress } from '../../../main/window-api/web-address.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { aTerminal } from '../mcp/some-terminal.ts';

function wall() {
  const clock = new FakeClock();
  const events = new Emitter<TerminalEvents>();
  const screens = new Map<string, string>();
  const reads: string[] = [];
  const terminals = {
    on: <Name extends keyof TerminalEvents>(name: Name, listener: (event: TerminalEvents[Name]) => void) =>
      events.on(name, listener),
    tail: async (id: string) => {
      reads.push(id);
      const text = screens.get(id);
      if (text === undefined) throw new Error('gone');
      return { lines: [[{ text }]], cursor: null };
    },
  };
  return {
    ...{ clock, reads, lines: new WallLines({ terminals, clock }) },
    show: (id: string, text: string) => {
      screens.set(id, text);
      events.emit('output', { id, offset: 0, bytes: new Uint8Array(1) });
    },
    forget: (id: string) => {
      screens.delete(id);
      events.emit('removed', { id });
    },
  };
}

/** The texts of an answer, null while it waits. */
function heard(answer: ReturnType<WallLines['ask']>) {
  const box: { texts: Record<string, string | undefined> | null } = { texts: null };
  void answer.then(({ tiles }) => {
    box.texts = Object.fromEntries(tiles.map(({ terminalId, lines }) => [terminalId, lines[0]?.[0]?.text]));
  });
  return box;
}

const both = { terminalIds: ['a', 'b'], lines: 5 };

test('the first answer has every tile, a later one only those that changed', async () => {
  const { clock, lines, show } = wall();
  show('a', 'one');
  show('b', 'two');
  const first = heard(lines.ask(both));
  await clock.advance(0);
  expect(first.texts).toEqual({ a: 'one', b: 'two' });
  const second = heard(lines.ask(both));
  await clock.advance(1000);
  expect(second.texts).toBeNull();
  show('b', 'three');
  await clock.advance(0);
  expect(second.texts).toEqual({ b: 'three' });
});

test('screens that print without end are read at most every 150 ms; output that changes nothing one sees is no answer', async () => {
  const { clock, lines, show, reads } = wall();
  show('a', 'one');
  void lines.ask({ ...both, terminalIds: ['a'] });
  await clock.advance(0);
  const waiting = heard(lines.ask({ ...both, terminalIds: ['a'] }));
  for (let piece = 0; piece < 100; piece += 1) {
    show('a', 'one');
    await clock.advance(10);
  }
  expect(waiting.texts).toBeNull();
  expect(reads.length).toBeLessThanOrEqual(8);
  show('a', 'two');
  await clock.advance(150);
  expect(waiting.texts).toEqual({ a: 'two' });
});

test('nothing is read and no time is kept for a window that does not ask, or asks about nothing', async () => {
  const { clock, lines, show, reads } = wall();
  show('a', 'one');
  const asked = heard(lines.ask({ ...both, terminalIds: ['a'] }));
  await clock.advance(0);
  expect(asked.texts).toEqual({ a: 'one' });
  show('a', 'two');
  await clock.advance(1000);
  expect([reads.length, clock.pending]).toEqual([1, 0]);
  const waiting = heard(lines.ask({ ...both, terminalIds: ['a'] }));
  const hidden = heard(lines.ask({ ...both, terminalIds: [] }));
  await clock.advance(0);
  expect([waiting.texts, hidden.texts]).toEqual([{}, {}]);
  show('a', 'three');
  await clock.advance(1000);
  expect(clock.pending).toBe(0);
});

test('what was read for a question that a newer one ended comes with the newer one', async () => {
  const { clock, lines, show } = wall();
  show('a', 'one');
  void lines.ask({ ...both, terminalIds: ['a'] });
  await clock.advance(0);
  show('a', 'two');
  void lines.ask({ ...both, terminalIds: ['a'] });
  const newer = heard(lines.ask({ ...both, terminalIds: ['a'] }));
  await clock.advance(1000);
  expect(newer.texts).toEqual({ a: 'two' });
});

test('a terminal that is gone is left out, and the others still come', async () => {
  const { clock, lines, show, forget } = wall();
  show('a', 'one');
  show('b', 'two');
  const answer = heard(lines.ask(both));
  forget('a');
  await clock.advance(0);
  expect(answer.texts).toEqual({ b: 'two' });
  lines.dispose();
});

test('only terminals that have ended can be taken off the wall', () => {
  const ended = aTerminal({ id: 'ended', state: { kind: 'closed', reason: 'exit', at: 1 } });
  const live = aTerminal({ id: 'live' });
  let changes = 0;
  const dismissed = new DismissedTerminals({
    terminals: { list: () => [ended, live] },
    onChange: () => (changes += 1),
  });
  dismissed.dismiss(['ended', 'live', 'unknown']);
  expect(dismissed.left().map(({ id }) => id)).toEqual(['live']);
  expect(changes).toBe(1);
});

test('only plain http and https addresses are opened', () => {
  expect(webAddress('https://example.com/a?b=c#d')).toBe('https://example.com/a?b=c#d');
  // As a browser will see it: a name in letters that look like others is spelt out.
  expect(webAddress('http://\u0430pple.com')).toBe('http://xn--pple-43d.com/');
  const refused = [
    ...['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vscode://x', 'mailto:a@b.c', 'ms-msdt:/id'],
    ...['https://bank.example@evil.example/', 'https://a:b@c.example', 'not an address', 'http://', ''],
  ];
  for (const address of refused) expect(() => webAddress(address), address).toThrow('was not opened');
});
