import type { Clock } from '../errors/clock.ts';
import { isRecorded } from '../terminals/recorded-answer.ts';
import type { ShellPlace } from '../terminals/shell-levels.ts';
import { userText } from '../terminals/shell-notes.ts';
import type { Run, TerminalOwner, TerminalSummary } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import { ApprovalVoid } from './approvals.ts';
import { placeOf, samePlace } from './command-place.ts';
import type { Guard } from './guard.ts';
import { QUESTION_MS, type QuestionOutcome, type Questions } from './question.ts';
import { noShellToLeave, terminalNotIdle, terminalWithoutReports } from './user-change-errors.ts';

export type SwitchMethod = 'su' | 'sudo';

export interface UserChangeRequest {
  readonly terminalId: string;
  readonly owner: TerminalOwner;
  readonly agent: { readonly id: string; readonly name: string };
  readonly change:
    | {
        readonly kind: 'switch';
        readonly user: string;
        readonly method: SwitchMethod | 'auto';
        /** The agent's words for the person; may be ''. */
        readonly reason: string;
      }
    | { readonly kind: 'exit' };
}

export type UserChangeResult =
  | { readonly kind: 'switched' | 'left'; readonly before: ShellPlace; readonly now: ShellPlace }
  | { readonly kind: 'already'; readonly now: ShellPlace }
  | {
      readonly kind: 'failed';
      readonly why: string;
      readonly next: string;
      /** The program's last words: data from the server. */
      readonly said: string;
      readonly now: ShellPlace;
    };

export interface UserChangePorts {
  readonly terminals: TerminalService;
  readonly guard: Pick<Guard, 'allowTyping' | 'asksBeforeTyping'>;
  readonly questions: Pick<Questions, 'ask'>;
  readonly clock: Clock;
  readonly siteName: (siteId: string) => string;
}

/** How often the person is asked for one password: once, and twice more where it was wrong. */
const CHANCES = 3;
/** su and sudo answer within seconds; a directory service and a login shell may take their time. In ms. */
const PROGRAM_MS = 60_000;
/** Of one wait for news, in ms. */
const STEP_MS = 10_000;
const SAID_BYTES = 2_000;

/** Thrown within, to be returned: nothing more is to be tried. */
class Failed extends Error {
  readonly why: string;
  readonly next: string;
  readonly said: string;

  constructor(why: string, next: string, said = '') {
    super(why);
    this.why = why;
    this.next = next;
    this.said = said;
  }
}

/**
 * One change of the user in a terminal, from the command to the shell's own word who it is now (command-engine §K10). A
 * password goes from the person to the program and is kept nowhere. Throws what the guard throws, and the signal's reason.
 */
export class UserChange {
  readonly #ports: UserChangePorts;
  readonly #request: UserChangeRequest;
  readonly #signal: AbortSignal;
  #askedUntil = 0;

  constructor(ports: UserChangePorts, request: UserChangeRequest, signal: AbortSignal) {
    this.#ports = ports;
    this.#request = request;
    this.#signal = signal;
  }

  /** When the last question to the person is over, ms since the epoch; 0 before there was one. */
  get askedUntil(): number {
    return this.#askedUntil;
  }

  async run(): Promise<UserChangeResult> {
    const { change } = this.#request;
    try {
      return await (change.kind === 'exit' ? this.#exit() : this.#switch(change));
    } catch (error) {
      await this.#leavePrompt();
      if (!(error instanceof Failed)) throw error;
      const { why, next, said } = error;
      return { kind: 'failed', why, next, said, now: this.#terminal().shell };
    }
  }

  async #exit(): Promise<UserChangeResult> {
    const { shell: before } = this.#idle();
    if (before.depth === 0) throw noShellToLeave();
    const run = await this.#settled(await this.#approved('exit', ''));
    const now = this.#terminal().shell;
    if (now.depth < before.depth) return { kind: 'left', before, now };
    throw run.outcome.kind === 'closed'
      ? new Failed('The terminal closed: that was its last shell.', 'Open a new one with the next command.')
      : new Failed(
          'The shell did not end.',
          'See with jobs what is still stopped in it, end that, and call again.',
          this.#words(run),
        );
  }

  async #switch(change: Extract<UserChangeRequest['change'], { kind: 'switch' }>): Promise<UserChangeResult> {
    const { user, method, reason } = change;
    const { shell: before } = this.#idle();
    if (before.userName === user) return { kind: 'already', now: before };
    // root needs no password for su; for anybody else sudo asks for their own, which the person rather knows.
    const first = method === 'auto' ? (before.user === '0' ? 'su' : 'sudo') : method;
    let run = await this.#answered(await this.#approved(switchCommand(first, user), reason), user);
    if (method === 'auto' && first === 'sudo' && isMissing(run))
      run = await this.#answered(await this.#approved(switchCommand('su', user), reason), user);
    const now = this.#terminal().shell;
    if (now.depth <= before.depth) throw this.#notSwitched(run);
    if (now.userName === user || now.user === user) return { kind: 'switched', before, now };
    throw new Failed(
      `A shell is open, but it runs as ${userText(now)}, not as ${user}.`,
      'Leave it with jms_exit_terminal_user, and tell the person.',
    );
  }

