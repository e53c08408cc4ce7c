import type { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { label } from './untrusted-text.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** How arguments of the command-line predecessor become those of now. */
export interface FormerArguments {
  /** Other names, each with the argument it means now. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** What means nothing any more: taken, and left. */
  readonly ignored?: readonly string[];
  /** What means something else: rewritten before names are. Throws `bad-argument`. */
  legacy?(args: Arguments): Arguments;
}

/** A call's arguments as a tool takes them. Throws `bad-argument` in words that a model can act on. */
export function readArguments<Input extends z.ZodObject>(
  tool: string,
  schema: Input,
  { aliases = {}, ignored = [], legacy = (args) => args }: FormerArguments,
  given: unknown,
): z.output<Input> {
  const args = renamed(legacy(objectOf(tool, schema, given)), aliases);
  const unknown = Object.keys(args).find((name) => !Object.hasOwn(schema.shape, name) && !ignored.includes(name));
  if (unknown !== undefined) throw unknownArgument(tool, schema, unknown);
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  // Hosts and models quote numbers now and then; nothing else is guessed.
  const unquoted = schema.safeParse(withoutQuotes(args, parsed.error.issues));
  if (unquoted.success) return unquoted.data;
  throw unusable(tool, schema, parsed.error.issues, args);
}

/** Null is how some hosts say that an argument is left out. */
function objectOf(tool: string, schema: z.ZodObject, given: unknown): Arguments {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw bad(
      tool,
      schema,
      `the arguments are ${Array.isArray(given) ? 'a list' : `a ${typeof given}`}, not an object`,
    );
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
}

function renamed(args: Arguments, aliases: Readonly<Record<string, string>>): Arguments {
  const given = new Set(Object.keys(args));
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const now = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
      return now === undefined || given.has(now) ? [name, value] : [now, value];
    }),
  );
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: string;
}

function withoutQuotes(args: Arguments, issues: readonly Issue[]): Arguments {
  const changed: Record<string, unknown> = { ...args };
  for (const { path, expected } of issues) {
    const name = String(path[0]);
    const value = changed[name];
    if (path.length !== 1 || typeof value !== 'string') continue;
    if (expected === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) changed[name] = Number(value);
    if (expected === 'boolean' && /^(true|false)$/i.test(value)) changed[name] = value.toLowerCase() === 'true';
  }
  return changed;
}

function unusable(tool: string, schema: z.ZodObject, issues: readonly Issue[], args: Arguments): DrawbridgeError {
  const [first] = issues;
  if (first === undefined || first.path.length === 0) return bad(tool, schema, first?.message ?? 'they do not fit');
  const name = first.path.join('.');
  if (!Object.hasOwn(args, String(first.path[0]))) return bad(tool, schema, `"${name}" is missing`);
  return bad(tool, schema, `"${name}" is not usable: ${first.message.replace(/^Invalid input: /, '')}`);
}

function unknownArgument(tool: string, schema: z.ZodObject, name: string): DrawbridgeError {
  return bad(tool, schema, `it takes no argument "${label(name, 60)}"`);
}

function bad(tool: string, schema: z.ZodObject, what: string): DrawbridgeError {
  const names = Object.entries(schema.shape).map(([name, one]) =>
    one.safeParse(undefined).success ? name : `${name} (required)`,
  );
  return new DrawbridgeError({
    code: 'bad-argument',
    message: `${tool}: ${what}.`,
    nextStep:
      names.length === 0
        ? 'Repeat the call without arguments.'
        : `Repeat the call with arguments as the tool's schema says: ${names.join(', ')}.`,
    actor: 'agent',
  });
}
