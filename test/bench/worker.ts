import path from 'node:path';
import { signInToPractice } from '../support/practice-login.ts';
import { agentBehindBridge, type BenchAgent, benchApp } from './bench-agents.ts';
import { benchPool, engineClient, rawClient, recordIn, type TerminalClient } from './clients.ts';
import { engineFiles, type FileClient, rawFiles } from './file-clients.ts';
import { loopDelay, rssPeak, settledMemory } from './own-process.ts';
import {
  type Answer,
  type Args,
  type AskName,
  asks,
  question,
  type WorkerSetup,
  workerSetup,
} from './worker-protocol.ts';

/** What this process can do; each kind of client can do a part. */
type Duties = { readonly [Name in AskName]?: (args: Args<Name>) => Promise<Answer<Name>> };

const ASSET = 'web-01';
const OPENED_AT_ONCE = 8;

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const list: number[] = [];
  for (let one = 0; one < count; one += 1) {
    const started = performance.now();
    await work();
    list.push(performance.now() - started);
  }
  return list;
}

function terminalDuties(client: TerminalClient): Duties {
  const opened = async () => (await client.open(ASSET)).terminal();
  const together: Awaited<ReturnType<typeof opened>>[] = [];
  const first = async (count: number) => {
    while (together.length < count) {
      const more = Math.min(OPENED_AT_ONCE, count - together.length);
      together.push(...(await Promise.all(Array.from({ length: more }, opened))));
    }
    return together.slice(0, count);
  };
  return {
    async ready() {
      await first(1);
      return {};
    },
    async warm({ times: count }) {
      const [terminal] = await first(1);
      return times(count, async () => terminal?.run('true'));
    },
    async warmAtOnce({ clients, times: count }) {
      const terminals = await first(clients);
      return (await Promise.all(terminals.map((one) => times(count, () => one.run('true'))))).flat();
    },
    async open({ asset }) {
      const started = performance.now();
      const { close } = await client.open(asset);
      const ms = performance.now() - started;
      await close();
      return ms;
    },
    async flood({ command, bytes }) {
      const [terminal] = await first(1);
      const watch = rssPeak();
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      const came = (await terminal?.run(command)) ?? 0;
      const ms = performance.now() - started;
      const { user, system } = process.cpuUsage(cpu);
      const growth = watch.stop();
      if (came < bytes) throw new Error(`${came} of ${bytes} bytes came`);
      return { ms, cpuMs: (user + system) / 1000, bytes: came, growth };
    },
    async crowd({ count, command, ms }) {
      const all = await first(count);
      for (const terminal of all) await terminal.start(command);
      const [before, cpu] = [client.bytes(), process.cpuUsage()];
      const late = await loopDelay(ms);
      const { user, system } = process.cpuUsage(cpu);
      const bytes = client.bytes() - before;
      return { ...late, bytes, cpuMs: (user + system) / 1000 };
    },
    async idle({ count }) {
      // What the first terminal loads is no terminal's own.
      await first(1);
      const before = await settledMemory();
      await first(count + 1);
      const after = await settledMemory();
      return { rss: (after.rss - before.rss) / count, heap: (after.heap - before.heap) / count };
    },
  };
}

function fileDuties(open: () => Promise<FileClient>): Duties {
  let opened: Promise<FileClient> | undefined;
  return {
    async file({ direction, local, remote }) {
      opened ??= open();
      const client = await opened;
      const watch = rssPeak();
      const [started, cpu] = [performance.now(), process.cpuUsage()];
      const bytes = direction === 'up' ? await client.up(local, remote) : await client.down(remote, local);
      const ms = performance.now() - started;
      const { user, system } = process.cpuUsage(cpu);
      return { ms, cpuMs: (user + system) / 1000, bytes, growth: watch.stop() };
    },
  };
}

function agentDuties(arrive: () => Promise<BenchAgent>): Duties {
  const agents: BenchAgent[] = [];
  const first = async (count: number) => {
    while (agents.length < count) {
      const agent = await arrive();
      await agent.run('true');
      agents.push(agent);
    }
    return agents.slice(0, count);
  };
  return {
    async ready() {
      await first(1);
      return {};
    },
    async warm({ times: count }) {
      const [agent] = await first(1);
      return times(count, async () => agent?.run('true'));
    },
    async warmAtOnce({ clients, times: count }) {
      const all = await first(clients);
      return (await Promise.all(all.map((agent) => times(count, () => agent.run('true'))))).flat();
    },
  };
}

async function dutiesOf(setup: WorkerSetup): Promise<Duties> {
  if (setup.kind === 'agents') return agentDuties(() => agentBehindBridge(setup.bridge, setup.home));
  const visitor = await signInToPractice(setup.url, setup);
  if (setup.kind === 'app') return agentDuties((await benchApp(visitor, setup.home)).agent);
  if (setup.kind === 'raw') return { ...terminalDuties(rawClient(visitor)), ...fileDuties(() => rawFiles(visitor)) };
  const pool = benchPool(visitor);
  if (setup.kind === 'recorded') await recordIn(pool, path.join(setup.home, 'recordings'));
  return { ...terminalDuties(engineClient(visitor, pool)), ...fileDuties(() => engineFiles(visitor)) };
}

function perform<Name extends AskName>(duties: Duties, name: Name, args: unknown): Promise<unknown> {
  const duty = duties[name];
  if (!duty) throw new Error('this client cannot do that');
  return duty(asks[name].args.parse(args) as Args<Name>);
}

const isAsk = (name: string): name is AskName => Object.hasOwn(asks, name);

// The bridges of this process end with their standard input, the terminals with their sockets.
process.on('disconnect', () => process.exit(0));
let duties: Promise<Duties> | null = null;
process.on('message', (message) => {
  // The first message says who this is.
  if (duties) void answer(duties, message);
  else duties = dutiesOf(workerSetup.parse(message));
});

async function answer(mine: Promise<Duties>, message: unknown): Promise<void> {
  const { id, ask, args } = question.parse(message);
  try {
    if (!isAsk(ask)) throw new Error('nobody can do that');
    process.send?.({ ok: true, id, value: await perform(await mine, ask, args) });
  } catch (error) {
    process.send?.({ ok: false, id, error: error instanceof Error ? error.message : String(error) });
  }
}
