import { type ApprovalFacts, ApprovalProblem } from '../guard/approval-errors.ts';
import type { ToolResult } from './result.ts';
import type { ToolCall } from './tool.ts';

/** As many as an agent may have open, and those answered lately. */
const MAX_KEPT = 64;

type Again = (call: ToolCall) => Promise<ToolResult>;

/**
 * The calls of one agent that ended with `pending-approval`, by the id of the question: to wait by id is to make the same
 * call again, so that what was asked about runs only while a call waits.
 */
export class PendingCalls {
  readonly #calls = new Map<string, Again>();

  /** Runs it, and keeps it where it ends because the person has not answered yet. */
  async run(again: Again, call: ToolCall): Promise<ToolResult> {
    try {
      return await again(call);
    } catch (error) {
      if (error instanceof ApprovalProblem) this.#keep(error.facts, again);
      throw error;
    }
  }

  /** Undefined where no call of this agent waits by this id. */
  find(id: string): Again | undefined {
    return this.#calls.get(id);
  }

  #keep(facts: ApprovalFacts, again: Again): void {
    if (facts.outcome !== 'pending') return;
    // The wait itself ends so too: what is kept is the call that asked.
    if (this.#calls.has(facts.approval_id)) return;
    this.#calls.set(facts.approval_id, again);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MAX_KEPT && oldest !== undefined) this.#calls.delete(oldest);
  }
}
