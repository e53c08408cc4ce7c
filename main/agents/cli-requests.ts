import { type CliReply, type CliRequest, cliRequest } from '../../mcp-bridge/wire.ts';
import type { Doctor } from '../doctor/doctor.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { ApprovalProblem } from '../guard/approval-errors.ts';
import type { TakeOver } from '../guard/take-over/take-over.ts';
import type { Journal } from '../journal/journal.ts';
import type { AgentIdentity } from '../mcp/agent-identity.ts';
import type { LineChannel } from '../mcp/line-channel.ts';
import { PendingCalls } from '../mcp/pending-calls.ts';
import type { ToolResult } from '../mcp/result.ts';
import { signIn } from '../mcp/site-access.ts';
import { sessionText } from '../mcp/site-tools.ts';
import { surroundingsText } from '../mcp/surroundings.ts';
import type { ToolCall, ToolServices } from '../mcp/tool.ts';
import { findTool } from '../mcp/tool-list.ts';
import { label } from '../mcp/untrusted-text.ts';
import { adviseHere } from '../mcp/windowless-advice.ts';
import type { SignInConversation } from '../sites/sign-in-conversation.ts';
import { CliConversation } from './cli-conversation.ts';
import { copyFile } from './cli-cp.ts';
import { execute } from './cli-exec.ts';
import { importFormer } from './cli-import.ts';
import { policyJsonSchema, showPolicy, testPolicy } from './cli-policy.ts';
import { ShellKeys, serveShell } from './cli-shell.ts';
import { recordOf, sitesTable } from './cli-tables.ts';
import { proofExitCode, proofText } from './journal-proof-text.ts';

/** What only the person may do; the command line can but ask for it (design §6). */
export interface PersonDesk {
  /** Brings the window to the front. */
  show(): void;
  /** Opens the page that adds a site, filled in. */
  proposeSite(input: { readonly url: string; readonly name?: string }): void;
  /** Opens the question whether to remove a site. */
  proposeRemoval(siteId: string): void;
}

export interface CliServices extends ToolServices {
  readonly desk: PersonDesk;
  /** Signs in by questions at a terminal. Throws `sign-in-open`, `sign-in-failed`, `sign-in-dismissed`. */
  readonly signInByText: (siteId: string, conversation: SignInConversation) => Promise<unknown>;
  readonly takeOver: Pick<TakeOver, 'run'>;
  readonly doctor: Pick<Doctor, 'examine' | 'examineWithoutSites'>;
  /** Of which the command line learns numbers, places and times, never what an entry says: every peer here may be an agent. */
  readonly journal: Pick<Journal, 'prove'>;
}

/** A person who walks to the keyboard and looks for a phone. */
const LOGIN_PATIENCE_MS = 10 * 60_000;

export type Reply = (reply: CliReply) => Promise<void>;

/** Serves the one request of a CLI connection. */
export function serveCli(services: CliServices, channel: LineChannel, agent: AgentIdentity): { dispose(): void } {
  const gone = new AbortController();
  const raised = services.guard.untilRaised();
  const signal = AbortSignal.any([gone.signal, raised.signal]);
  const reply: Reply = (value) => channel.send(JSON.stringify(value));
  let asked = false;
  let conversation: CliConversation | undefined;
  let keys: ShellKeys | undefined;
  channel.start({
    onLine(line) {
      if (conversation?.take(line) || keys?.take(line)) return;
      if (asked) return channel.refuse(badRequest());
      asked = true;
      const request = parseRequest(line);
      if (request === undefined) return channel.refuse(badRequest());
      agent.countCall();
      const none = { pending: new PendingCalls(), ownTokens: new Set<string>(), progress() {} };
      const call: ToolCall = { ...services, agent, signal, ...none };
      if (request.verb === 'login' && request.text)
        conversation = new CliConversation(reply, request.text.language, signal);
      if (request.verb === 'shell') keys = new ShellKeys();
      answer(request, call, services, reply, conversation, keys)
        .catch((error: unknown) => reply({ type: 'error', error: wireError(adviseHere(error, call.surroundings())) }))
        .finally(() => raised.release());
    },
    onClose: () => gone.abort(cancelled()),
  });
  return {
    dispose() {
      raised.release();
      gone.abort(cancelled());
    },
  };
}

