import type { WireError } from './wire.ts';

/** Why a verb or a call could not be served; the same shape as the app's errors, so that both read alike. */
export class BridgeError extends Error {
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.message);
    this.name = 'BridgeError';
    this.wire = wire;
  }
}

export const notRunning = (detail: string): BridgeError =>
  new BridgeError({
    code: 'app-not-running',
    message: `The Drawbridge app is not running${detail === '' ? '' : ` (${detail})`}.`,
    nextStep: 'Ask the person to start Drawbridge, then try again.',
    actor: 'person',
  });

export const quitByPerson = (): BridgeError =>
  new BridgeError({
    code: 'app-quit-by-person',
    message: 'The person quit Drawbridge, so it is not started again for an agent.',
    nextStep: 'Ask the person to start Drawbridge again if this work needs a server.',
    actor: 'person',
  });

export const appRestarted = (): BridgeError =>
  new BridgeError({
    code: 'app-restarted',
    message:
      'The connection to the Drawbridge app ended while this call was in flight, so its result is unknown. A command may have run or not.',
    nextStep:
      'Check the state on the server before repeating anything that is not safe to repeat; terminals may be gone.',
    actor: 'agent',
  });

/** The lines that a person or a model reads. */
export function errorText(error: WireError): string {
  const candidates = (error.candidates ?? []).map((line) => `  - ${line}\n`).join('');
  return `${error.code}: ${error.message}\n${candidates}Next: ${error.nextStep} (who: ${error.actor})`;
}
