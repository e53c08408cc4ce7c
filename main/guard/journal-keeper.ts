import type { NewEntry } from '../journal/entry.ts';
import type { Journal } from '../journal/journal.ts';
import type { SiteSummary } from '../sites/site-model.ts';
import type { KeyEnd, SitesPort } from '../sites/sites-port.ts';
import type { Run } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { AgentHolds } from './agent-holds.ts';
import { answerText, named, policyWords, questionEntry, runEndFacts, terminalFacts } from './journal-words.ts';
import type { KillSwitch } from './kill-switch.ts';
import type { PolicyKeeper } from './policy/policy-keeper.ts';
import type { Questions } from './question.ts';
import type { StandingPermission, StandingPermissions } from './standing-permissions.ts';
import { targetText } from './wanted-typing.ts';

/** An agent as it is listed. */
interface ListedAgent {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly projectFolder: string;
  readonly calls: number;
}

export interface JournalKeeperPorts {
  readonly journal: Pick<Journal, 'note'>;
  readonly sites: SitesPort;
  readonly terminals: TerminalService;
  readonly killSwitch: KillSwitch;
  readonly questions: Questions;
  readonly standing?: Pick<StandingPermissions, 'on'>;
  readonly agents?: {
    on(name: 'did-change', listener: (agents: readonly ListedAgent[]) => void): () => void;
  };
  readonly holds?: Pick<AgentHolds, 'on'>;
  readonly policy?: Pick<PolicyKeeper, 'on'>;
  readonly settings?: { on(name: 'did-change', listener: () => void): () => void; all(): object };
}

/**
 * Writes what happens into the journal: the same events that the live view sees. What agents type is not among them; it is
 * written before it happens (write-ahead.ts). Returns how to stop.
 */
export function keepJournal(ports: JournalKeeperPorts): () => void {
  const { sites, terminals, killSwitch, questions, standing, agents, holds, policy, settings } = ports;
  const open = new Set<string>();
  const record = (entry: NewEntry) => ports.journal.note(entry);
  const names = new Map(sites.list().map(({ id, name }) => [id, name]));
  const siteName = (id: string) => sites.list().find((site) => site.id === id)?.name ?? names.get(id) ?? id;
  const ofSite = (kind: NewEntry['kind'], siteId: string, text: string, outcome = '') =>
    record({ kind, site: siteName(siteId), who: 'person', target: '', text, outcome });
  const facts = (terminal: Parameters<typeof terminalFacts>[0]) => terminalFacts(terminal, siteName);
  const ofPerson = { who: 'person' } as const;
  const ofStanding = (kind: NewEntry['kind'], { wanted, command, place }: StandingPermission, outcome: string) =>
    record({
      ...{ kind, site: siteName(wanted.target.siteId), who: named(wanted.agent.name, wanted.agent.id) },
      ...{ target: targetText(wanted.target), terminalId: place.id, text: command, outcome },
    });
  const off = [
    sites.on('did-sign-in', ({ siteId, user }) => ofSite('sign-in', siteId, user.username)),
    sites.on('did-sign-out', ({ siteId }) => ofSite('sign-out', siteId, '')),
    sites.on('did-expire', ({ siteId }) => ofSite('session-expired', siteId, '')),
    sites.on('did-make-key', ({ siteId, keyId, how }) =>
      ofSite('rest-key-made', siteId, keyId, how === 'taken-over' ? 'taken over from mcp-jumpserver-gui-sucks' : ''),
    ),
    sites.on('did-end-key', ({ siteId, keyId, why }) => ofSite('rest-key-ended', siteId, keyId, keyEnds[why])),
    sites.on('did-remove', ({ id }) => ofSite('site-removed', id, '')),
    sites.on('did-change', failedSignIns(record)),
    sites.on('did-change', ({ id, name }) => void names.set(id, name)),
    terminals.on('changed', (terminal) => {
      const { state } = terminal;
      if (state.kind === 'opening') return;
      if (!open.has(terminal.id) && state.kind !== 'closed') {
        open.add(terminal.id);
        record({ kind: 'terminal-opened', ...facts(terminal), text: '', outcome: '' });
      } else if (state.kind === 'closed' && open.delete(terminal.id))
        record({ kind: 'terminal-closed', ...facts(terminal), text: state.reason, outcome: '' });
    }),
    terminals.on('run-started', ({ terminal, run }) => {
      if (run.by !== undefined)
        record({ kind: 'run-started', ...facts(terminal), ...by(run), runId: run.id, text: run.command, outcome: '' });
    }),
    terminals.on('run-ended', ({ terminal, run }) =>
      record({
        kind: 'run-ended',
        ...facts(terminal),
        ...by(run),
        runId: run.id,
        text: run.command,
        ...runEndFacts(run),
      }),
    ),
    terminals.on('taken-over', ({ terminal }) =>
      record({ kind: 'terminal-taken-over', ...facts(terminal), ...ofPerson, text: '', outcome: '' }),
    ),
    terminals.on('handed-back', ({ terminal, note }) =>
      record({ kind: 'terminal-handed-back', ...facts(terminal), ...ofPerson, text: note, outcome: '' }),
    ),
    terminals.on('stopped-by-person', ({ terminal, interruption: { run, stopped } }) =>
      record({
        kind: 'stopped-by-person',
        ...facts(terminal),
        ...ofPerson,
        ...(run === null ? {} : { runId: run.id }),
        text: run?.command ?? '',
        outcome: stopped ? 'stopped' : 'goes on',
      }),
    ),
    questions.on('did-end', (ended) =>
      record({ kind: 'question', ...questionEntry(ended.question), outcome: answerText(ended) }),
    ),
    ...(standing
      ? [
          standing.on('did-give', (given) => ofStanding('permission-given', given, `for ${given.minutes} min`)),
          standing.on('did-use', (used) => ofStanding('permission-used', used, `use ${used.uses}`)),
          standing.on('did-end', ({ permission, why }) => ofStanding('permission-ended', permission, why)),
        ]
      : []),
    killSwitch.on('did-change', ({ raised }) =>
      record({ kind: raised ? 'bridge-raised' : 'bridge-lowered', ...nowhere, text: '', outcome: '' }),
    ),
    ...(agents ? [agents.on('did-change', comingAndGoing(record))] : []),
    ...(settings
      ? [
          settings.on(
            'did-change',
            settingChanges(record, () => settings.all()),
          ),
        ]
      : []),
    ...(policy
      ? [
          policy.on('did-accept', ({ policy: now }) =>
            record({ kind: 'policy-changed', ...nowhere, text: policyWords(now), outcome: 'accepted' }),
          ),
        ]
      : []),
    ...(holds
      ? [
          holds.on('did-change', ({ key, hold }) =>
            record({
              kind: hold === null ? 'agent-freed' : 'agent-held',
              ...nowhere,
              text: key,
              outcome: hold === null ? '' : hold.kind === 'by-person' ? 'by the person' : `${hold.limit} runs an hour`,
            }),
          ),
        ]
      : []),
  ];
  return () => {
    for (const stop of off) stop();
  };
}