async function answer(
  request: CliRequest,
  call: ToolCall,
  { desk, doctor, journal, signInByText, takeOver }: CliServices,
  reply: Reply,
  conversation: CliConversation | undefined,
  keys: ShellKeys | undefined,
): Promise<void> {
  const done = (text: string, data: unknown) => reply({ type: 'result', text, data, exitCode: 0 });
  switch (request.verb) {
    case 'status': {
      const table = call.sites.list().length > 0 ? { table: sitesTableOf(call) } : {};
      return reply({ type: 'result', text: statusText(call), ...table, data: statusFacts(call), exitCode: 0 });
    }
    case 'doctor': {
      const raised = call.guard.decide({ kind: 'look', agentId: call.agent.id }).kind === 'refuse';
      const findings = await (raised ? doctor.examineWithoutSites() : doctor.examine());
      return done('', { findings });
    }
    case 'sites-list': {
      const data = { sites: statusFacts(call).sites };
      if (data.sites.length === 0) return done('There is no site yet.', data);
      return reply({ type: 'result', text: '', table: sitesTableOf(call), data, exitCode: 0 });
    }
    case 'sites-add': {
      const known = call.sites.at(request.url);
      if (known) return done(`${label(known.name)} is that site already.`, { site: known.id, known: true });
      desk.proposeSite({ url: request.url, ...(request.name === undefined ? {} : { name: request.name }) });
      throw inTheWindow(`Adding ${label(request.url)}`);
    }
    case 'sites-remove': {
      const site = call.sites.find(request.site);
      desk.proposeRemoval(site.id);
      throw inTheWindow(`Removing ${label(site.summary().name)}`);
    }
    case 'show':
      desk.show();
      return done('', { shown: true });
    case 'login': {
      call.guard.permit({ kind: 'ask-sign-in', agentId: call.agent.id });
      const site = call.sites.find(siteToSignIn(request, call, desk));
      if (conversation) await inConversation(call, signInByText(site.id, conversation));
      else await signIn(call, site, 'the command line', LOGIN_PATIENCE_MS);
      const { name, session, durableKey } = site.summary();
      return done(`${label(name)}: ${sessionText({ session, durableKey }, call.surroundings())}`, {
        site: site.id,
        session: session.kind,
      });
    }
    case 'policy-test':
    case 'policy-show':
    case 'policy-schema': {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const { policy } = call.guard;
      const { text, data, exitCode } =
        request.verb === 'policy-test'
          ? await testPolicy(request, call, policy)
          : request.verb === 'policy-show'
            ? showPolicy(policy)
            : policyJsonSchema();
      return reply({ type: 'result', text, data, exitCode });
    }
    case 'journal-verify': {
      const proof = await journal.prove();
      return reply({ type: 'result', text: proofText(proof), data: proof, exitCode: proofExitCode(proof) });
    }
    case 'refresh-session': {
      const site = call.sites.find(request.site);
      const result = await findTool('jms_status').run({ check: true }, call);
      const { session } = site.summary();
      const data = { ...result.structuredContent, authenticated: session.kind === 'signed-in' };
      // 4: the person must sign in.
      return reply({ type: 'result', text: textOf(result), data, exitCode: session.kind === 'signed-in' ? 0 : 4 });
    }
    case 'tool': {
      const result = await findTool(request.name).run(request.arguments, call);
      const data = result.structuredContent ?? {};
      return reply({ type: 'result', text: '', table: recordOf(data), data, exitCode: 0 });
    }
    case 'import':
      return importFormer(request, call, { desk, takeOver }, reply);
    case 'cp':
      return copyFile(request, call, reply);
    case 'shell':
      return serveShell(request, call, reply, keys ?? new ShellKeys());
    case 'exec':
      return execute(request, call, reply);
    default:
      return request satisfies never;
  }
}

/** Throws `confirmation-required` for an address that the person has not added. */
function siteToSignIn(
  { site, url }: Extract<CliRequest, { verb: 'login' }>,
  call: ToolCall,
  desk: PersonDesk,
): string | undefined {
  if (url === undefined) return site;
  const known = call.sites.at(url);
  if (known) return known.id;
  desk.proposeSite({ url });
  throw inTheWindow(`Adding ${label(url)}`);
}

/** The window's advice is of no use at a terminal. */
async function inConversation(call: ToolCall, signingIn: Promise<unknown>): Promise<void> {
  try {
    await signingIn;
  } catch (error) {
    call.signal.throwIfAborted();
    if (!(error instanceof DrawbridgeError) || error.code !== 'sign-in-failed') throw error;
    const { code, message, actor } = error;
    throw new DrawbridgeError({
      code,
      message,
      nextStep: 'Mend that, then run `drawbridge login --text` again.',
      actor,
    });
  }
}

const sitesTableOf = ({ sites }: ToolCall) => sitesTable(sites.list(), sites.defaultId);

const textOf = ({ content }: ToolResult): string => content.map(({ text }) => text).join('\n');

function statusFacts(call: ToolCall) {
  return {
    version: call.appVersion,
    raised: call.guard.decide({ kind: 'look', agentId: call.agent.id }).kind === 'refuse',
    sites: call.sites.list().map(({ id, name, baseUrl, session }) => ({
      ...{ id, name, baseUrl, default: id === call.sites.defaultId },
      session: session.kind,
    })),
    terminals: call.terminals.list().length,
    ...call.surroundings(),
  };
}

function statusText(call: ToolCall): string {
  const { version, raised, terminals } = statusFacts(call);
  return [
    `Drawbridge ${version}; the bridge is ${raised ? 'RAISED: agents may do nothing' : 'lowered: agents may work'}.`,
    ...surroundingsText(call.surroundings()),
    `${terminals} ${terminals === 1 ? 'terminal' : 'terminals'} open.`,
  ].join('\n');
}

function parseRequest(line: string): CliRequest | undefined {
  try {
    const parsed = cliRequest.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function wireError(error: DrawbridgeError) {
  const { code, message, nextStep, actor, candidates } = error;
  const facts = error instanceof ApprovalProblem ? error.facts : undefined;
  const reason = facts?.outcome === 'declined' && facts.reason !== '' ? ` Their reason: ${facts.reason}` : '';
  return {
    code,
    message: label(`${message}${reason}`, 1_200),
    nextStep,
    actor,
    candidates: candidates.map((line) => label(line, 240)),
  };
}

const inTheWindow = (what: string) =>
  new DrawbridgeError({
    code: 'confirmation-required',
    message: `${what} is for the person to confirm.`,
    nextStep: 'Answer in the Drawbridge window, which shows it now.',
    actor: 'person',
  });

const badRequest = () =>
  new DrawbridgeError({
    code: 'protocol-error',
    message: 'The app did not understand this request of the command line.',
    nextStep: 'Use the drawbridge executable that comes with this app; one request a connection.',
    actor: 'agent',
  });

const cancelled = () =>
  new DrawbridgeError({
    code: 'cancelled',
    message: 'The command line ended.',
    nextStep: 'Nothing is left to do.',
    actor: 'agent',
  });
