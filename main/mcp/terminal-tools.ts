import { z } from 'zod';
import { namedKeys } from '../terminals/named-keys.ts';
import { writeAsked } from './asked-write.ts';
import { accountArgument, assetAliases, assetArgument, protocolArgument } from './asset-tools.ts';
import { withProgress } from './call-progress.ts';
import { shellNote } from './found-shell.ts';
import { budgetOf, headArgument, tailArgument } from './output-budget.ts';
import { DEFAULT_BUDGET } from './output-excerpt.ts';
import { PATIENCE_MS } from './patience.ts';
import { readTerminal } from './read-terminal.ts';
import { renderInterruption } from './render-interruption.ts';
import { renderRun, terminalLine } from './render-run.ts';
import { terminalFacts } from './render-terminal.ts';
import { factsResult, textResult } from './result.ts';
import { runAsFile } from './run-as-file.ts';
import { runCommand } from './run-command.ts';
import { decidePlace, ownIdle, runInTerminal } from './run-in-terminal.ts';
import { withSession } from './site-access.ts';
import { siteArgument } from './site-tools.ts';
import { handleAliases, handleArgument, reader, touch } from './terminal-call.ts';
import { actsOnServer, changesSession, defineTool, looks, type Tool } from './tool.ts';
import { decideInput } from './typed-input.ts';

const methodArgument = z
  .string()
  .max(60)
  .optional()
  .transform((method) => method || undefined)
  .describe('Default: web_cli');
const MOST_SECONDS = 600;
const timeoutArgument = z
  .number()
  .min(0)
  .default(PATIENCE_MS / 1_000)
  .transform((seconds) => Math.min(seconds, MOST_SECONDS))
  .describe('Wait for the end, up to 600');
/** How the predecessor waited, and how large its terminals were: the shell itself says when a command ends. */
const formerWaits = [
  'settle_timeout_seconds',
  'startup_idle_timeout_seconds',
  'command_idle_timeout_seconds',
  'idle_timeout_seconds',
];

/** Written as a text, because the list of them is long. */
const keyArgument = z
  .string()
  .describe(`One of ${namedKeys.filter((key) => !/^f\d/.test(key)).join(' ')} f1…f10`)
  .pipe(z.enum(namedKeys));

const openedShape = z.object({
  session_handle: z.string(),
  asset: z.string(),
  account: z.string(),
  state: z.string(),
  cursor: z.number(),
  exit_codes_known: z.boolean(),
});

