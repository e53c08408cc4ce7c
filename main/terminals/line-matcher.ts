import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';

export interface LinePattern {
  /** A regular expression as JavaScript knows it, or the text itself. */
  readonly pattern: string;
  readonly literal: boolean;
  readonly ignoreCase: boolean;
}

export interface FoundLine {
  /** Of the line among those that were given. */
  readonly index: number;
  /** Where in it the match begins. */
  readonly column: number;
}

/** A pattern that needs longer for one batch of lines is given up, in ms. */
const DEADLINE = 2_000;
/** For the thread to begin on a busy computer, in ms. */
const BEGIN_WITHIN = 20_000;
const progress = z.object({
  batch: z.number(),
  /** Null: it begins. */
  found: z.array(z.object({ index: z.number(), column: z.number() })).nullable(),
});

/**
 * A regular expression may take for ever on a line that a server made for it, and nothing stops one in its own thread. So it
 * runs in another, which ends with its deadline. Source, because the app is one bundle.
 */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const pattern = new RegExp(workerData.pattern, workerData.flags);
parentPort.on('message', ({ batch, lines }) => {
  parentPort.postMessage({ batch, found: null });
  const found = [];
  for (let index = 0; index < lines.length; index += 1) {
    const column = lines[index].search(pattern);
    if (column !== -1) found.push({ index, column });
  }
  parentPort.postMessage({ batch, found });
});`;

/** Finds the lines that match. Text is looked for at once, a regular expression in a thread of its own; dispose ends it. */
export class LineMatcher {
  readonly #clock: Clock;
  readonly #text: string | null;
  readonly #ignoreCase: boolean;
  readonly #flags: string;
  readonly #pattern: string;
  #worker: Worker | null = null;
  #batch = 0;

  /** Throws `bad-argument` for what is no regular expression. */
  constructor({ pattern, literal, ignoreCase }: LinePattern, clock: Clock) {
    this.#clock = clock;
    this.#pattern = pattern;
    this.#ignoreCase = ignoreCase;
    this.#flags = ignoreCase ? 'i' : '';
    const isText = literal || !/[\\^$.*+?()[\]{}|]/.test(pattern);
    this.#text = isText ? this.#cased(pattern) : null;
    if (!isText) checkPattern(pattern, this.#flags);
  }

  /** Throws `bad-argument` for a pattern that takes too long, and the signal's reason. */
  async find(lines: readonly string[], signal?: AbortSignal): Promise<FoundLine[]> {
    const text = this.#text;
    if (lines.length === 0) return [];
    if (text === null) return this.#inWorker(lines, signal);
    return lines.flatMap((line, index) => {
      const column = this.#cased(line).indexOf(text);
      return column === -1 ? [] : [{ index, column }];
    });
  }

  dispose(): void {
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #cased(text: string): string {
    return this.#ignoreCase ? text.toLowerCase() : text;
  }

  #inWorker(lines: readonly string[], signal?: AbortSignal): Promise<FoundLine[]> {
    this.#worker ??= new Worker(workerSource, {
      eval: true,
      workerData: { pattern: this.#pattern, flags: this.#flags },
      // Nothing of ours, and not endless memory: it works on what a server printed.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    const worker = this.#worker;
    this.#batch += 1;
    const batch = this.#batch;
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        cancel();
        worker.off('message', onMessage);
        worker.off('error', onError);
        signal?.removeEventListener('abort', onAbort);
        settled();
      };
      const fail = (reason: unknown) => {
        this.dispose();
        settle(() => reject(reason));
      };
      const onMessage = (message: unknown) => {
        const { batch: about, found } = progress.parse(message);
        if (about !== batch) return;
        if (found !== null) settle(() => resolve(found));
        else within(DEADLINE);
      };
      const onError = (error: unknown) => fail(tooHeavy(error));
      const onAbort = () => fail(signal?.reason);
      let cancel = () => {};
      const within = (ms: number) => {
        cancel();
        cancel = this.#clock.after(ms, () => fail(tooHeavy(undefined)));
      };
      within(BEGIN_WITHIN);
      worker.on('message', onMessage);
      worker.on('error', onError);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (signal?.aborted) onAbort();
      else worker.postMessage({ batch, lines });
    });
  }
}

function checkPattern(pattern: string, flags: string): void {
  try {
    new RegExp(pattern, flags);
  } catch (cause) {
    throw new DrawbridgeError({
      code: 'bad-argument',
      message: `The pattern is no regular expression: ${cause instanceof Error ? cause.message : String(cause)}`,
      nextStep: 'Correct it, or search for it as text with literal=true.',
      actor: 'agent',
      cause,
    });
  }
}

const tooHeavy = (cause: unknown) =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: `The pattern took more than ${DEADLINE / 1_000} s or too much memory on this output and was given up.`,
    nextStep: 'Use a simpler pattern without nested repetition, or search for text with literal=true.',
    actor: 'agent',
    cause,
  });
