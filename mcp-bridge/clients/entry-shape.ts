import { z } from 'zod';
import type { Entry } from './settings-text.ts';

const strings = z.array(z.string()).catch([]);
const shape = z
  .looseObject({
    command: z.string().nullable().catch(null).default(null),
    args: strings.default([]),
    env: z.record(z.string(), z.unknown()).catch({}).default({}),
  })
  .catch({ command: null, args: [], env: {} });

/** An entry as it was parsed, whatever it is. */
export function entryOf(name: string, value: unknown): Entry {
  const { command, args, env } = shape.parse(value);
  const texts = Object.entries(env).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : []));
  return { name, command, args, env: Object.fromEntries(texts) };
}
