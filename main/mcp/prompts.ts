import type { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly args: z.ZodObject<Record<string, z.ZodString | z.ZodOptional<z.ZodString>>>;
  text(args: Readonly<Record<string, string | undefined>>): string;
}

const asset = z.string().min(1).max(300).describe('Asset by name, address or id');
const account = z.string().max(300).optional().describe('Account; may be left out where the asset has only one');

/** What people ask for again and again, as their hosts offer it. */
export const prompts: readonly Prompt[] = [
  {
    name: 'check-server',
    title: 'Check the health of a server',
    description: 'Load, memory, disks and failed services of one asset, by commands that only read.',
    args: z.object({ asset, account }),
    text: (args) => `Check the health of the asset ${quoted(args['asset'])}${as(args)} through Drawbridge.
Use jms_execute_koko_command with commands that only read and end by themselves: uname -a, uptime, free -m, df -h, and systemctl --failed --no-pager where there is systemd. Put several into one call where that is readable.
Then say in a few lines what is well and what needs attention, with the figures. Change nothing.`,
  },
  {
    name: 'follow-log',
    title: 'Find out what a log says',
    description: 'Reads the end of a log on an asset and searches it, without flooding the conversation.',
    args: z.object({
      asset,
      account,
      path: z.string().min(1).max(1_000).describe('The log file on the asset'),
      question: z.string().max(1_000).optional().describe('What you want to know'),
    }),
    text: (
      args,
    ) => `Look at the log ${quoted(args['path'])} on the asset ${quoted(args['asset'])}${as(args)} through Drawbridge${args['question'] ? `, to answer: ${args['question']}` : ''}.
Begin with its size and its last lines (tail -n 200). Search with grep on the server, or with the grep argument of jms_read_terminal_session in what was printed already, before you ask for more of it.
To wait for a line that has yet to come, run tail -n 0 -f and call jms_read_terminal_session with wait_for, then interrupt it. Quote the lines that matter, with their times.`,
  },
  {
    name: 'run-on-several',
    title: 'Run one command on several servers',
    description: 'The same command on every asset that a search finds, with one table of the results.',
    args: z.object({
      search: z.string().min(1).max(200).describe('What to search the assets for'),
      account,
      command: z.string().min(1).max(1_000).describe('The command'),
    }),
    text: (
      args,
    ) => `Run this command on every asset that a search for ${quoted(args['search'])} finds${as(args)}, through Drawbridge:
${args['command']}
List the assets first (jms_list_assets) and say which ones you are going to use; if there are more than ten, ask me before you go on. Then one jms_execute_koko_command for each, with the reason. Stop at the first asset where the result is not what you expected. End with a table: asset, exit code, what came out.`,
  },
  {
    name: 'work-as-user',
    title: 'Do something as another user',
    description: 'Becomes another user in a terminal, with the person typing the password, and goes back afterwards.',
    args: z.object({
      asset,
      account,
      user: z.string().min(1).max(64).describe('For example root'),
      task: z.string().min(1).max(2_000).describe('What is to be done'),
    }),
    text: (
      args,
    ) => `On the asset ${quoted(args['asset'])}${as(args)}, as the user ${quoted(args['user'])}, through Drawbridge: ${args['task']}
Open a terminal, call jms_switch_terminal_user with the reason, and run the commands by its session_handle. I type the password in Drawbridge; never ask me for it here. Say what you are about to change before you change it. When it is done, call jms_exit_terminal_user and close the terminal.`,
  },
];

/** Arguments are the person's own words, and stay on one line. */
const quoted = (text: string | undefined): string => `"${(text ?? '').replace(/\s+/g, ' ')}"`;

const as = ({ account: name }: Readonly<Record<string, string | undefined>>): string =>
  name ? ` as ${quoted(name)}` : '';

export function offerPrompts(server: McpServer): void {
  for (const { name, title, description, args, text } of prompts)
    server.registerPrompt(name, { title, description, argsSchema: args }, (given) => ({
      messages: [{ role: 'user', content: { type: 'text', text: text(given) } }],
    }));
}
