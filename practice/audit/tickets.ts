import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

export type TicketState = 'pending' | 'approved' | 'rejected' | 'closed';

/** A request to let one command run (protocol 7.10, action `review`). */
export interface CommandTicket {
  readonly id: string;
  readonly command: string;
  readonly applicant: string;
  readonly session: string;
  readonly openedAt: number;
  state: TicketState;
  /** Who decided, as `Administrator(admin)`. */
  by: string;
}

export class Tickets {
  readonly #byId = new Map<string, CommandTicket>();
  /** Emits `opened` with the ticket: a test waits for it. */
  readonly events = new EventEmitter<{ opened: [CommandTicket] }>();

  open(parts: Pick<CommandTicket, 'command' | 'applicant' | 'session'>): CommandTicket {
    const ticket: CommandTicket = { ...parts, id: randomUUID(), openedAt: Date.now(), state: 'pending', by: '' };
    this.#byId.set(ticket.id, ticket);
    this.events.emit('opened', ticket);
    return ticket;
  }

  find(id: string): CommandTicket | undefined {
    return this.#byId.get(id);
  }

  all(): CommandTicket[] {
    return [...this.#byId.values()];
  }

  /** Only a pending ticket can be decided. */
  decide(id: string, state: Exclude<TicketState, 'pending'>, by: string): CommandTicket | undefined {
    const ticket = this.#byId.get(id);
    if (ticket === undefined || ticket.state !== 'pending') return undefined;
    ticket.state = state;
    ticket.by = by;
    return ticket;
  }
}
