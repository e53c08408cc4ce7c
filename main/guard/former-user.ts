import type { Log } from '../log/log.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { Questions } from './question.ts';

export interface FormerUserPorts {
  readonly sites: SitesPort;
  readonly terminals: TerminalService;
  readonly questions: Questions;
  readonly log: Log;
}

/**
 * Another person signed in: the terminals that are open belong to the former one, who is recorded for what runs in them.
 * They are closed after asking; without an answer too, because nobody vouches for them any more. Returns how to stop.
 */
export function closeFormerUsersTerminals(ports: FormerUserPorts): () => void {
  const { sites, terminals, questions, log } = ports;
  const leaving = new AbortController();
  const open = (siteId: string) =>
    terminals.list().filter(({ target, state }) => target.siteId === siteId && state.kind !== 'closed');
  const settle = async (siteId: string, before: string, now: string) => {
    // As they are now: what is opened while the question stands belongs to the new person.
    const former = open(siteId);
    if (former.length === 0) return;
    const site = sites.find(siteId).summary().name;
    const topic = { topic: 'change-user', site, before, now, terminals: former.length } as const;
    const outcome = await questions.ask(topic, leaving.signal);
    if (outcome.kind === 'declined') return;
    await Promise.all(former.map(({ id }) => terminals.close(id, undefined, `${before} is not signed in any more`)));
  };
  const off = sites.on('did-change-user', ({ siteId, before, now }) => {
    settle(siteId, before.username, now.username).catch((error: unknown) => {
      if (!leaving.signal.aborted) log.error('terminals of a former user could not be closed', { site: siteId, error });
    });
  });
  return () => {
    off();
    leaving.abort();
  };
}
