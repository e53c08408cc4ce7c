import { randomUUID } from 'node:crypto';
import type { Language } from '../koko/texts.ts';
import { COMMAND_TEXTS } from '../koko/texts.ts';
import type { AuditLog, AuditRow, RiskLevel } from './audit-log.ts';
import type { CommandRules, RuleMatch } from './command-rule.ts';
import { OutputExcerpt } from './output-excerpt.ts';
import { CommandRecogniser } from './recogniser.ts';
import { type ReviewPorts, TicketWait } from './ticket-wait.ts';

/** Ctrl-E, Ctrl-U, Enter: how KoKo clears the line of a refused command. */
const CLEAR_LINE = Buffer.from('\x05\x15\r');

type Asking =
  | { kind: 'nothing' }
  | { kind: 'notify'; command: string }
  | { kind: 'review'; command: string; chunk: Buffer }
  | { kind: 'waiting'; wait: TicketWait };

export interface CommandGateOptions {
  language: Language;
  /** The asset's platform, as JumpServer has it. */
  isLinux: boolean;
  rules: CommandRules;
  log: AuditLog;
  /** Who, where and in which session: the same in every row. */
  row: Pick<AuditRow, 'user' | 'asset' | 'account' | 'session'>;
  review: ReviewPorts;
  toShell(bytes: Buffer): void;
  toScreen(text: string): void;
  onRecorded(): void;
}

/** Stands between the socket and the shell: recognises commands, asks the rules, records (protocol 7.10). */
export class CommandGate {
  readonly #options: CommandGateOptions;
  readonly #recogniser: CommandRecogniser;
  #asking: Asking = { kind: 'nothing' };
  #open: { row: AuditRow; excerpt: OutputExcerpt } | undefined;
  /** After an `n` to `notify_and_warn` the level sticks to the next command (measured). */
  #stickyRisk: RiskLevel | undefined;

  constructor(options: CommandGateOptions) {
    this.#options = options;
    this.#recogniser = new CommandRecogniser(options.isLinux);
  }

  output(chunk: Buffer): void {
    this.#recogniser.output(chunk);
    this.#open?.excerpt.add(chunk);
  }

  /** One chunk of input, at most 1024 bytes. */
  input(chunk: Buffer): void {
    switch (this.#asking.kind) {
      case 'nothing':
        this.#typed(chunk);
        break;
      case 'notify':
        this.#answerNotify(chunk, this.#asking.command);
        break;
      case 'review':
        this.#answerReview(chunk, this.#asking.command, this.#asking.chunk);
        break;
      case 'waiting':
        // Anything but Ctrl-C and Ctrl-D is swallowed.
        if (chunk.length === 1 && (chunk[0] === 3 || chunk[0] === 4)) this.#asking.wait.cancel();
        break;
      default:
        this.#asking satisfies never;
    }
  }

  dispose(): void {
    if (this.#asking.kind === 'waiting') this.#asking.wait.dispose();
    this.#settle();
  }

  #typed(chunk: Buffer): void {
    const command = this.#recogniser.input(chunk);
    if (!this.#recogniser.isBlind) this.#settle();
    const match = command ? this.#options.rules.match(command) : undefined;
    if (command === undefined || command === '' || match === undefined || match.action === 'accept') {
      if (command) this.#record(command, 0);
      this.#options.toShell(chunk);
      return;
    }
    this.#matched(match, command, chunk);
  }

  #matched(match: RuleMatch, command: string, chunk: Buffer): void {
    const { language, toScreen, toShell } = this.#options;
    switch (match.action) {
      case 'warning':
        this.#record(command, 4);
        toShell(chunk);
        break;
      case 'reject':
        // The whole frame is swallowed, also what stood before the forbidden line (measured).
        this.#refuse(command, match.matched, 5);
        break;
      case 'notify_and_warn':
        this.#asking = { kind: 'notify', command };
        toScreen(COMMAND_TEXTS.notify(language));
        break;
      case 'review':
        this.#asking = { kind: 'review', command, chunk };
        toScreen(COMMAND_TEXTS.review(language, command));
        break;
      case 'accept':
        break;
      default:
        match.action satisfies never;
    }
  }

  #answerNotify(chunk: Buffer, command: string): void {
    switch (chunk.toString('latin1').toLowerCase()) {
      case 'y':
        this.#asking = { kind: 'nothing' };
        this.#record(command, 4);
        // Only this reaches the host: a line that came in one frame with its Enter is lost (measured).
        this.#options.toShell(Buffer.from('\r\n'));
        break;
      case 'n':
        this.#asking = { kind: 'nothing' };
        this.#stickyRisk = 4;
        this.#options.toScreen('\r\n');
        this.#options.toShell(CLEAR_LINE);
        break;
      default:
        this.#options.toScreen(COMMAND_TEXTS.notify(this.#options.language));
    }
  }

  #answerReview(chunk: Buffer, command: string, kept: Buffer): void {
    const { language, toScreen, toShell } = this.#options;
    switch (chunk.toString('latin1').toLowerCase()) {
      case 'y':
        this.#asking = { kind: 'waiting', wait: this.#startReview(command, kept) };
        break;
      case 'n':
        this.#asking = { kind: 'nothing' };
        toScreen('\r\n');
        this.#record(command, 8, 'closed');
        toShell(CLEAR_LINE);
        break;
      default:
        toScreen(COMMAND_TEXTS.review(language, command));
    }
  }

  #startReview(command: string, kept: Buffer): TicketWait {
    const { language, toScreen, toShell, review } = this.#options;
    return new TicketWait({
      ports: review,
      command,
      language,
      toScreen,
      onEnd: (state, by) => {
        this.#asking = { kind: 'nothing' };
        switch (state) {
          case 'approved':
            toScreen(`\r\n\x1b[32m${COMMAND_TEXTS.decided(language, state, by)}\x1b[0m`);
            this.#record(command, 7);
            toShell(kept);
            break;
          case 'rejected':
            toScreen(`\r\n\x1b[31m${COMMAND_TEXTS.decided(language, state, by)}\x1b[0m`);
            this.#refuse(command, command, 6);
            break;
          case 'closed':
            toScreen('\r\n');
            this.#record(command, 8, 'closed');
            toShell(CLEAR_LINE);
            break;
          default:
            state satisfies never;
        }
      },
    });
  }

  #refuse(command: string, named: string, risk: RiskLevel): void {
    this.#options.toScreen(COMMAND_TEXTS.forbidden(this.#options.language, named));
    this.#record(command, risk, 'closed');
    this.#options.toShell(CLEAR_LINE);
  }

  /** Adds the row now; the output of a command that runs is filled in when the next input ends it. */
  #record(input: string, risk: RiskLevel, output: 'collect' | 'closed' = 'collect'): void {
    const row: AuditRow = {
      ...this.#options.row,
      id: randomUUID(),
      input,
      output: '',
      risk_level: risk === 0 ? (this.#stickyRisk ?? 0) : risk,
      timestamp: Date.now(),
    };
    this.#stickyRisk = undefined;
    this.#options.log.add(row);
    if (output === 'collect') this.#open = { row, excerpt: new OutputExcerpt(input) };
    this.#options.onRecorded();
  }

  #settle(): void {
    if (this.#open === undefined) return;
    this.#open.row.output = this.#open.excerpt.text();
    this.#open = undefined;
  }
}
