import { escapeHtml } from '../http/html.ts';
import { html, type Reply, redirect } from '../http/reply.ts';
import { OneTimeCodes } from '../one-time-codes.ts';
import type { PracticeUser } from '../users.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { interactionUrl } from './idp-pages.ts';
import type { IdpRoute } from './idp-route.ts';

type Ticket = { user: PracticeUser; service: string };

/** CAS 3: a ticket in the address, which the service has validated over its own connection. */
export function casRoutes(idp: IdentityProvider): IdpRoute[] {
  const tickets = new OneTimeCodes<Ticket>({ prefix: 'ST-' });
  return [
    { method: 'GET', path: '/cas/login', run: ({ query }) => ({ reply: login(idp, tickets, query.get('service')) }) },
    { method: 'GET', path: '/cas/serviceValidate', run: ({ query }) => ({ reply: validate(tickets, query) }) },
  ];
}

function login(idp: IdentityProvider, tickets: OneTimeCodes<Ticket>, service: string | null): Reply {
  if (service === null || !URL.canParse(service)) return html(400, '<h1>Which service?</h1>');
  const interaction = idp.interactions.begin({
    service: new URL(service).host,
    hopsLeft: idp.settings.hops,
    finish: (user) => {
      const back = new URL(service);
      back.searchParams.set('ticket', tickets.issue({ user, service }));
      return redirect(back.href);
    },
    refuse: () => redirect(service),
  });
  return redirect(interactionUrl(interaction));
}

function validate(tickets: OneTimeCodes<Ticket>, query: URLSearchParams): Reply {
  const ticket = tickets.take(query.get('ticket') ?? '');
  if (ticket === undefined || ticket.service !== query.get('service')) {
    return xml(
      '<cas:authenticationFailure code="INVALID_TICKET">The ticket is not recognised</cas:authenticationFailure>',
    );
  }
  const { username, email } = ticket.user;
  return xml(
    `<cas:authenticationSuccess><cas:user>${escapeHtml(username)}</cas:user><cas:attributes><cas:email>${escapeHtml(email)}</cas:email></cas:attributes></cas:authenticationSuccess>`,
  );
}

function xml(body: string): Reply {
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml; charset=utf-8' },
    body: `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${body}</cas:serviceResponse>`,
  };
}
