import type { Clock } from '../errors/clock.ts';
import { takesIntegration } from './known-prompts.ts';
import { promptLine } from './plain-text.ts';
import {
  fingerprint,
  firstPrompt,
  type IntegrationLines,
  integrationDeadline,
  integrationLines,
  nextLine,
  promptDeadline,
  quietBeforeGivingUp,
  quietBeforePrompt,
  type ShellFingerprint,
} from './shell-integration.ts';

/** What the opening of a shell needs from its terminal. */
export interface OpeningPort {
  readonly clock: Clock;
  /** Output since the last `forget`, decoded; the last 16 KiB. */
  text(): string;
  forget(): void;
  /** True as soon as our prompt mark came. */
  marked(): boolean;
  /** True when output came within `ms`, false when not; rejects when the terminal closes or the caller gives up. */
  output(ms: number): Promise<boolean>;
  /** Text frame, then a lone CR. */
  enter(line: string): void;
  key(bytes: string): void;
  /** The shell waits for the first time; `text` tells which shell it is. */
  promptSeen(): void;
}

export type OpeningResult =
  | { readonly kind: 'marks'; readonly shell: ShellFingerprint }
  | { readonly kind: 'no-marks' | 'no-prompt' };

/**
 * First prompt, then integration (command-engine §K2, §K3); costs one audit row, two where PROMPT_COMMAND rewrites PS1, none
 * at devices and consoles.
 */
export async function openShell(port: OpeningPort, id: string, assetType: string): Promise<OpeningResult> {
  if (!(await awaitPrompt(port, promptDeadline))) return { kind: 'no-prompt' };
  port.promptSeen();
  const shell = fingerprint(port.text());
  if (!takesIntegration(assetType, promptLine(port.text()), shell !== 'unknown' && shell !== 'tcsh')) {
    return { kind: 'no-marks' };
  }
  const lines = integrationLines(id, shell);
  let line: string | null = lines.first;
  while (line !== null) {
    port.forget();
    port.enter(line);
    const tried: string = line;
    if (await integrated(port)) return { kind: 'marks', shell: taught(tried, lines, shell) };
    line = nextLine(lines, port.text());
    if (line === tried) break;
  }
  // Whatever the shell made of the text: away with it, then clean KoKo's input buffer (§F).
  port.forget();
  port.key('\x03');
  await awaitPrompt(port, 1000);
  port.forget();
  port.key('\r');
  await awaitPrompt(port, 1000);
  return { kind: 'no-marks' };
}

/** At a prompt whose input buffer KoKo has something in: it would be glued to the next line (§F). */
export async function cleanPrompt(port: OpeningPort): Promise<void> {
  port.forget();
  port.enter('');
  await awaitPrompt(port, 1000);
}

function taught(line: string, lines: IntegrationLines, guess: ShellFingerprint): ShellFingerprint {
  if (line === lines.tcsh) return 'tcsh';
  return guess === 'tcsh' ? 'unknown' : guess;
}

async function awaitPrompt(port: OpeningPort, ms: number): Promise<boolean> {
  const until = port.clock.now() + ms;
  for (;;) {
    const seen = firstPrompt(port.text());
    if (seen === 'certain') return true;
    const left = until - port.clock.now();
    if (left <= 0) return false;
    const came = await port.output(Math.min(left, seen === 'likely' ? quietBeforePrompt : left));
    if (!came && seen === 'likely') return true;
  }
}

async function integrated(port: OpeningPort): Promise<boolean> {
  const until = port.clock.now() + integrationDeadline;
  for (;;) {
    if (port.marked()) return true;
    const left = until - port.clock.now();
    if (left <= 0) return false;
    const answer = port.text();
    const promptIsBack = answer.includes('\n') && firstPrompt(answer.slice(answer.lastIndexOf('\n'))) !== 'none';
    const came = await port.output(Math.min(left, promptIsBack ? quietBeforeGivingUp : left));
    if (!came && promptIsBack) return port.marked();
  }
}