  #notSwitched(run: Run): Failed {
    const { outcome } = run;
    const said = this.#words(run);
    switch (outcome.kind) {
      case 'refused':
        return new Failed(
          'It was not run: JumpServer or the shell refused it.',
          'Do not try to get around a rule; tell the person.',
          outcome.text,
        );
      case 'closed':
        return new Failed(`The terminal closed: ${outcome.reason}`, 'Open a new one with the next command.');
      case 'running':
      case 'awaiting-review':
        return new Failed(
          'It has not come to an end within a minute.',
          'Read the terminal; interrupt it, or wait and look who you are with id.',
          said,
        );
      default:
        return new Failed(
          'The user was not changed.',
          "Read what the program said. Another method (su asks for the new user's password, sudo for the present one's) may do; or tell the person.",
          said,
        );
    }
  }

  /** Answers password prompts with what the person types, until the command has ended or opened its shell. */
  async #answered(started: Run, user: string): Promise<Run> {
    let run = await this.#settled(started);
    let refused = '';
    for (let asked = 0; ; ) {
      const { outcome } = run;
      if (outcome.kind !== 'needs-input') {
        // su ends where sudo asks again.
        if (asked === 0 || asked >= CHANCES || !isRefusedBySu(run)) return run;
        refused = this.#words(run);
        run = await this.#settled(await this.#again(run.command));
        if (run.outcome.kind !== 'needs-input') return run;
        continue;
      }
      if (outcome.input !== 'password') throw otherQuestion(outcome.input, outcome.line);
      if (asked >= CHANCES)
        throw new Failed('The password was wrong three times.', 'Tell the person; do not repeat the call.', refused);
      if (asked > 0 && refused === '') refused = this.#words(run);
      const secret = await this.#secret(run, outcome.line, user, refused);
      asked += 1;
      refused = '';
      const { terminalId, owner } = this.#request;
      const typed = await this.#ports.terminals.typeSecret(
        terminalId,
        owner,
        { prompt: outcome.line, secret },
        STEP_MS,
        this.#signal,
      );
      run = await this.#settled(typed);
    }
  }

  #asks(): void {
    this.#askedUntil = this.#ports.clock.now() + QUESTION_MS;
  }

  /** Throws Failed where the person does not give it. */
  async #secret(run: Run, prompt: string, user: string, refused: string): Promise<string> {
    const { agent, change } = this.#request;
    const { target, id, shell, runs } = this.#terminal();
    const topic = {
      topic: 'terminal-secret' as const,
      site: this.#ports.siteName(target.siteId),
      agent: agent.name,
      agentId: agent.id,
      asset: target.asset.name,
      target: `${target.asset.name} (${target.asset.address}) · ${target.account.username || target.account.name}`,
      terminalId: id,
      user,
      from: userText(shell),
      command: run.command,
      prompt,
      recorded: isRecorded(prompt),
      refused,
      reason: change.kind === 'switch' ? change.reason : '',
      commandsBefore: runs.length - 1,
    };
    this.#asks();
    const outcome = await this.#ports.questions.ask(topic, this.#signal);
    if (outcome.kind === 'answered' && outcome.answer.kind === 'terminal-secret') {
      // The window asks a second time; without that nothing goes where it would be stored.
      if (!topic.recorded || outcome.answer.inClear) return outcome.answer.secret;
    }
    throw notGiven(outcome);
  }

  // ---- the terminal ---------------------------------------------------------------------------------------------

  /** Types a command, with the person's permission where they are asked. */
  async #approved(command: string, reason: string): Promise<Run> {
    const { terminalId, owner, agent } = this.#request;
    for (;;) {
      const terminal = this.#idle();
      const what = { kind: 'command' as const, command, place: placeOf(terminal), reason };
      const wait = { signal: this.#signal, patienceMs: QUESTION_MS };
      this.#asks();
      const permission = await this.#ports.guard.allowTyping({ agent, target: terminal.target, what }, wait);
      try {
        return await this.#ports.terminals.run(terminalId, {
          ...{ owner, command, patienceMs: STEP_MS, signal: this.#signal },
          beforeTyping: permission.use,
        });
      } catch (error) {
        // The place has changed between answer and typing: it is another question now.
        if (!(error instanceof ApprovalVoid)) throw error;
      }
    }
  }

  /** The same command once more after a wrong password: the first permission covers it, in the same place. */
  #again(command: string): Promise<Run> {
    const { terminalId, owner, agent } = this.#request;
    const before = this.#idle();
    this.#ports.guard.asksBeforeTyping(agent.id, before.target.siteId);
    return this.#ports.terminals.run(terminalId, {
      ...{ owner, command, patienceMs: STEP_MS, signal: this.#signal },
      beforeTyping: ({ terminal }) => {
        if (!samePlace(placeOf(terminal), placeOf(before)))
          throw new Failed('The terminal is in another place now.', 'Look where it is, and call again.');
      },
    });
  }

  /** Waits until the run needs something, or has ended. */
  async #settled(run: Run | null): Promise<Run> {
    const { terminals, clock } = this.#ports;
    const until = clock.now() + PROGRAM_MS;
    let now = run ?? this.#terminal().runs.at(-1);
    if (now === undefined) throw new Failed('Nothing runs there any more.', 'Look at the terminal, and call again.');
    while ((now.outcome.kind === 'running' || now.outcome.kind === 'awaiting-review') && clock.now() < until)
      now = await terminals.waitForRun(this.#request.terminalId, now.id, STEP_MS, this.#signal);
    return now;
  }

  /** A password prompt of ours must not be left behind for somebody else to answer. */
  async #leavePrompt(): Promise<void> {
    const { terminalId, owner } = this.#request;
    const state = this.#ports.terminals.list(owner).find(({ id }) => id === terminalId)?.state;
    if (state?.kind !== 'needs-input' && state?.kind !== 'running') return;
    await this.#ports.terminals.interrupt(terminalId, owner).catch(() => {});
  }

  #terminal(): TerminalSummary {
    return this.#ports.terminals.get(this.#request.terminalId, this.#request.owner);
  }

  #idle(): TerminalSummary {
    const terminal = this.#terminal();
    if (terminal.state.kind !== 'prompt') throw terminalNotIdle(terminal);
    if (!terminal.marks) throw terminalWithoutReports();
    return terminal;
  }

  /** The last words of a run, at most three lines. */
  #words({ output: { start, end } }: Run): string {
    const { terminalId, owner } = this.#request;
    const from = Math.max(start, end - SAID_BYTES);
    const { text } = this.#ports.terminals.readOutput(terminalId, owner, from, end - from);
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(-3)
      .join(' / ')
      .slice(-400);
  }
}

