import type { AgentEnvironment } from '../../mcp-bridge/wire.ts';
import type { TerminalOwner } from '../terminals/terminal-model.ts';

/** The agent behind one connection, as its calls need it. */
export interface AgentIdentity {
  readonly id: string;
  /** As its MCP client says; its executable's name until it has said. */
  readonly name: string;
  /** Which tools it is shown. */
  readonly toolSet: 'core' | 'full';
  /** What its environment asks for. */
  readonly environment: AgentEnvironment;
  owner(): TerminalOwner;
  /** The MCP client told who it is. */
  introduce(client: { readonly name: string; readonly version: string }): void;
  /** A call begins; the result ends it. */
  countCall(): void;
}