/** The start was told to run commands on real sites without asking. */
export function keepCommandsAllowed(journal: Pick<Journal, 'note'>): void {
  journal.note({ kind: 'commands-allowed', ...nowhere, text: '', outcome: '' });
}

/** The person does not trust a certificate any more; that they did is in the question's entry. */
export function keepForgottenCertificate(
  journal: Pick<Journal, 'note'>,
  site: string,
  host: string,
  fingerprint: string,
): void {
  journal.note({ kind: 'certificate-forgotten', site, who: 'person', target: host, text: fingerprint, outcome: '' });
}

/** The person took a folder of this computer back from agents. */
export function keepRevokedFolder(
  journal: Pick<Journal, 'note'>,
  { client, folder }: { readonly client: string; readonly folder: string },
): void {
  journal.note({ kind: 'folder-revoked', ...nowhere, text: `${folder} (${client})`, outcome: '' });
}

/** None of the settings is a secret. */
function settingChanges(record: (entry: NewEntry) => void, all: () => object): () => void {
  let before = new Map(Object.entries(all()));
  return () => {
    const now = new Map(Object.entries(all()));
    for (const [name, value] of now) {
      const [was, is] = [shown(before.get(name)), shown(value)];
      if (was !== is) record({ kind: 'setting-changed', ...nowhere, text: name, outcome: `${was} -> ${is}` });
    }
    before = now;
  };
}

const nowhere = { site: '', who: 'person', target: '' } as const;

const shown = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);

/** A sign-in that was begun and led to none. */
function failedSignIns(record: (entry: NewEntry) => void): (site: SiteSummary) => void {
  const signingIn = new Set<string>();
  return ({ id, name, session }) => {
    if (session.kind === 'signing-in') {
      signingIn.add(id);
      return;
    }
    if (!signingIn.delete(id) || session.kind === 'signed-in' || session.kind === 'unreachable') return;
    const end = session.kind === 'signed-out' ? session : session.lastTry;
    if (end === undefined || ('why' in end && (end.why === 'never' || end.why === 'by-person'))) return;
    const outcome = 'why' in end && end.why === 'dismissed' ? 'dismissed' : 'failed';
    record({ kind: 'sign-in-failed', site: name, who: 'person', target: '', text: end.message, outcome });
  };
}

/** Agents, as soon as they do something; each command line is one of its own, and shows by what it does. */
function comingAndGoing(record: (entry: NewEntry) => void): (agents: readonly ListedAgent[]) => void {
  const here = new Map<string, ListedAgent>();
  const entry = ({ id, name, version, projectFolder }: ListedAgent) =>
    ({ site: '', who: named(name, id), target: '', text: projectFolder, outcome: version }) as const;
  return (agents) => {
    for (const agent of agents) {
      if (here.has(agent.id) || agent.name === 'cli' || (agent.name === 'agent' && agent.calls === 0)) continue;
      here.set(agent.id, agent);
      record({ kind: 'agent-connected', ...entry(agent) });
    }
    const ids = new Set(agents.map(({ id }) => id));
    for (const [id, agent] of here)
      if (!ids.has(id) && here.delete(id)) record({ kind: 'agent-left', ...entry(agent) });
  };
}

const keyEnds: Readonly<Record<KeyEnd, string>> = {
  revoked: 'revoked',
  refused: 'refused by the site',
  left: 'not deleted on the site',
};

/** The person's, in a terminal that they had taken over; what an emulator typed is its owner's. */
const by = (run: Run): { readonly who?: string } => (run.by === 'person' ? { who: 'person' } : {});
