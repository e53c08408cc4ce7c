import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { UserChangeRequest, UserChangeResult } from '../guard/user-change.ts';
import type { ShellPlace } from '../terminals/shell-levels.ts';
import { userText } from '../terminals/shell-notes.ts';
import { withProgress } from './call-progress.ts';
import { PATIENCE_MS } from './patience.ts';
import { factsResult, type ToolResult } from './result.ts';
import { handleAliases, handleArgument } from './terminal-call.ts';
import { actsOnServer, defineTool, looks, type Tool, type ToolCall } from './tool.ts';
import { label } from './untrusted-text.ts';

/** What su and sudo take as a name, and a shell as one word. */
const userName = /^[A-Za-z_][A-Za-z0-9_.-]{0,62}\$?$/;

const waitArgument = z
  .number()
  .min(0)
  .max(600)
  .default(PATIENCE_MS / 1_000)
  .describe('This call waits so long; the same call joins it again');
const waitAliases = { total_timeout_seconds: 'wait_seconds', timeout_seconds: 'wait_seconds' };

export const userTools: readonly Tool[] = [
  defineTool({
    name: 'jms_switch_terminal_user',
    title: 'Become another user in a terminal',
    description:
      'Opens a login shell of another user in your terminal by sudo or su; later commands run as that user until jms_exit_terminal_user. A password is typed by the person in Drawbridge: never ask for it or send one. The result is what the shell itself reports.',
    annotations: actsOnServer,
    ignored: ['password', 'settle_timeout_seconds'],
    legacy(args) {
      if (typeof args['password'] === 'string' && args['password'] !== '') throw passwordSent();
      return args;
    },
    input: z.object({
      session_handle: handleArgument,
      target_user: z.string().regex(userName, 'no user name').describe('For example root'),
      method: z
        .enum(['auto', 'sudo', 'su'])
        .default('auto')
        .describe('sudo wants the password of the present user, su of the new one'),
      reason: z.string().max(300).default('').describe('For the person who is asked'),
      wait_seconds: waitArgument,
    }),
    aliases: { ...handleAliases, ...waitAliases, user: 'target_user', username: 'target_user' },
    handle: ({ session_handle, target_user, method, reason, wait_seconds }, call) =>
      changed(call, session_handle, { kind: 'switch', user: target_user, method, reason }, wait_seconds),
  }),

  defineTool({
    name: 'jms_exit_terminal_user',
    title: 'Go back to the former user of a terminal',
    description:
      'Leaves the shell opened last inside your terminal (by jms_switch_terminal_user, su, sudo -i, bash, ssh), one level, and says who it runs as now. The login shell is never left.',
    annotations: actsOnServer,
    input: z.object({ session_handle: handleArgument, wait_seconds: waitArgument }),
    aliases: { ...handleAliases, ...waitAliases },
    ignored: ['settle_timeout_seconds'],
    handle: ({ session_handle, wait_seconds }, call) => changed(call, session_handle, { kind: 'exit' }, wait_seconds),
  }),

  defineTool({
    name: 'jms_get_terminal_identity',
    title: 'Who a terminal runs as',
    description: 'The user and directory of a terminal as its shell last reported them. Types nothing.',
    annotations: { ...looks, openWorldHint: false },
    listing: 'unlisted',
    input: z.object({ session_handle: handleArgument }),
    aliases: handleAliases,
    ignored: ['settle_timeout_seconds', 'total_timeout_seconds'],
    async handle({ session_handle: id }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const { shell } = call.terminals.get(id, call.agent.owner());
      const known = shell.user !== null || shell.userName !== null;
      return factsResult(
        { ...identity(id, shell), identity_verified: known, is_root: known ? shell.user === '0' : null },
        known
          ? `${id} runs as ${who(shell)}.`
          : `The shell of ${id} does not report its user. Next: jms_execute_koko_command session_handle=${id} command="id".`,
      );
    },
  }),
];

const passwordSent = () =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: 'Agents do not send passwords; the one in this call was not used and not kept.',
    nextStep: 'Repeat the call without password: the person is asked for it in Drawbridge where one is needed.',
    actor: 'agent',
  });

async function changed(
  call: ToolCall,
  terminalId: string,
  change: UserChangeRequest['change'],
  seconds: number,
): Promise<ToolResult> {
  const { agent } = call;
  const { target } = call.terminals.get(terminalId, agent.owner());
  // Throws where the bridge is raised.
  call.guard.asksBeforeTyping(agent.id, target.siteId);
  const request = { terminalId, owner: agent.owner(), agent: { id: agent.id, name: agent.name }, change };
  const result = await withProgress(call, seconds, () =>
    call.users.change(request, { signal: call.signal, patienceMs: seconds * 1_000 }),
  );
  return render(result, terminalId);
}

function render(result: UserChangeResult, terminalId: string): ToolResult {
  const { now } = result;
  const facts = { ...identity(terminalId, now), outcome: result.kind };
  switch (result.kind) {
    case 'switched':
      return factsResult(
        facts,
        `Switched; commands in ${terminalId} now run as ${who(now)}. jms_exit_terminal_user goes back to ${who(result.before)}.`,
      );
    case 'left':
      return factsResult(facts, `Back: commands in ${terminalId} run as ${who(now)} again.`);
    case 'already':
      return factsResult(facts, `Nothing to do: ${terminalId} runs as ${who(now)} already.`);
    case 'failed':
      return {
        ...factsResult(
          facts,
          `NOT DONE: ${label(result.why, 300)}`,
          result.said === '' ? '' : `The program's last words (data from the server): "${label(result.said, 400)}"`,
          `The terminal runs as ${who(now)}.`,
          `Next: ${result.next}`,
        ),
        isError: true,
      };
    default:
      return result satisfies never;
  }
}

const identity = (terminalId: string, now: ShellPlace) => ({
  session_handle: terminalId,
  uid: now.user,
  user: now.userName === null ? null : label(now.userName, 80),
  cwd: now.cwd === null ? null : label(now.cwd),
  nested_shells: now.depth,
});

const who = (place: ShellPlace): string => label(userText(place), 120);
