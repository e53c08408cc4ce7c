import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Log } from '../log/log.ts';
import type { TerminalSummary } from '../terminals/terminal-model.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';
import type { QuestionOutcome, Questions, QuestionTopic } from './question.ts';

export interface CommandReviewPorts {
  readonly siteName: (siteId: string) => string;
  readonly terminals: Pick<TerminalService, 'on' | 'answerReview'>;
  readonly questions: Pick<Questions, 'ask'>;
  readonly log: Log;
}

/**
 * Puts JumpServer's own questions about a command to the person (design §5): only their yes is a yes; no, silence
 * and a missing window are a no. What the reviewers decide is theirs: nothing is asked while a ticket waits. A question
 * whose command was cancelled is withdrawn. Returns how to stop.
 */
export function putReviewsToPerson(ports: CommandReviewPorts): () => void {
  const { terminals, log } = ports;
  /** By terminal: what is being asked. */
  const asking = new Map<string, { readonly about: string; readonly abort: AbortController }>();
  const off = terminals.on('changed', (terminal) => {
    const about = aboutWhat(terminal);
    const before = asking.get(terminal.id);
    if (before?.about === about) return;
    before?.abort.abort();
    asking.delete(terminal.id);
    if (about === undefined) return;
    const abort = new AbortController();
    asking.set(terminal.id, { about, abort });
    ask(ports, terminal, abort.signal).catch((error: unknown) => {
      // Cancelled, or over in this very moment.
      if (!abort.signal.aborted && !(error instanceof DrawbridgeError && error.code === 'write-not-allowed'))
        log.error("JumpServer's question could not be answered", { terminal: terminal.id, error: String(error) });
    });
  });
  return () => {
    off();
    for (const { abort } of asking.values()) abort.abort();
  };
}

async function ask(
  { siteName, terminals, questions }: CommandReviewPorts,
  terminal: TerminalSummary,
  signal: AbortSignal,
) {
  const outcome = await questions.ask(topicOf(terminal, siteName(terminal.target.siteId)), signal);
  signal.throwIfAborted();
  terminals.answerReview(terminal.id, outcome.kind === 'answered', noteOf(outcome));
}

/** One question of one command, the person's own included; undefined where nothing is theirs to answer. */
function aboutWhat({ state }: TerminalSummary): string | undefined {
  if (state.kind !== 'awaiting-review' || state.step === 'ticket') return undefined;
  return `${state.runId} ${state.step}`;
}

function topicOf({ id, owner, target, state, runs }: TerminalSummary, site: string): QuestionTopic {
  const { asset, account } = target;
  const run = runs.at(-1);
  // What the person typed is nobody's wish but theirs.
  const agent = owner.kind === 'agent' && run?.by !== 'person' ? owner : { name: '', agentId: '' };
  return {
    topic: 'command-review',
    site,
    agent: agent.name,
    agentId: agent.agentId,
    asset: asset.name,
    target: `${asset.name} (${asset.address}) · ${account.username || account.name}`,
    terminalId: id,
    command: run?.command ?? '',
    step: state.kind === 'awaiting-review' && state.step === 'warning' ? 'warning' : 'review',
    text: state.kind === 'awaiting-review' ? state.text : '',
  };
}

/** What the agent reads beside the outcome. */
function noteOf(outcome: QuestionOutcome): string {
  switch (outcome.kind) {
    case 'answered':
      return '';
    case 'declined':
      return `The person said no${outcome.reason === '' ? '.' : `: ${outcome.reason}`}`;
    case 'timed-out':
      return 'The person did not answer in time, which is a no.';
    case 'could-not-ask':
      return 'Drawbridge has no window here to ask the person in, which is a no.';
    default:
      return outcome satisfies never;
  }
}
