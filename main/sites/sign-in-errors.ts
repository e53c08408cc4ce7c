import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { dismissedText } from './sign-in-end.ts';
import type { SignInResult } from './site-model.ts';

export function dismissedError(site: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-dismissed',
    message: `The person closed the sign-in window of ${site}.`,
    nextStep: 'Ask the person to press "Sign in" in Drawbridge when it suits them; until then nothing pops up.',
    actor: 'person',
  });
}

export function signedOutError(site: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-required',
    message: `The person has signed out of ${site}.`,
    nextStep: 'Ask the person to press "Sign in" in Drawbridge if you are to work there; nothing pops up by itself.',
    actor: 'person',
  });
}

/** Where there is no display a sign-in is never started by a call: only a person at a terminal can. */
export function textOnlyError(site: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-required',
    message: `Nobody is signed in to ${site}, and this Drawbridge runs without a display.`,
    nextStep:
      'Ask the person to run `drawbridge login --text` in a terminal of the machine where it runs, then try again.',
    actor: 'person',
  });
}

export function signInOpenError(site: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-open',
    message: `A sign-in to ${site} is open already, in Drawbridge's window or in another terminal.`,
    nextStep: 'Finish that one or close it, then try again.',
    actor: 'person',
  });
}

/** A sign-in at a terminal gives way to the person at the window: whoever started it may have left it standing. */
export function takenOverError(site: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'sign-in-dismissed',
    message: `The person signs in to ${site} in Drawbridge's window instead.`,
    nextStep: 'Finish it there.',
    actor: 'person',
  });
}

/** What a caller who waited for the sign-in gets when it ends without one. */
export function endError(site: string, result: Exclude<SignInResult, { kind: 'signed-in' }>): DrawbridgeError {
  if (result.kind === 'failed') return failedError(site, result.message, result.code);
  const { code, message, nextStep, actor } = dismissedError(site);
  return new DrawbridgeError({
    code,
    message: result.end ? `${message} ${dismissedText(result.end)}` : message,
    nextStep,
    actor,
  });
}

export function failedError(
  site: string,
  why: string,
  code: 'sign-in-failed' | 'certificate-not-trusted' = 'sign-in-failed',
): DrawbridgeError {
  return new DrawbridgeError({
    code,
    message: `Signing in to ${site} did not succeed: ${why}`,
    nextStep: 'Ask the person to look at the Drawbridge window and sign in again.',
    actor: 'person',
  });
}

export function unreachableError(
  message: string,
  code: 'site-unreachable' | 'certificate-not-trusted' = 'site-unreachable',
): DrawbridgeError {
  return new DrawbridgeError({
    code,
    message,
    nextStep:
      code === 'site-unreachable'
        ? 'Drawbridge keeps trying; try again in a minute.'
        : 'Ask the person to press "Sign in" in Drawbridge, which shows the certificate; nothing pops up by itself.',
    actor: 'person',
  });
}

export function closingError(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'cancelled',
    message: 'Drawbridge is closing.',
    nextStep: 'Start it again.',
    actor: 'person',
  });
}
