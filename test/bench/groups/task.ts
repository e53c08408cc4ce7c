import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { z } from 'zod';
import { tokensOf } from '../../../scripts/tools/token-count.ts';
import { median } from '../numbers.ts';
import { type Figures, judged } from '../report.ts';
import { COMMANDS, taskOutputs, writePrograms } from '../task/outputs.ts';
import { type Scale, World } from '../world.ts';

const ASSET = 'web-01';
const ACCOUNT = 'ops';
/** As much as a result can hold: nothing is left out then. */
const ALL = { head_bytes: 30_000 };

const answer = z.looseObject({
  isError: z.boolean().optional(),
  content: z.array(z.looseObject({ text: z.string() })),
  structuredContent: z.unknown().optional(),
});

interface Task {
  readonly calls: number;
  /** Of what the model writes, and of what it reads. */
  readonly tokens: number;
  readonly ms: number;
  readonly read: string;
}

/**
 * Find the asset, open it as ops, run five commands, close: by an agent behind its bridge. The commands print the same in
 * every run, 12,000 tokens, so that tokens can be compared; the predecessor took 9 calls, 51,049 tokens and 10.7 s.
 */
export async function task(built: string, scale: Scale): Promise<Figures> {
  const world = await World.open(built);
  try {
    const app = world.client('app');
    await app.ask('ready', {});
    const programs = path.join(world.folder, 'programs');
    writePrograms(programs);
    const client = await agent(world);
    try {
      await prepare(client, programs);
      const complete: Task[] = [];
      const usual: Task[] = [];
      for (let round = 0; round < scale.tasks; round += 1) {
        complete.push(await work(client, ALL));
        usual.push(await work(client, {}));
      }
      assertComplete(complete);
      return figures(complete, usual);
    } finally {
      await client.close();
    }
  } finally {
    await world.close();
  }
}

async function agent(world: World): Promise<Client> {
  const client = new Client({ name: 'bench-task', version: '1.0.0' });
  const env = { PATH: process.env['PATH'] ?? '', HOME: world.folder, DRAWBRIDGE_HOME: world.folder };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [world.bridge, 'mcp'], env }));
  return client;
}

/** Every later shell of the account finds the programs first. */
async function prepare(client: Client, programs: string): Promise<void> {
  const command = `printf '%s\\n' 'PATH=${programs}:$PATH' >> ~/.bashrc`;
  const asked = { asset: ASSET, account: ACCOUNT, command };
  const { content } = answer.parse(await client.callTool({ name: 'jms_execute_koko_command', arguments: asked }));
  const handle = /(term_\S+)/.exec(content[0]?.text ?? '')?.[1];
  await client.callTool({ name: 'jms_close_terminal_session', arguments: { session_handle: handle } });
}

async function work(client: Client, budget: Readonly<Record<string, number>>): Promise<Task> {
  const started = performance.now();
  let calls = 0;
  let tokens = 0;
  let read = '';
  const call = async (name: string, args: Record<string, unknown>) => {
    calls += 1;
    const result = answer.parse(await client.callTool({ name, arguments: args }));
    const text = result.content.map((part) => part.text).join('\n');
    if (result.isError) throw new Error(`${name}: ${text}`);
    const facts = result.structuredContent === undefined ? '' : JSON.stringify(result.structuredContent);
    tokens += tokensOf(JSON.stringify({ name, arguments: args })) + tokensOf(text) + tokensOf(facts);
    read += text;
    return text;
  };
  const there = { asset: ASSET, account: ACCOUNT };
  const [uname, df, free, ls, tail] = COMMANDS;
  await call('jms_list_assets', { search: ASSET });
  const first = await call('jms_execute_koko_command', { ...there, command: `${uname}; ${df}; ${free}` });
  await call('jms_execute_koko_command', { ...there, command: ls, ...budget });
  await call('jms_execute_koko_command', { ...there, command: tail, ...budget });
  const handle = /(term_\S+)/.exec(first)?.[1];
  await call('jms_close_terminal_session', { session_handle: handle });
  return { calls, tokens, read, ms: performance.now() - started };
}

/** What is said to be complete has every line. */
function assertComplete(tasks: readonly Task[]): void {
  for (const { read } of tasks)
    for (const [command, output] of Object.entries(taskOutputs()))
      for (const line of output.trimEnd().split('\n'))
        if (!read.includes(line)) throw new Error(`a line of ${command} is missing: ${line}`);
}

function figures(complete: readonly Task[], usual: readonly Task[]): Figures {
  const real = tokensOf(Object.values(taskOutputs()).join(''));
  const most = (list: readonly Task[], of: (task: Task) => number) => Math.max(...list.map(of));
  return {
    'task-calls': judged({
      ...{ what: 'a task of an agent (find, five commands, close): calls', unit: 'calls' },
      ...{ value: most([...complete, ...usual], ({ calls }) => calls), atMost: { value: 6, rule: '6' } },
    }),
    'task-tokens-complete': judged({
      ...{ what: 'the same, nothing left out: tokens written and read', unit: 'tokens', raw: real },
      ...{ value: most(complete, ({ tokens }) => tokens), atMost: { value: 13_000, rule: '13,000' } },
    }),
    'task-tokens-usual': judged({
      ...{ what: 'the same, with the usual 8 KB a result', unit: 'tokens', raw: real },
      ...{ value: most(usual, ({ tokens }) => tokens), atMost: { value: 7_000, rule: '7,000' } },
    }),
    'task-time': judged({
      ...{ what: 'the same, median', unit: 'ms', value: median([...complete, ...usual].map(({ ms }) => ms)) },
      note: 'the shell opens anew each time, which the practice site lets take 110 ms and more',
    }),
  };
}
