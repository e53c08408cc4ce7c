import { openingWords } from '../terminals/terminal-errors.ts';
import type { OpeningStatus, OpeningWait } from '../terminals/terminal-service.ts';
import type { ToolCall } from './tool.ts';

/** Hosts that show progress hear so often what a call waits for, in ms. */
const TELL_EVERY_MS = 5_000;

/** While `task` goes on, tells what it waits for: the person, a terminal that is queued or opens, or the command. */
export async function withProgress<T>(
  call: ToolCall,
  seconds: number,
  task: (onWaiting: NonNullable<OpeningWait['onWaiting']>) => Promise<T>,
  doing = 'the command is still running',
): Promise<T> {
  const startedAt = call.clock.now();
  let opening: () => OpeningStatus | null = () => null;
  let cancel = () => {};
  const waitsFor = (): string => {
    if (call.guard.waitsForPerson(call.agent.id)) return 'waiting for the person to allow it in Drawbridge';
    const status = opening();
    return status === null ? doing : openingWords(status);
  };
  const tell = () => {
    call.progress(Math.round((call.clock.now() - startedAt) / 1_000), seconds, waitsFor());
    cancel = call.clock.after(TELL_EVERY_MS, tell);
  };
  cancel = call.clock.after(TELL_EVERY_MS, tell);
  try {
    return await task((status) => {
      opening = status;
      if (status()?.kind !== 'queued') return;
      cancel();
      tell();
    });
  } finally {
    cancel();
  }
}
