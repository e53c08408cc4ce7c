import { DrawbridgeError } from '../errors/drawbridge-error.ts';

const words: Readonly<Record<string, string>> = {
  ERR_CONNECTION_REFUSED: 'nothing answers on that port',
  ERR_NAME_NOT_RESOLVED: 'the name does not resolve',
  ERR_CONNECTION_TIMED_OUT: 'it does not answer',
  ERR_TIMED_OUT: 'it does not answer',
  ERR_INTERNET_DISCONNECTED: 'this machine is offline',
  ERR_ADDRESS_UNREACHABLE: 'the address cannot be reached',
  ERR_CONNECTION_RESET: 'it broke the connection off',
  ERR_CONNECTION_CLOSED: 'it closed the connection',
  ERR_EMPTY_RESPONSE: 'it answered nothing',
  ERR_PROXY_CONNECTION_FAILED: 'the proxy cannot be reached',
  ERR_TUNNEL_CONNECTION_FAILED: 'the proxy refuses the connection',
  ERR_PROXY_AUTH_REQUESTED: 'the proxy wants a user name and a password',
  ERR_PROXY_AUTH_UNSUPPORTED: 'the proxy wants a kind of sign-in that is not supported',
  ERR_SSL_PROTOCOL_ERROR: 'it does not speak TLS there',
};

/** Chromium's `net::ERR_…` as what the person can act on. */
export function networkError(host: string, error: Error): DrawbridgeError {
  const code = /ERR_[A-Z_0-9]+/.exec(error.message)?.[0] ?? '';
  if (code.startsWith('ERR_CERT_')) {
    return new DrawbridgeError({
      code: 'certificate-not-trusted',
      message: `This computer does not trust the certificate of ${host} (${code}).`,
      nextStep:
        'Ask the person to look at the certificate in the Drawbridge window: pressing "Sign in" shows it. Or have its authority added to the system.',
      actor: 'person',
      cause: error,
    });
  }
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `${host} cannot be reached: ${words[code] ?? (code || error.message)}.`,
    nextStep: 'Check the network, the VPN and the address; Drawbridge tries again by itself.',
    actor: 'person',
    cause: error,
  });
}
