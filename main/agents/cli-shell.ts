import { type CliRequest, type CliTyped, cliTyped } from '../../mcp-bridge/wire.ts';
import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import { QUESTION_MS } from '../guard/question.ts';
import { endedByItself } from '../koko/close-reason.ts';
import { signIn, withSession } from '../mcp/site-access.ts';
import type { ToolCall } from '../mcp/tool.ts';
import { label } from '../mcp/untrusted-text.ts';
import type { SitePort } from '../sites/sites-port.ts';
import { openingWords } from '../terminals/terminal-errors.ts';
import type { TerminalState, TerminalSummary, TerminalTarget } from '../terminals/terminal-model.ts';
import type { Reply } from './cli-requests.ts';
import { ShellScreen } from './shell-screen.ts';

/** A person who walks to the keyboard, looks for a phone, and then decides. In ms. */
const PATIENCE_MS = QUESTION_MS + 10 * 60_000;
/** As ssh, where the connection was lost. */
const LOST = 255;

/** What the emulator sends, until somebody takes it. */
export class ShellKeys {
  #early: CliTyped[] = [];
  #taker: ((typed: CliTyped) => void) | undefined;

  /** True where the line was one of the emulator's. */
  take(line: string): boolean {
    const typed = parseTyped(line);
    if (typed === undefined) return false;
    if (this.#taker) this.#taker(typed);
    // Before the terminal is there only its size counts: a key was not meant for it.
    else if (typed.type === 'size') this.#early = [typed];
    return true;
  }

  start(taker: (typed: CliTyped) => void): void {
    this.#taker = taker;
    for (const typed of this.#early.splice(0)) taker(typed);
  }
}

/**
 * A whole terminal for an emulator of the command line. The person, or the policy, allows it once for everything that is typed
 * there (docs/technical/guard.md); the screen is sent as it comes. It ends with the shell, or with its caller.
 */
export async function serveShell(
  request: Extract<CliRequest, { verb: 'shell' }>,
  call: ToolCall,
  reply: Reply,
  keys: ShellKeys,
): Promise<void> {
  const site = call.sites.find(request.site);
  const target = await withSession(call, site, 'open a terminal', () =>
    call.targets.target(site, request, call.signal),
  );
  call.guard.permit({ kind: 'open-terminal', agentId: call.agent.id, target });
  await allowed(call, target, reply);
  const { id } = await opened(call, site, target, reply);
  const owner = call.agent.owner();
  call.terminals.attach(id, owner);
  await call.terminals.resize(id, owner, request.size);
  const shell = new AttachedShell(call, site, id, reply);
  try {
    keys.start((typed) => shell.take(typed));
    const reason = await shell.ended;
    const data = { terminal: id, reason };
    await reply({ type: 'result', text: '', data, exitCode: endedByItself(reason) ? 0 : LOST });
  } finally {
    shell.dispose();
  }
}

async function allowed(call: ToolCall, target: TerminalTarget, reply: Reply): Promise<void> {
  const agent = { id: call.agent.id, name: call.agent.name };
  const asking = call.guard.allowTyping(
    { agent, target, what: { kind: 'raw-terminal' } },
    { signal: call.signal, patienceMs: PATIENCE_MS },
  );
  if (call.guard.waitsForPerson(call.agent.id))
    void reply({ type: 'progress', text: 'Waiting for the person to allow it in the Drawbridge window …' });
  const permission = await asking;
  permission.use({ kind: 'raw-terminal', target });
}

async function opened(call: ToolCall, site: SitePort, target: TerminalTarget, reply: Reply): Promise<TerminalSummary> {
  const tell = (text: string) => void reply({ type: 'progress', text });
  // What was allowed should be able to open.
  await signIn(call, site, 'open a terminal', PATIENCE_MS);
  tell(`Opening a terminal on ${label(target.asset.name)} …`);
  return withSession(call, site, 'open a terminal', () =>
    call.terminals.open(target, call.agent.owner(), call.signal, {
      onWaiting: (status) => {
        const now = status();
        if (now?.kind === 'queued') tell(`${openingWords(now)} …`);
      },
    }),
  );
}

/** One terminal and the emulator that is attached to it. */
class AttachedShell {
  /** Resolves with the reason, after all of the screen was sent; rejects with the call's signal. */
  readonly ended: Promise<string>;
  readonly #call: ToolCall;
  readonly #site: SitePort;
  readonly #id: string;
  readonly #screen: ShellScreen;
  readonly #off: (() => void)[] = [];
  #state: TerminalState['kind'] = 'prompt';
  /** What the keys came up against last; told once. */
  #refused = '';

  constructor(call: ToolCall, site: SitePort, id: string, reply: Reply) {
    this.#call = call;
    this.#site = site;
    this.#id = id;
    const { terminals, signal } = call;
    const owner = call.agent.owner();
    this.#screen = new ShellScreen({
      read: (from, size) => terminals.reader(id, owner).raw(from, size),
      snapshot: () => terminals.snapshot(id),
      send: (data) => reply({ type: 'screen', data }),
    });
    this.ended = new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#off.push(() => signal.removeEventListener('abort', onAbort));
      const follow = (terminal: TerminalSummary) => {
        this.#follow(terminal);
        const { state } = terminal;
        if (state.kind === 'closed') this.#screen.finished().then(() => resolve(state.reason), reject);
      };
      this.#off.push(
        terminals.on('output', (output) => {
          if (output.id === id) this.#screen.look();
        }),
        terminals.on('changed', (terminal) => {
          if (terminal.id === id) follow(terminal);
        }),
        terminals.on('taken-over', ({ terminal }) => {
          if (terminal.id === id) this.#screen.say('The person drives this terminal in the Drawbridge window now.');
        }),
        terminals.on('handed-back', ({ terminal, note }) => {
          if (terminal.id !== id) return;
          this.#screen.say(`The person handed it back${note === '' ? '' : `: ${label(note, 500)}`}.`);
        }),
      );
      follow(terminals.get(id, owner));
      if (signal.aborted) onAbort();
    });
    this.ended.catch(() => {});
    this.#screen.look();
  }

  take(typed: CliTyped): void {
    const { terminals, agent, guard } = this.#call;
    switch (typed.type) {
      case 'shown':
        this.#screen.shown(typed.bytes);
        return;
      case 'size':
        // While the person drives, their window is as large as it was.
        terminals.resize(this.#id, agent.owner(), typed).catch((error: unknown) => this.#refuse(error));
        return;
      case 'keys':
        try {
          // Paused meanwhile, raised, or nothing can be written down.
          guard.asksBeforeTyping(agent.id, this.#site.id);
          this.#site.touch();
          terminals.typeAttached(this.#id, agent.owner(), typed.data);
          this.#refused = '';
        } catch (error) {
          this.#refuse(error);
        }
        return;
      default:
        typed satisfies never;
    }
  }

  dispose(): void {
    for (const off of this.#off) off();
    this.#screen.dispose();
  }

  #refuse(error: unknown): void {
    const { code, message } = toDrawbridgeError(error);
    if (code !== this.#refused && code !== 'terminal-closed') this.#screen.say(message);
    this.#refused = code;
  }

  #follow({ state }: TerminalSummary): void {
    if (state.kind === this.#state) return;
    this.#state = state.kind;
    if (state.kind === 'locked') this.#screen.say(`${label(state.by)} paused this terminal in JumpServer.`);
    if (state.kind === 'awaiting-review' && state.step !== 'ticket')
      this.#screen.say('JumpServer asks about this command; the answer is given in the Drawbridge window.');
  }
}

function parseTyped(line: string): CliTyped | undefined {
  try {
    const parsed = cliTyped.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
