import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CommandTicket } from '../../../practice/audit/tickets.ts';
import { PracticeSite } from '../../../practice/practice-site.ts';
import { openTerminal, type RawTerminal } from './raw-terminal.ts';
import { WebClient } from './web-client.ts';

const NOTIFY =
  '\r\nThe command you executed is risky and an alert notification will be sent to the administrator. Do you want to continue?[Y/N]';

describe('command rules on the practice KoKo (command-engine G3)', () => {
  let site: PracticeSite;
  let alice: WebClient;
  let terminal: RawTerminal;
  let number = 10;

  beforeAll(async () => {
    site = await PracticeSite.start({
      ticketPollSeconds: 0.1,
      acl: [
        { name: 'review', pattern: 'shutdown', action: 'review' },
        { name: 'notify', pattern: 'systemctl', action: 'notify_and_warn' },
        { name: 'warn', pattern: 'uptime', action: 'warning' },
        { name: 'no', pattern: '\\breboot\\b', action: 'reject' },
      ],
    });
    alice = new WebClient(site.url);
    await alice.signIn(site.users.alice);
  });
  afterAll(() => site.dispose());
  afterEach(() => terminal.end());

  const open = async () => {
    number += 1;
    terminal = await openTerminal(alice, `web-${number}`);
    return terminal;
  };
  const rows = () => {
    const session = JSON.parse(terminal.frames.find((one) => one.type === 'TERMINAL_SESSION')?.data ?? '{}').session.id;
    return site.audit(session).map(({ input, risk_level }) => [input, risk_level]);
  };
  const pending = async (): Promise<CommandTicket> =>
    terminal.until(() => site.tickets().find((one) => one.state === 'pending'), 'a ticket');

  it('warns in silence', async () => {
    await open();
    terminal.run('echo up""time # uptime');
    await terminal.shows('\ruptime\r\n');
    expect(rows()).toEqual([['echo up""time # uptime', 4]]);
  });

  it('sends CR LF after y to notify_and_warn', async () => {
    await open();
    terminal.run('echo systemctl | tr a-z A-Z');
    await terminal.shows(NOTIFY);
    terminal.type('y');
    await terminal.shows(/SYSTEMCTL\r\n.*\$ .*\r\n.*\$ $/s);
    expect(rows()).toEqual([['echo systemctl | tr a-z A-Z', 4]]);
  });

  it('loses a command that came in one frame with its Enter, although y was said', async () => {
    await open();
    terminal.run('true');
    await terminal.shows(/true\r\n.*\$ $/s);
    terminal.type('echo systemctl | tr a-z A-Z\r');
    await terminal.shows(NOTIFY);
    terminal.type('y');
    await terminal.shows(/Y\/N\].*\r\n.*\$ $/s);
    expect(terminal.output).not.toContain('SYSTEMCTL');
    expect(rows().at(-1)).toEqual(['echo systemctl | tr a-z A-Z', 4]);
  });

  it('asks again for anything but a lone key, and lets the level stick after n', async () => {
    await open();
    terminal.run('systemctl status');
    await terminal.shows(NOTIFY);
    for (const [index, answer] of ['y\r', 'hello', '\x03'].entries()) {
      terminal.type(answer);
      await terminal.until(() => terminal.output.split(NOTIFY).length === index + 3, 'the question again');
    }
    terminal.type('n');
    await terminal.shows(/\x1b\[K\r\n.*\$ $/s);
    terminal.run('echo af""ter');
    await terminal.shows('after\r\n');
    expect(rows()).toEqual([['echo af""ter', 4]]);
  });

  it('runs a reviewed command when the ticket is approved', async () => {
    await open();
    terminal.run('echo shutdown | tr a-z A-Z');
    await terminal.shows("\r\nThe command 'echo shutdown | tr a-z A-Z' requires review. Continue or not [Y/n]?");
    terminal.type('y');
    await terminal.shows('Ticket Reviewers: Administrator(admin)\r\n');
    const ticket = await pending();
    await terminal.shows(`${site.url}/ui/#/tickets/tickets/${ticket.id}?type=command_confirm`);
    await terminal.shows('\b\b\b\b\b\b.   0s');
    const admin = new WebClient(site.url);
    await admin.signIn(site.users.admin);
    const generic = await admin.api('PUT', `/api/v1/tickets/tickets/${ticket.id}/approve/`);
    expect(generic.status).toBe(405);
    const answer = await admin.api('PUT', `/api/v1/tickets/apply-command-tickets/${ticket.id}/approve/`);
    expect(await answer.json()).toBe('ok');
    await terminal.shows('\r\n\x1b[32mAdministrator(admin) approved\x1b[0m');
    await terminal.shows('SHUTDOWN\r\n');
    expect(rows()).toEqual([['echo shutdown | tr a-z A-Z', 7]]);
  });

  it('forbids a reviewed command when the ticket is rejected', async () => {
    await open();
    terminal.run('shutdown now');
    await terminal.shows('[Y/n]?');
    terminal.type('y');
    site.decideTicket((await pending()).id, 'rejected');
    await terminal.shows(
      '\r\n\x1b[31mAdministrator(admin) rejected\x1b[0m\r\n\x1b[31mCommand `shutdown now` is forbidden\n\r\x1b[0m',
    );
    expect(rows()).toEqual([['shutdown now', 6]]);
  });

  it('closes the ticket on Ctrl-C', async () => {
    await open();
    terminal.run('shutdown now');
    await terminal.shows('[Y/n]?');
    terminal.type('y');
    const ticket = await pending();
    terminal.type('x');
    terminal.type('\x03');
    await terminal.shows(/\r\n\r\n.*\x1b\[K\r\n.*\$ $/s);
    expect(site.tickets().find((one) => one.id === ticket.id)?.state).toBe('closed');
    expect(rows()).toEqual([['shutdown now', 8]]);
  });
});
