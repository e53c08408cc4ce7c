import path from 'node:path';
import { errorText } from './bridge-error.ts';
import { runCliVerb } from './cli-verb.ts';
import { thisMachine } from './directories.ts';
import { exitCode } from './exit-code.ts';
import { readFormerState, StateFileError } from './former-state/state-file.ts';
import { formerStateFile } from './former-state/state-place.ts';
import type { FormerSession, WireError } from './wire.ts';

/** `drawbridge import [file]`: hands the predecessor's session to the app, which asks the person. The file is only read. */
export async function runImport(file: string | undefined, json: boolean): Promise<number> {
  const machine = thisMachine();
  let former: FormerSession;
  try {
    former = await readFormerState(file === undefined ? formerStateFile(machine) : path.resolve(file), machine);
  } catch (error) {
    if (!(error instanceof StateFileError)) throw error;
    const said: WireError = {
      code: 'state-file-unusable',
      message: error.message,
      nextStep:
        error.fault === 'missing' && file === undefined
          ? 'Say where it is: `drawbridge import <file>`; without one, `drawbridge login` signs in.'
          : 'Name another file, or sign in by `drawbridge login`.',
      actor: 'person',
    };
    if (json) process.stdout.write(`${JSON.stringify({ error: said, fault: error.fault })}\n`);
    else process.stderr.write(`drawbridge: ${errorText(said)}\n`);
    return exitCode.failed;
  }
  return runCliVerb({ verb: 'import', former }, json);
}