const switchCommand = (method: SwitchMethod, user: string): string =>
  method === 'su' ? `su - ${user}` : `sudo -iu ${user}`;

const isMissing = ({ outcome }: Run): boolean => outcome.kind === 'done' && outcome.exitCode === 127;

const isRefusedBySu = ({ command, outcome }: Run): boolean =>
  command.startsWith('su ') && outcome.kind === 'done' && outcome.exitCode !== null && outcome.exitCode !== 0;

const otherQuestion = (input: string, line: string): Failed =>
  new Failed(
    `It waited for something else than a password (${input}), and was stopped.`,
    'Tell the person, or switch in another way.',
    line,
  );

function notGiven(outcome: QuestionOutcome): Failed {
  switch (outcome.kind) {
    case 'declined':
      return new Failed(
        `The person did not give the password${outcome.reason === '' ? '' : `: ${outcome.reason}`}.`,
        'Do not repeat it; ask the person what they want instead.',
      );
    case 'timed-out':
      return new Failed('The person did not type the password within 5 minutes.', 'Call again when they are there.');
    case 'could-not-ask':
      return new Failed(
        'A password is wanted, and this Drawbridge has no window to ask the person in (or too many questions wait).',
        'Use an account that needs no password (NOPASSWD in sudoers), or run Drawbridge where there is a display.',
      );
    case 'answered':
      return new Failed('The person did not agree that JumpServer stores the password in clear.', 'Ask the person.');
    default:
      return outcome satisfies never;
  }
}
