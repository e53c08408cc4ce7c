import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const announcement = z.object({
  url: z.string(),
  controlUrl: z.string(),
  controlKey: z.string(),
  users: z.array(z.object({ username: z.string(), password: z.string() })),
});

const auditRow = z.object({ input: z.string(), asset: z.string(), account: z.string() });

/** The practice site in a process of its own, as a site is. */
export interface PracticeChild extends z.infer<typeof announcement> {
  /** What JumpServer's auditors see. */
  auditRows(): Promise<readonly z.infer<typeof auditRow>[]>;
  liveShells(): Promise<number>;
  stop(): Promise<void>;
}

/** `bundle`: the file that the build makes of `practice/main.ts`. */
export async function startPractice(bundle: string, flags: readonly string[] = []): Promise<PracticeChild> {
  const child: ChildProcess = spawn(process.execPath, [bundle, '--until-stdin-closes', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the practice site has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(20_000) }),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the practice site ended with ${code}`);
    }),
  ]);
  const facts = announcement.parse(JSON.parse(String(line)));
  const ask = async (call: string): Promise<unknown> => {
    const response = await fetch(`${facts.url}/practice/api/${call}`, {
      headers: { 'X-Practice-Key': facts.controlKey },
    });
    if (!response.ok) throw new Error(`the practice site answered ${response.status} to ${call}`);
    return response.json();
  };
  return {
    ...facts,
    auditRows: async () => z.array(auditRow).parse(await ask('audit')),
    liveShells: async () => z.object({ alive: z.number() }).parse(await ask('shells')).alive,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.stdin?.end();
      await gone;
    },
  };
}
