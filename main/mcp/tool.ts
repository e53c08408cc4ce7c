import type { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Guard } from '../guard/guard.ts';
import type { UserChanges } from '../guard/user-changes.ts';
import type { Log } from '../log/log.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { AgentIdentity } from './agent-identity.ts';
import type { PendingCalls } from './pending-calls.ts';
import type { ToolResult } from './result.ts';
import type { Surroundings } from './surroundings.ts';
import type { TargetResolver } from './target-resolver.ts';

/** What the tools work with. */
export interface ToolServices {
  readonly appVersion: string;
  readonly sites: SitesPort;
  readonly terminals: TerminalService;
  readonly guard: Guard;
  readonly users: UserChanges;
  readonly targets: TargetResolver;
  readonly clock: Clock;
  readonly log: Log;
  readonly surroundings: () => Surroundings;
  /** The mark of one result's fence; random but in tests. */
  readonly boundary: () => string;
}

/** One call of one agent. */
export interface ToolCall extends ToolServices {
  readonly agent: AgentIdentity;
  /** Its calls that the person has not answered yet. */
  readonly pending: PendingCalls;
  /** Aborts when the client cancels, its connection ends, or the person raises the bridge. */
  readonly signal: AbortSignal;
  /** Tells the client that the call goes on; does nothing where the client did not ask for it. */
  progress(done: number, total: number, message: string): void;
}

/** True behaviour, as MCP hosts use it to decide what they ask their user about. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** A look at JumpServer or at our own state. */
export const looks: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
};
/** Anything may happen: it types into a shell. */
export const actsOnServer: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};
/** Changes a session of ours, nothing that lasts on a server. */
export const changesSession: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: true,
};

export interface ToolDefinition<Input extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  readonly input: Input;
  /** Names that agents know from the predecessor, each with the argument it means now. */
  readonly aliases?: Readonly<Record<string, string>>;
  handle(args: z.output<Input>, call: ToolCall): Promise<ToolResult>;
}

/** A definition whose argument type is its own business. */
export interface Tool extends Omit<ToolDefinition<z.ZodObject>, 'handle' | 'aliases'> {
  /** Throws `bad-argument`, and what the tool throws. */
  run(args: unknown, call: ToolCall): Promise<ToolResult>;
}

export function defineTool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): Tool {
  const { handle, aliases = {}, ...rest } = definition;
  return {
    ...rest,
    async run(args, call) {
      const parsed = definition.input.safeParse(renamed(args, aliases));
      if (!parsed.success) throw badArguments(definition.name, parsed.error.issues);
      return handle(parsed.data, call);
    },
  };
}

function renamed(args: unknown, aliases: Readonly<Record<string, string>>): unknown {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return args ?? {};
  const entries = Object.entries(args);
  const given = new Set(entries.map(([name]) => name));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const now = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
      return now === undefined || given.has(now) ? [name, value] : [now, value];
    }),
  );
}

function badArguments(tool: string, issues: readonly { readonly path: PropertyKey[]; readonly message: string }[]) {
  const [first] = issues;
  const where = first?.path.length ? `"${first.path.join('.')}"` : 'the arguments';
  return new DrawbridgeError({
    code: 'bad-argument',
    message: `${tool}: ${where} ${first?.path.length ? 'is' : 'are'} not usable: ${first?.message ?? 'unknown'}.`,
    nextStep: "Repeat the call with arguments as the tool's schema says.",
    actor: 'agent',
  });
}
