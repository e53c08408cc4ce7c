import { COMMAND_TEXTS, type Language } from '../koko/texts.ts';
import type { CommandTicket, TicketState, Tickets } from './tickets.ts';

export interface ReviewPorts {
  tickets: Tickets;
  applicant: string;
  session: string;
  reviewers: string;
  siteUrl: string;
  pollSeconds: number;
}

export interface TicketWaitOptions {
  ports: ReviewPorts;
  command: string;
  language: Language;
  toScreen(text: string): void;
  onEnd(state: Exclude<TicketState, 'pending'>, by: string): void;
}

const DOTS = ['.  ', '.. ', '...'];

/** The wait for a reviewer: a counter in the terminal each second, and a look at the ticket every ten (command-engine G3). */
export class TicketWait {
  readonly #options: TicketWaitOptions;
  readonly #ticket: CommandTicket;
  readonly #ticker: NodeJS.Timeout;
  readonly #poll: NodeJS.Timeout;
  #seconds = 0;
  /** Characters of the counter that the next one rubs out; KoKo starts with six. */
  #width = 6;

  constructor(options: TicketWaitOptions) {
    this.#options = options;
    const { ports, command, language, toScreen } = options;
    const { applicant, session } = ports;
    this.#ticket = ports.tickets.open({ command, applicant, session });
    const url = `${ports.siteUrl}/ui/#/tickets/tickets/${this.#ticket.id}?type=command_confirm`;
    toScreen(COMMAND_TEXTS.waiting(language, command, url, ports.reviewers));
    this.#count();
    this.#ticker = setInterval(() => this.#count(), 1000);
    this.#poll = setInterval(() => this.#look(), ports.pollSeconds * 1000);
  }

  /** Ctrl-C or Ctrl-D: the ticket is closed. */
  cancel(): void {
    this.#options.ports.tickets.decide(this.#ticket.id, 'closed', this.#options.ports.applicant);
    this.#options.toScreen('\r\n');
    this.#look();
  }

  dispose(): void {
    clearInterval(this.#ticker);
    clearInterval(this.#poll);
    this.#options.ports.tickets.decide(this.#ticket.id, 'closed', this.#options.ports.applicant);
  }

  #look(): void {
    const { state, by } = this.#ticket;
    if (state === 'pending') return;
    this.dispose();
    this.#options.onEnd(state, by);
  }

  #count(): void {
    const text = `${DOTS[this.#seconds % DOTS.length]} ${this.#seconds}s`;
    this.#width = Math.max(this.#width, text.length);
    this.#options.toScreen('\b'.repeat(this.#width) + text);
    this.#seconds += 1;
  }
}
