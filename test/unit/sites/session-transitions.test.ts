import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mayBecome, sessionDiagram, sessionTransitions } from '../../../main/sites/session-transitions.ts';

const page = path.resolve(import.meta.dirname, '../../../docs/technical/sign-in.md');

test('the diagram in the docs is the one that the code follows', () => {
  const drawn = /```mermaid\n([^`]*)\n```/.exec(fs.readFileSync(page, 'utf8'))?.[1];
  expect(drawn).toBe(sessionDiagram());
});

test('from every state there is a way to being signed in', () => {
  const kinds = new Set(sessionTransitions.flatMap(({ from, to }) => [from, to]));
  for (const start of kinds) {
    const seen = new Set([start]);
    for (const kind of seen) for (const { from, to } of sessionTransitions) if (from === kind) seen.add(to);
    expect(seen).toContain('signed-in');
  }
});

test('a session that is only being signed in to cannot expire by itself, and a lost one does not come back by itself', () => {
  expect(mayBecome('expired', 'signed-in')).toBe(false);
  expect(mayBecome('signed-out', 'expiring')).toBe(false);
  expect(mayBecome('signed-in', 'signed-in')).toBe(true);
});
