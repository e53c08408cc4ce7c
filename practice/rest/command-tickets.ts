import type { CommandTicket, TicketState } from '../audit/tickets.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Handler, Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { restDate } from '../site-time.ts';
import { displayName } from '../users.ts';
import { listReply } from './pagination.ts';
import { doesNotExist, methodNotAllowed, permissionDenied } from './rest-errors.ts';

/** Command review tickets (protocol 6.4; the type-specific URLs as measured live). */
export function ticketRoutes(): Route[] {
  const at = (path: string, methods: Record<string, Handler>): Route => ({ path, access: 'signed-in', methods });
  const typed = '/api/v1/tickets/apply-command-tickets/:id/';
  const generic = '/api/v1/tickets/tickets/:id/';
  const refused: Handler = (visit) => methodNotAllowed(visit.request.method);
  return [
    at('/api/v1/tickets/tickets/', {
      GET: (visit) => listReply(visit.request, visit.site.tickets.all().map(ticketJson)),
    }),
    at(typed, { GET: show }),
    at(generic, { GET: show }),
    at(`${typed}approve/`, { PUT: (visit, params) => decide(visit, params['id'] ?? '', 'approved') }),
    at(`${typed}reject/`, { PUT: (visit, params) => decide(visit, params['id'] ?? '', 'rejected') }),
    at(`${typed}close/`, { PUT: (visit, params) => decide(visit, params['id'] ?? '', 'closed') }),
    at(`${generic}close/`, { PUT: (visit, params) => decide(visit, params['id'] ?? '', 'closed') }),
    at(`${generic}approve/`, { PUT: refused }),
    at(`${generic}reject/`, { PUT: refused }),
  ];
}

function show(visit: Visit, params: Record<string, string>): Reply {
  const ticket = visit.site.tickets.find(params['id'] ?? '');
  return ticket === undefined ? doesNotExist('Ticket') : json(200, ticketJson(ticket));
}

function decide(visit: Visit, id: string, state: Exclude<TicketState, 'pending'>): Reply {
  if (visit.user === undefined) return permissionDenied();
  const ticket = visit.site.tickets.find(id);
  if (ticket === undefined) return doesNotExist('Ticket');
  // Only the assignee decides; the applicant may close.
  if (state !== 'closed' && !visit.user.isAdmin) return permissionDenied();
  visit.site.tickets.decide(id, state, displayName(visit.user));
  return json(200, 'ok');
}

function ticketJson(ticket: CommandTicket) {
  const isOpen = ticket.state === 'pending';
  return {
    id: ticket.id,
    title: `Command confirm (${ticket.applicant})`,
    type: { value: 'command_confirm', label: 'Command confirm' },
    status: isOpen ? { value: 'open', label: 'Open' } : { value: 'closed', label: 'Finished' },
    state: { value: ticket.state, label: ticket.state },
    applicant: { name: ticket.applicant },
    apply_run_command: ticket.command,
    apply_from_session: { id: ticket.session },
    date_created: restDate(ticket.openedAt),
  };
}
