import type { NewEntry } from '../journal/entry.ts';
import type { Run, TerminalOwner, TerminalSummary } from '../terminals/terminal-model.ts';
import type { Policy } from './policy/policy.ts';
import { reasonsOf } from './policy/policy-errors.ts';
import type { OpenQuestion, QuestionsEvents } from './question.ts';

type About = Pick<NewEntry, 'site' | 'who' | 'target'>;

/** Whose terminal it is, where, and what links an entry to its recording. */
export function terminalFacts(
  terminal: TerminalSummary,
  siteName: (id: string) => string,
): About & Pick<NewEntry, 'terminalId' | 'jumpserverSessionId'> {
  const { target, owner, jumpserverSessionId } = terminal;
  return {
    site: siteName(target.siteId),
    who: whoOf(owner),
    target: `${target.asset.name} · ${target.account.username || target.account.name}`,
    terminalId: terminal.id,
    ...(jumpserverSessionId === null ? {} : { jumpserverSessionId }),
  };
}

/** What a run that ended has to say: never its output, only how much it was. */
export function runEndFacts(run: Run): Pick<NewEntry, 'outcome'> & Partial<NewEntry> {
  const { outcome, durationMs, output, userName, user, cwd } = run;
  return {
    outcome: outcomeOf(run),
    ...(durationMs === null ? {} : { durationMs }),
    outputBytes: Math.max(0, output.end - output.start),
    ...(outcome.kind === 'done' && outcome.exitCode !== null ? { exitCode: outcome.exitCode } : {}),
    ...((userName ?? user) === null ? {} : { user: userName ?? user ?? '' }),
    ...(cwd === null ? {} : { cwd }),
  };
}

/** What was asked and of whom; never what the person typed. */
export function questionEntry(question: OpenQuestion): About & Pick<NewEntry, 'text' | 'reason' | 'terminalId'> {
  const { site } = question;
  switch (question.topic) {
    case 'run-command': {
      const { agent, agentId, target, command, reason, place } = question;
      // What the agent said it is for, and why the policy did not let it pass.
      const said = [reason, question.why.length === 0 ? '' : `asked because ${reasonsOf(question)}`];
      const why = { reason: said.filter((part) => part !== '').join(' · ') };
      const where = place === null ? {} : { terminalId: place.terminalId };
      return { site, who: named(agent, agentId), target, text: command, ...(why.reason === '' ? {} : why), ...where };
    }
    case 'file-act': {
      const { agent, agentId, target, act, path, local, newName, reason } = question;
      const other = local ?? newName;
      const text = `${act} ${path}${other === null ? '' : ` (${other})`}`;
      return { site, who: named(agent, agentId), target, text, ...(reason === '' ? {} : { reason }) };
    }
    case 'raw-terminal':
      return { site, who: named(question.agent, question.agentId), target: question.target, text: 'a whole terminal' };
    case 'grant-folder': {
      const { agent, agentId, folder } = question;
      return { site, who: named(agent, agentId), target: '', text: `folder ${folder}` };
    }
    case 'command-review':
      return { ...ofTerminal(question), text: question.command };
    case 'type-input': {
      const text = question.program === '' ? question.input : `${question.program} ← ${question.input}`;
      return { ...ofTerminal(question), text };
    }
    case 'terminal-secret':
      return { ...ofTerminal(question), text: `password for: ${question.command}` };
    case 'trust-certificate':
      return { site, who: 'person', target: question.host, text: `certificate ${question.certificate.fingerprint}` };
    case 'proxy-login':
      return { site, who: 'person', target: question.proxy, text: 'proxy sign-in' };
    case 'confirm-identity':
      return { site, who: 'person', target: '', text: 'confirmation for JumpServer' };
    case 'change-user':
      return { site, who: 'person', target: '', text: `${question.before} -> ${question.now}` };
    case 'take-over':
      return { site, who: 'person', target: question.baseUrl, text: `take over ${question.file}` };
    case 'replace-session':
      return { site, who: 'person', target: '', text: `session of ${question.before} -> ${question.now}` };
    default:
      return question satisfies never;
  }
}

/** The policy that the person made hold, in short: its text stands in its file. */
export function policyWords({ mode, entries, rules }: Policy): string {
  const count = (many: number, what: string) => `${many} ${what}`;
  return [`mode ${mode}`, count(entries.length, 'entries'), count(rules.length, 'own rules')].join(', ');
}

function ofTerminal(question: Extract<OpenQuestion, { readonly terminalId: string }>) {
  const { site, agent, agentId, target, terminalId } = question;
  return { site, who: named(agent, agentId), target, terminalId };
}

export function answerText({ question, outcome }: QuestionsEvents['did-end']): string {
  switch (outcome.kind) {
    case 'answered': {
      const minutes = outcome.answer.kind === 'allow' ? outcome.answer.minutes : undefined;
      if (question.topic !== 'run-command') return 'allowed';
      return minutes === undefined ? 'allowed once' : `allowed for ${minutes} min`;
    }
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

/** Without an id it is the person. */
export const named = (agent: string, id: string): string => (id === '' ? 'person' : `${agent} (${id.slice(0, 8)})`);

function whoOf(owner: TerminalOwner): string {
  return owner.kind === 'agent' ? named(owner.name, owner.agentId) : 'person';
}

function outcomeOf(run: Run): string {
  const { outcome } = run;
  if (outcome.kind === 'done') return outcome.exitCode === null ? 'exit unknown' : `exit ${outcome.exitCode}`;
  if (outcome.kind === 'closed') return `closed: ${outcome.reason}`;
  return outcome.kind;
}
