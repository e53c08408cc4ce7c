import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { openLogin } from './login-form.ts';
import { WebClient } from './web-client.ts';

const GUARD = '/core/auth/login/guard/?next=/ui/';
const WAIT = '/core/auth/login/wait-confirm/?next=/ui/';
const STATUS = '/api/v1/authentication/login-confirm-ticket/status/';

describe('a login that somebody has to approve', () => {
  let site: PracticeSite;
  let web: WebClient;
  beforeAll(async () => {
    site = await PracticeSite.start();
    site.login.setRules('alice', { loginRule: 'review' });
  });
  afterAll(() => site.dispose());
  beforeEach(async () => {
    web = new WebClient(site.url);
    const { fields } = await openLogin(web);
    await web.form('/core/auth/login/?next=/ui/', { ...fields, username: 'alice', password: 'practice-alice' });
  });

  const location = async (path: string) => (await web.get(path)).headers.get('location');
  const look = async (method = 'GET') => {
    const answer = await web.request(method, STATUS, undefined, { 'X-JMS-LOGIN-TYPE': 'W' });
    return { status: answer.status, body: await answer.json() };
  };

  it('waits on a page that looks every five seconds and asks before it is left', async () => {
    expect(await location(GUARD)).toBe(WAIT);
    const page = await (await web.get(WAIT)).text();
    expect(page).toContain(STATUS);
    expect(page).toContain('setInterval(look, 5000)');
    expect(page).toContain('onbeforeunload');
    const ticket = await site.login.nextTicket();
    expect(ticket).toMatchObject({ username: 'alice', ip: '127.0.0.1', state: 'pending' });
    expect(await look()).toEqual({
      status: 200,
      body: { error: 'login_confirm_wait', msg: expect.any(String), data: { ticket_id: ticket.id } },
    });
    expect((await web.api('GET', '/api/v1/users/profile/')).status).toBe(401);

    expect(site.login.decideTicket(ticket.id, 'approved')).toBe(true);
    expect(await look()).toEqual({ status: 200, body: { msg: 'ok' } });
    expect(await location(GUARD)).toBe('/ui/');
    expect((await web.api('GET', '/api/v1/users/profile/')).status).toBe(200);
  });

  it('opens one ticket however often the guard is asked', async () => {
    await web.get(GUARD);
    const before = site.login.tickets().length;
    await web.get(GUARD);
    expect(site.login.tickets()).toHaveLength(before);
    await look('DELETE');
  });

  it('says with 200 that the request was refused, and ends the session', async () => {
    await web.get(GUARD);
    const ticket = await site.login.nextTicket();
    site.login.decideTicket(ticket.id, 'rejected');
    expect(await look()).toEqual({
      status: 200,
      body: {
        error: 'login_confirm_error',
        msg: 'Login confirm ticket was rejected',
        data: { ticket_id: ticket.id, username: 'alice' },
      },
    });
    expect(web.cookies.has('jms_sessionid')).toBe(false);
    expect(await location(GUARD)).toBe('/core/auth/login/?next=/ui/');
  });

  it('withdraws the request when the page is left', async () => {
    await web.get(GUARD);
    const ticket = await site.login.nextTicket();
    expect((await look('DELETE')).status).toBe(200);
    expect(site.login.tickets().find(({ id }) => id === ticket.id)?.state).toBe('closed');
    expect(site.login.decideTicket(ticket.id, 'approved')).toBe(false);
    expect((await look()).body.error).toBe('login_confirm_error');
  });

  it('sends an approved person who waited too long back to the login page', async () => {
    await web.get(GUARD);
    const ticket = await site.login.nextTicket();
    site.login.decideTicket(ticket.id, 'approved');
    site.login.expirePreAuth();
    expect((await look()).body).toEqual({ msg: 'ok' });
    expect(await location(GUARD)).toBe('/core/auth/login/?next=/ui/');
  });

  it('is decided over the control API as well', async () => {
    await web.get(GUARD);
    const { id } = await site.login.nextTicket();
    const call = (method: string, path: string) =>
      fetch(`${site.url}/practice/api/${path}`, { method, headers: { 'x-practice-key': site.controlKey } }).then(
        (answer) => answer.json(),
      );
    expect(await call('GET', 'login/tickets')).toContainEqual(expect.objectContaining({ id, state: 'pending' }));
    expect(await (await fetch(site.controlUrl)).text()).toContain(`login/tickets/${id}/approve`);
    expect(await call('POST', `login/tickets/${id}/approve`)).toEqual({ ok: true });
    expect(await location(GUARD)).toBe('/ui/');
  });

  it('does not ask about the reviewers themselves', async () => {
    site.login.setRules('admin', { loginRule: 'review' });
    const admin = new WebClient(site.url);
    await admin.signIn(site.users.admin);
    expect((await admin.api('GET', '/api/v1/users/profile/')).status).toBe(200);
  });
});
