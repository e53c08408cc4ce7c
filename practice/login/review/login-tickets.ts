import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';

/** A request to let one person in (protocol 1.10). */
export interface LoginTicket {
  readonly id: string;
  readonly username: string;
  readonly ip: string;
  readonly openedAt: number;
  /** `closed`: the person withdrew it. */
  state: 'pending' | 'approved' | 'rejected' | 'closed';
}

export class LoginTickets {
  readonly #byId = new Map<string, LoginTicket>();
  /** Emits `opened` with the ticket. */
  readonly events = new EventEmitter<{ opened: [LoginTicket] }>();

  open(username: string, ip: string): LoginTicket {
    const ticket: LoginTicket = { id: randomUUID(), username, ip, openedAt: Date.now(), state: 'pending' };
    this.#byId.set(ticket.id, ticket);
    this.events.emit('opened', ticket);
    return ticket;
  }

  find(id: string | undefined): LoginTicket | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  all(): LoginTicket[] {
    return [...this.#byId.values()];
  }

  /** Only a pending ticket can be decided. */
  decide(id: string | undefined, state: Exclude<LoginTicket['state'], 'pending'>): boolean {
    const ticket = this.find(id);
    if (ticket?.state !== 'pending') return false;
    ticket.state = state;
    return true;
  }
}
