import { toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { KeyEnd, SitesPort } from '../sites/sites-port.ts';
import type { Run, TerminalOwner, TerminalSummary } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { KillSwitch } from './kill-switch.ts';
import type { OpenQuestion, Questions, QuestionsEvents } from './question.ts';

export interface JournalKeeperPorts {
  readonly journal: Journal;
  readonly sites: SitesPort;
  readonly terminals: TerminalService;
  readonly killSwitch: KillSwitch;
  readonly questions: Questions;
  /** Told when a line could not be written. */
  readonly onFailure: (text: string) => void;
}

/** Writes what happens into the journal: the same events that the live view sees. Returns how to stop. */
export function keepJournal(ports: JournalKeeperPorts): () => void {
  const { sites, terminals, killSwitch, questions } = ports;
  const known = new Set<string>();
  const record = (entry: Omit<JournalEntry, 'at'>) => {
    try {
      ports.journal.record(entry);
    } catch (error) {
      const { message, nextStep } = toDrawbridgeError(error);
      ports.onFailure(`${message} ${nextStep}`);
    }
  };
  const siteName = (id: string) => sites.list().find((site) => site.id === id)?.name ?? id;
  const ofSite = (kind: JournalEntry['kind'], siteId: string, text: string, outcome = '') =>
    record({ kind, site: siteName(siteId), who: 'person', target: '', text, outcome });
  const ofTerminal = (terminal: TerminalSummary) => ({
    site: siteName(terminal.target.siteId),
    who: who(terminal.owner),
    target: `${terminal.target.asset.name} · ${terminal.target.account.username || terminal.target.account.name}`,
    terminalId: terminal.id,
    ...(terminal.jumpserverSessionId === null ? {} : { jumpserverSessionId: terminal.jumpserverSessionId }),
  });
  const off = [
    sites.on('did-sign-in', ({ siteId, user }) => ofSite('sign-in', siteId, user.username)),
    sites.on('did-sign-out', ({ siteId }) => ofSite('sign-out', siteId, '')),
    sites.on('did-expire', ({ siteId }) => ofSite('session-expired', siteId, '')),
    sites.on('did-make-key', ({ siteId, keyId }) => ofSite('rest-key-made', siteId, keyId)),
    sites.on('did-end-key', ({ siteId, keyId, why }) => ofSite('rest-key-ended', siteId, keyId, keyEnds[why])),
    terminals.on('changed', (terminal) => {
      const { state } = terminal;
      if (state.kind === 'opening') return;
      if (!known.has(terminal.id) && state.kind !== 'closed') {
        known.add(terminal.id);
        record({ kind: 'terminal-opened', ...ofTerminal(terminal), text: '', outcome: '' });
      } else if (state.kind === 'closed' && known.delete(terminal.id))
        record({ kind: 'terminal-closed', ...ofTerminal(terminal), text: state.reason, outcome: '' });
    }),
    terminals.on('run-started', ({ terminal, run }) =>
      record({
        kind: 'run-started',
        ...ofTerminal(terminal),
        ...by(run),
        runId: run.id,
        text: run.command,
        outcome: '',
      }),
    ),
    terminals.on('run-ended', ({ terminal, run }) =>
      record({
        kind: 'run-ended',
        ...ofTerminal(terminal),
        ...by(run),
        runId: run.id,
        text: run.command,
        outcome: outcomeOf(run),
      }),
    ),
    terminals.on('taken-over', ({ terminal }) =>
      record({ kind: 'terminal-taken-over', ...ofTerminal(terminal), who: 'person', text: '', outcome: '' }),
    ),
    terminals.on('handed-back', ({ terminal, note }) =>
      record({ kind: 'terminal-handed-back', ...ofTerminal(terminal), who: 'person', text: note, outcome: '' }),
    ),
    terminals.on('stopped-by-person', ({ terminal, interruption: { run, stopped } }) =>
      record({
        kind: 'stopped-by-person',
        ...ofTerminal(terminal),
        who: 'person',
        text: run?.command ?? '',
        outcome: stopped ? 'stopped' : 'goes on',
      }),
    ),
    questions.on('did-end', ({ question, outcome }) =>
      record({ kind: 'question', ...questionEntry(question), outcome: answerText(outcome) }),
    ),
    killSwitch.on('did-change', ({ raised }) =>
      record({
        kind: raised ? 'bridge-raised' : 'bridge-lowered',
        site: '',
        who: 'person',
        target: '',
        text: '',
        outcome: '',
      }),
    ),
  ];
  return () => {
    for (const stop of off) stop();
  };
}

/** The start was told to run commands on real sites without asking. */
export function keepCommandsAllowed(journal: Journal): void {
  journal.record({ kind: 'commands-allowed', site: '', who: 'person', target: '', text: '', outcome: '' });
}

const keyEnds: Readonly<Record<KeyEnd, string>> = {
  revoked: 'revoked',
  refused: 'refused by the site',
  left: 'not deleted on the site',
};

/** What was asked and of whom; never what the person typed. */
function questionEntry(question: OpenQuestion): Pick<JournalEntry, 'site' | 'who' | 'target' | 'text'> {
  const { site } = question;
  switch (question.topic) {
    case 'run-command':
      return { site, who: named(question.agent, question.agentId), target: question.target, text: question.command };
    case 'command-review':
      return { site, who: named(question.agent, question.agentId), target: question.target, text: question.command };
    case 'type-input': {
      const text = question.program === '' ? question.input : `${question.program} ← ${question.input}`;
      return { site, who: named(question.agent, question.agentId), target: question.target, text };
    }
    case 'terminal-secret': {
      const text = `password for: ${question.command}`;
      return { site, who: named(question.agent, question.agentId), target: question.target, text };
    }
    case 'trust-certificate':
      return { site, who: 'person', target: question.host, text: `certificate ${question.certificate.fingerprint}` };
    case 'proxy-login':
      return { site, who: 'person', target: question.proxy, text: 'proxy sign-in' };
    case 'confirm-identity':
      return { site, who: 'person', target: '', text: 'confirmation for JumpServer' };
    case 'change-user':
      return { site, who: 'person', target: '', text: `${question.before} -> ${question.now}` };
    default:
      return question satisfies never;
  }
}

function answerText(outcome: QuestionsEvents['did-end']['outcome']): string {
  switch (outcome.kind) {
    case 'answered':
      return 'allowed';
    case 'declined':
      return outcome.reason === '' ? 'declined' : `declined: ${outcome.reason}`;
    case 'timed-out':
      return 'no answer';
    case 'could-not-ask':
      return 'could not ask';
    case 'withdrawn':
      return 'withdrawn';
    default:
      return outcome satisfies never;
  }
}

function who(owner: TerminalOwner): string {
  return owner.kind === 'agent' ? named(owner.name, owner.agentId) : 'person';
}

/** The person's, in a terminal that they had taken over. */
const by = (run: Run): { readonly who?: string } => (run.by === 'person' ? { who: 'person' } : {});

const named = (agent: string, id: string): string => `${agent} (${id.slice(0, 8)})`;

function outcomeOf(run: Run): string {
  const { outcome } = run;
  if (outcome.kind === 'done') return outcome.exitCode === null ? 'exit unknown' : `exit ${outcome.exitCode}`;
  if (outcome.kind === 'closed') return `closed: ${outcome.reason}`;
  return outcome.kind;
}
