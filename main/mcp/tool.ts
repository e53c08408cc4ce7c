import type { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import type { Guard } from '../guard/guard.ts';
import type { UserChanges } from '../guard/user-changes.ts';
import type { Log } from '../log/log.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { AgentIdentity } from './agent-identity.ts';
import { type FormerArguments, readArguments } from './arguments.ts';
import type { FileServices } from './file-services.ts';
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
  readonly files: FileServices;
  readonly targets: TargetResolver;
  readonly clock: Clock;
  readonly log: Log;
  readonly surroundings: () => Surroundings;
  /** Where the app keeps its files, by what is in them. */
  readonly folders: Readonly<Record<string, string>>;
  /** The mark of one result's fence; random but in tests. */
  readonly boundary: () => string;
}

/** One call of one agent. */
export interface ToolCall extends ToolServices {
  readonly agent: AgentIdentity;
  /** Its calls that the person has not answered yet. */
  readonly pending: PendingCalls;
  /** Connection tokens that it made. */
  readonly ownTokens: Set<string>;
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

/** `core` is in the short list of `drawbridge mcp --tools core` too; `unlisted` can be called, and a listed tool does the same. */
export type Listing = 'core' | 'full' | 'unlisted';

export interface ToolDefinition<Input extends z.ZodObject> extends FormerArguments {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: ToolAnnotations;
  /** Default: `full`. */
  readonly listing?: Listing;
  readonly input: Input;
  /** The shape of `structuredContent`, where it is small. */
  readonly output?: z.ZodObject;
  handle(args: z.output<Input>, call: ToolCall): Promise<ToolResult>;
}

/** A definition whose argument type is its own business. */
export interface Tool extends Omit<ToolDefinition<z.ZodObject>, 'handle' | 'listing' | keyof FormerArguments> {
  readonly listing: Listing;
  /** Throws `bad-argument`, and what the tool throws. */
  run(args: unknown, call: ToolCall): Promise<ToolResult>;
}

export function defineTool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): Tool {
  const { handle, aliases, ignored, legacy, listing = 'full', ...rest } = definition;
  const former: FormerArguments = {
    ...(aliases ? { aliases } : {}),
    ...(ignored ? { ignored } : {}),
    ...(legacy ? { legacy } : {}),
  };
  return {
    ...rest,
    listing,
    run: async (args, call) => handle(readArguments(definition.name, definition.input, former, args), call),
  };
}
