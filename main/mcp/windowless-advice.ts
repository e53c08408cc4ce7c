import { DrawbridgeError, type ErrorCode, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Surroundings } from './surroundings.ts';

/** What only a window may do (design §6), said where there is none: pointing at a window would lead nowhere. */
const advice: Partial<Record<ErrorCode, string>> = {
  'bridge-raised':
    'Stop and tell the person what you were about to do. Only the window lowers the bridge, and this Drawbridge runs without a display: they start it once where there is one and lower it there.',
  'certificate-not-trusted':
    'Tell the person: only the window accepts a certificate, and this Drawbridge runs without a display. They add its authority to the certificates of this computer, or accept it once where Drawbridge has a display.',
};

/** The error with a next step that can be taken here. */
export function adviseHere(thrown: unknown, { display }: Pick<Surroundings, 'display'>): DrawbridgeError {
  const error = toDrawbridgeError(thrown);
  const nextStep = display ? undefined : advice[error.code];
  if (nextStep === undefined) return error;
  const { code, message, candidates } = error;
  return new DrawbridgeError({ code, message, nextStep, actor: 'person', cause: error, candidates });
}
