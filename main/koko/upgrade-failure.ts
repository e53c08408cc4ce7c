import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { UpgradeRefused } from './socket-transport.ts';

/** Why a WebSocket was not made, for `what` as in "the terminal". */
export function upgradeFailure(error: unknown, what: 'terminal' | 'file'): unknown {
  if (error instanceof DrawbridgeError) return error;
  if (error instanceof UpgradeRefused) {
    const redirect = error.status >= 300 && error.status < 400;
    return new DrawbridgeError({
      code: redirect ? 'sign-in-required' : error.status === 429 ? 'throttled' : 'site-error',
      message: redirect
        ? `The site sent the ${what} connection to its login page.`
        : `The site answered the ${what} connection with HTTP ${error.status}.`,
      nextStep: redirect ? 'Sign in to the site again in Drawbridge.' : 'Try again in a minute.',
      actor: redirect ? 'person' : 'agent',
      cause: error,
    });
  }
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `The ${what} connection to the site could not be made.`,
    nextStep: 'Check the network and the proxy, then try again.',
    actor: 'person',
    cause: error,
  });
}