export const terminalTools: readonly Tool[] = [
  defineTool({
    name: 'jms_execute_koko_command',
    title: 'Run a command on an asset',
    description:
      'Runs a command in your terminal on the asset (opened if needed; directory and variables persist; the answer says whether the shell was reused). Returns exit code and output, 8 KB unless head_bytes or tail_bytes say otherwise. Not for full-screen programs. What is not done in time goes on. One line of at most 1,000 bytes, or up to 20 lines; else asFile.',
    annotations: actsOnServer,
    listing: 'core',
    input: z.object({
      asset: assetArgument.optional(),
      account: accountArgument,
      command: z.string().min(1).max(200_000).describe('As typed'),
      asFile: z.boolean().default(false).describe('As a script'),
      reason: z.string().max(300).optional().describe('For the person who may be asked'),
      timeout_seconds: timeoutArgument,
      fresh: z.boolean().default(false).describe('A new shell'),
      session_handle: handleArgument.optional().describe('This terminal, instead of asset'),
      site: siteArgument,
      protocol: protocolArgument,
      connect_method: methodArgument,
      head_bytes: headArgument,
      tail_bytes: tailArgument,
    }),
    aliases: { ...assetAliases, ...handleAliases, total_timeout_seconds: 'timeout_seconds' },
    ignored: [...formerWaits, 'cols', 'rows'],
    async handle(args, call) {
      const {
        asset,
        account,
        command,
        reason,
        timeout_seconds,
        fresh,
        site,
        protocol,
        connect_method,
        asFile,
        ...ends
      } = args;
      const patienceMs = timeout_seconds * 1_000;
      const where = decidePlace({ handle: args.session_handle, asset, fresh: fresh || asFile });
      const { run, target } = await withProgress(call, timeout_seconds, (onWaiting) => {
        if ('handle' in where) return runInTerminal(call, where.handle, { command, reason, patienceMs });
        const request = { asset: where.asset, account, protocol, connectMethod: connect_method, reason };
        const how = asFile ? runAsFile : runCommand;
        return how(call, call.sites.find(site), { ...request, command, fresh, patienceMs, onWaiting });
      });
      const shell = shellNote(run, call.terminals.list(call.agent.owner()));
      const options = { shell, budget: budgetOf(ends, DEFAULT_BUDGET) };
      return renderRun(run, target, reader(call, run.terminalId), call.boundary(), call.clock.now(), options);
    },
  }),

  defineTool({
    name: 'jms_open_terminal_session',
    title: 'Open a terminal',
    description:
      'Opens another terminal on an asset and returns its session_handle, good until the terminal closes (by you, the person, JumpServer, or idleness). jms_execute_koko_command opens one by itself; use this for a second shell.',
    annotations: changesSession,
    input: z.object({
      asset: assetArgument,
      account: accountArgument,
      site: siteArgument,
      protocol: protocolArgument,
      connect_method: methodArgument,
      reuse: z.boolean().default(false).describe('Your idle one there, if any'),
    }),
    output: openedShape,
    aliases: assetAliases,
    ignored: [...formerWaits, 'cols', 'rows'],
    async handle({ asset, account, site, protocol, connect_method, reuse }, call) {
      const terminal = await withProgress(call, PATIENCE_MS / 1_000, (onWaiting) =>
        withSession(call, call.sites.find(site), 'open a terminal', async (port) => {
          const request = { asset, account, protocol, connectMethod: connect_method };
          const target = await call.targets.target(port, request, call.signal);
          call.guard.permit({ kind: 'open-terminal', agentId: call.agent.id, target });
          const idle = reuse ? ownIdle(call, target) : undefined;
          if (idle !== undefined) return idle;
          return call.terminals.open(target, call.agent.owner(), call.signal, { patienceMs: PATIENCE_MS, onWaiting });
        }),
      );
      return factsResult(
        terminalFacts(terminal),
        `${terminal.runs.length > 0 ? 'Yours already:' : 'Opened'} ${terminalLine(terminal)}`,
        terminal.marks
          ? ''
          : 'Exit codes are unknown here: this is a device, a console or a shell that Drawbridge could not teach. Its commands end where its prompt comes back; send one line at a time.',
      );
    },
  }),

  defineTool({
    name: 'jms_write_terminal_session',
    title: 'Type into a terminal',
    description:
      "Answers a program that waits for input, or runs a command at the prompt: text (sent with Enter) or one named key. Passwords and JumpServer reviews are the person's.",
    annotations: actsOnServer,
    listing: 'core',
    input: z.object({
      session_handle: handleArgument,
      text: z.string().max(20_000).optional().describe('A line'),
      key: keyArgument.optional(),
      enter: z.boolean().default(true).describe('Enter after text'),
      wait_seconds: z.number().min(0).max(600).default(5).describe('For what it does then'),
    }),
    aliases: { ...handleAliases, data: 'text', input: 'text', append_newline: 'enter' },
    // The predecessor's data is sent as it is.
    legacy: (args) =>
      'data' in args && !('append_newline' in args) && !('enter' in args) ? { ...args, enter: false } : args,
    async handle({ session_handle: id, text, key, enter, wait_seconds }, call) {
      const input = decideInput({ text, key, enter });
      const owner = call.agent.owner();
      await call.terminals.handedBack({ id }, owner, wait_seconds * 1_000, call.signal);
      const before = call.terminals.get(id, owner);
      const asks = call.guard.asksBeforeTyping(call.agent.id, before.target.siteId);
      touch(call, before);
      const waitMs = wait_seconds * 1_000;
      const run = await withProgress(call, wait_seconds, () =>
        asks ? writeAsked(call, id, input, waitMs) : call.terminals.write(id, owner, input, waitMs, call.signal),
      );
      if (run === null) {
        const now = call.terminals.get(id, owner);
        return textResult(`Typed; ${terminalLine(now)}`);
      }
      const read = reader(call, id);
      // From where the answer was typed on: what came before has been shown already.
      const fromHere = {
        ...run,
        output: { start: Math.max(run.output.start, Math.min(before.outputEnd, run.output.end)), end: run.output.end },
      };
      return renderRun(fromHere, before.target, read, call.boundary(), call.clock.now());
    },
  }),

  readTerminal,

  defineTool({
    name: 'jms_interrupt_terminal_session',
    title: 'Interrupt a command',
    description:
      'Sends Ctrl-C, and what a program that survives it needs, until the prompt is back; tells what was sent, and whether it is.',
    annotations: { ...actsOnServer, idempotentHint: true },
    listing: 'core',
    input: z.object({ session_handle: handleArgument }),
    aliases: handleAliases,
    ignored: [...formerWaits, 'signal', 'total_timeout_seconds'],
    async handle({ session_handle: id }, call) {
      call.guard.permit({ kind: 'interrupt', agentId: call.agent.id, terminalId: id });
      const interruption = await call.terminals.interrupt(id, call.agent.owner());
      return renderInterruption(interruption, call.terminals.get(id, call.agent.owner()));
    },
  }),

  defineTool({
    name: 'jms_list_terminal_sessions',
    title: 'List your terminals',
    description: "Your open terminals, where they are and what they do. Other agents' and the person's are not shown.",
    annotations: { ...looks, openWorldHint: false },
    input: z.object({}),
    async handle(_args, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const terminals = call.terminals.list(call.agent.owner());
      return factsResult(
        { terminals: terminals.map(terminalFacts) },
        terminals.length === 0 ? 'You have no terminals; jms_execute_koko_command opens one.' : '',
        ...terminals.map(terminalLine),
      );
    },
  }),

  defineTool({
    name: 'jms_close_terminal_session',
    title: 'Close a terminal',
    description:
      'Closes a terminal of yours. What still runs in it is hung up, as by a lost line; what was started with nohup or setsid goes on.',
    annotations: { ...changesSession, destructiveHint: true, idempotentHint: true },
    listing: 'core',
    input: z.object({ session_handle: handleArgument }),
    aliases: handleAliases,
    async handle({ session_handle: id }, call) {
      call.guard.permit({ kind: 'close', agentId: call.agent.id, terminalId: id });
      await call.terminals.close(id, call.agent.owner(), 'closed by its agent');
      return factsResult({ closed: true, session_handle: id }, `Closed ${id}.`);
    },
  }),
];
