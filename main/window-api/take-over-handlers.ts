import type { z } from 'zod';
import { shortPath } from '../../mcp-bridge/clients/short-path.ts';
import type { Machine } from '../../mcp-bridge/directories.ts';
import { readFormerState, StateFileError } from '../../mcp-bridge/former-state/state-file.ts';
import { formerStateFile } from '../../mcp-bridge/former-state/state-place.ts';
import type { ActionResult } from '../../preload/contract.ts';
import type { takeOverChannels } from '../../preload/contract-take-over.ts';
import type { TakeOver } from '../guard/take-over/take-over.ts';

type Channels = typeof takeOverChannels;
type Handlers = {
  readonly [C in keyof Channels]: (
    argument: z.infer<Channels[C]['argument']>,
  ) => Promise<z.infer<Channels[C]['answer']>>;
};

export interface TakeOverActions {
  readonly takeOver: Pick<TakeOver, 'run' | 'dismiss'>;
  readonly machine: Machine;
  /** The system's own dialog; undefined where the person thought better of it. */
  readonly chooseFile: (near: string) => Promise<string | undefined>;
}

/** The window reads the file by itself: only the person is here, and the question is the same. */
export function takeOverHandlers(
  { takeOver, machine, chooseFile }: TakeOverActions,
  problem: (error: unknown) => Extract<ActionResult, { ok: false }>,
): Handlers {
  return {
    'take-over.look': async () => {
      try {
        const { file, baseUrl, readableByOthers } = await readFormerState(formerStateFile(machine), machine);
        return { found: { file: shortPath(file, machine), address: baseUrl, readableByOthers } };
      } catch (error) {
        if (error instanceof StateFileError) return { found: null };
        throw error;
      }
    },
    'take-over.start': async ({ choose }) => {
      try {
        const usual = formerStateFile(machine);
        const file = choose ? await chooseFile(usual) : usual;
        if (file === undefined) return { kind: 'declined' };
        await takeOver.run(await readFormerState(file, machine), new AbortController().signal);
        return { kind: 'done' };
      } catch (error) {
        if (error instanceof StateFileError) return { kind: 'fault', fault: error.fault, file: error.file };
        const { code, message, nextStep } = problem(error);
        return code === 'declined-by-person' ? { kind: 'declined' } : { kind: 'problem', code, message, nextStep };
      }
    },
    'take-over.dismiss': async () => {
      takeOver.dismiss();
      return { ok: true };
    },
  };
}
