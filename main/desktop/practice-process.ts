import { type UtilityProcess, utilityProcess } from 'electron';
import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/** The line that the practice site prints once it listens. */
const announcement = z.object({
  url: z.string(),
  users: z.array(z.object({ username: z.string(), password: z.string() })),
});
export type PracticeSiteFacts = z.infer<typeof announcement>;

const START_MS = 20_000;

/** The embedded practice site in a process of its own, so that its shells end with it. */
export class PracticeProcess {
  readonly #script: string;
  #child: UtilityProcess | undefined;
  #started: Promise<PracticeSiteFacts> | undefined;

  constructor(script: string) {
    this.#script = script;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Resolves once it listens; several calls share one process. */
  start(): Promise<PracticeSiteFacts> {
    this.#started ??= this.#start().catch((error: unknown) => {
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  #start(): Promise<PracticeSiteFacts> {
    return new Promise((resolve, reject) => {
      const child = utilityProcess.fork(this.#script, [], { stdio: 'pipe', serviceName: 'Drawbridge practice site' });
      this.#child = child;
      let text = '';
      let complaint = '';
      const fail = (why: string) => {
        clearTimeout(timer);
        reject(
          new DrawbridgeError({
            code: 'internal',
            message: `The practice site did not start: ${why}`,
            nextStep: 'Open the log folder from Settings and report it.',
            actor: 'person',
          }),
        );
      };
      const timer = setTimeout(() => {
        fail('it did not answer within 20 s.');
        child.kill();
      }, START_MS);
      child.stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString()).slice(-2000);
      });
      child.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const end = text.indexOf('\n');
        if (end < 0) return;
        clearTimeout(timer);
        const parsed = announcement.safeParse(JSON.parse(text.slice(0, end)));
        if (parsed.success) resolve(parsed.data);
        else fail('its first line was not understood.');
        child.stdout?.removeAllListeners('data');
        child.stdout?.resume();
      });
      child.once('exit', (code) => {
        this.#child = undefined;
        this.#started = undefined;
        fail(`it ended with code ${code}. ${complaint.trim()}`);
      });
    });
  }

  dispose(): void {
    this.#child?.kill();
  }
}
