import type { CliRequest } from '../../mcp-bridge/wire.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { QUESTION_MS } from '../guard/question.ts';
import { runCommand } from '../mcp/run-command.ts';
import type { ToolCall } from '../mcp/tool.ts';
import { label } from '../mcp/untrusted-text.ts';
import type { Run } from '../terminals/terminal-model.ts';
import type { Reply } from './cli-requests.ts';

/** `exec` waits as long as ssh would, where the caller sets no limit. */
const NO_LIMIT_SECONDS = 24 * 3_600;
const CHUNK_BYTES = 64 * 1024;
/** Output is sent on in strides, not by packet. */
const STRIDE_MS = 30;

/** Runs a command as an agent's run would, guard included, and streams its output. */
export async function execute(
  request: Extract<CliRequest, { verb: 'exec' }>,
  call: ToolCall,
  reply: Reply,
): Promise<void> {
  const site = call.sites.find(request.site);
  const { asset, account, command, protocol, connectMethod } = request;
  const patienceMs = (request.timeoutSeconds ?? NO_LIMIT_SECONDS) * 1_000;
  const stream = new OutputStream(call, command, reply);
  try {
    const startedAt = call.clock.now();
    let { run } = await runCommand(call, site, {
      asset,
      account,
      command,
      protocol,
      connectMethod,
      fresh: false,
      patienceMs,
      askMs: QUESTION_MS,
    });
    // The person, or JumpServer's reviewers, decide.
    while ((run.outcome.kind === 'awaiting-review' || run.taken) && call.clock.now() - startedAt < patienceMs) {
      const left = startedAt + patienceMs - call.clock.now();
      run = await call.terminals.waitForRun(run.terminalId, run.id, left, call.signal);
    }
    await stream.finish(run);
    if (run.durationMs === null) await call.terminals.interrupt(run.terminalId, call.agent.owner()).catch(() => {});
    await end(run, reply);
  } catch (error) {
    // The command line is gone, and with it whoever could wait: nothing may go on unseen.
    if (call.signal.aborted && stream.terminalId !== undefined)
      await call.terminals.interrupt(stream.terminalId, call.agent.owner()).catch(() => {});
    throw error;
  } finally {
    stream.dispose();
  }
}

function end(run: Run, reply: Reply): Promise<void> {
  const { outcome } = run;
  const unfinished = (code: 'timed-out' | 'confirmation-required', message: string, nextStep: string) =>
    new DrawbridgeError({ code, message, nextStep, actor: 'person' });
  switch (outcome.kind) {
    case 'done': {
      const data = { exitCode: outcome.exitCode, durationMs: run.durationMs, terminal: run.terminalId };
      return reply({
        type: 'result',
        text: '',
        data,
        ...(outcome.exitCode === null ? {} : { exitCode: outcome.exitCode }),
      });
    }
    case 'running':
      throw unfinished('timed-out', 'The command did not end in time and was interrupted.', 'Give a longer --timeout.');
    case 'needs-input':
      throw unfinished(
        'confirmation-required',
        `The command waits for input (${outcome.input}), which exec cannot give; it was interrupted.`,
        'Use a form of the command that asks nothing, or run it in the Drawbridge window.',
      );
    case 'awaiting-review':
      throw unfinished(
        'confirmation-required',
        'JumpServer wanted this command confirmed or reviewed, which did not happen in time; it was cancelled.',
        'Run it again with a longer --timeout, and answer in the Drawbridge window.',
      );
    case 'refused':
      throw new DrawbridgeError({
        code: 'permission-denied',
        message: `The command did not run: ${label(outcome.text, 300)}`,
        nextStep: 'Change the command, or ask an administrator about the rule.',
        actor: 'admin',
      });
    case 'closed':
      throw new DrawbridgeError({
        code: 'terminal-closed',
        message: `The terminal closed during the command: ${label(outcome.reason, 200)}`,
        nextStep: 'Check what the command did before repeating it.',
        actor: 'person',
      });
    default:
      return outcome satisfies never;
  }
}

/** Sends a run's output on while it grows, and never what stands behind its end. */
class OutputStream {
  readonly #call: ToolCall;
  readonly #reply: Reply;
  readonly #unsubscribe: readonly (() => void)[];
  #runId: string | undefined;
  #typedAt = 0;
  #next = 0;
  #cancelStride: (() => void) | undefined;
  terminalId: string | undefined;

  constructor(call: ToolCall, command: string, reply: Reply) {
    this.#call = call;
    this.#reply = reply;
    this.#unsubscribe = [
      call.terminals.on('run-started', ({ terminal, run }) => {
        const mine = terminal.owner.kind === 'agent' && terminal.owner.agentId === call.agent.id;
        if (!mine || run.command !== command) return;
        this.terminalId = terminal.id;
        this.#runId = run.id;
        this.#typedAt = run.output.start;
        this.#next = run.output.start;
      }),
      call.terminals.on('output', ({ id }) => {
        if (id === this.terminalId) this.#stride();
      }),
    ];
  }

  async finish(run: Run): Promise<void> {
    this.dispose();
    this.#next = Math.max(this.#next, run.output.start);
    this.terminalId = run.terminalId;
    await this.#sendUpTo(run);
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#cancelStride?.();
    this.#cancelStride = undefined;
  }

  #stride(): void {
    this.#cancelStride ??= this.#call.clock.after(STRIDE_MS, () => {
      this.#cancelStride = undefined;
      const id = this.terminalId;
      if (id === undefined) return;
      const owner = this.#call.agent.owner();
      const terminal = this.#call.terminals.list(owner).find((one) => one.id === id);
      const run = terminal?.runs.find((one) => one.id === this.#runId);
      // Until the start mark moves it, what stands there is the echo of the command.
      if (run === undefined || run.output.start <= this.#typedAt) return;
      this.#next = Math.max(this.#next, run.output.start);
      void this.#sendUpTo(run);
    });
  }

  async #sendUpTo(run: Run): Promise<void> {
    const owner = this.#call.agent.owner();
    while (this.#next < run.output.end) {
      const size = Math.min(CHUNK_BYTES, run.output.end - this.#next);
      const part = this.#call.terminals.readOutput(run.terminalId, owner, this.#next, size, { to: run.output.end });
      if (part.end <= this.#next) return;
      this.#next = part.end;
      const lost = part.gap > 0 ? `\n[${part.gap} bytes were lost]\n` : '';
      if (part.text !== '' || lost !== '') await this.#reply({ type: 'output', text: lost + part.text });
    }
  }
}
