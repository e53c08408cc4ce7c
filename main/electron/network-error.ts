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
  ERR_SSL_PROTOCOL_ERROR: 'it does not speak TLS there',
  // Node's own, from the WebSocket's way.
  ECONNREFUSED: 'nothing answers on that port',
  ECONNRESET: 'it broke the connection off',
  EHOSTUNREACH: 'the address cannot be reached',
  ENETUNREACH: 'this machine is offline',
  ETIMEDOUT: 'it does not answer',
};

/** The same for what a proxy in between did. */
const proxyWords: Readonly<Record<string, string>> = {
  ERR_PROXY_CONNECTION_FAILED: 'it cannot be reached',
  ERR_TUNNEL_CONNECTION_FAILED: 'it does not let this connection through',
  ERR_PROXY_AUTH_REQUESTED: 'it wants a user name and a password',
  ERR_PROXY_AUTH_UNSUPPORTED: 'it wants a kind of sign-in that Drawbridge cannot give',
  ERR_PROXY_CERTIFICATE_INVALID: 'this computer does not trust its certificate',
  ERR_SOCKS_CONNECTION_FAILED: 'it does not let this connection through',
  ERR_SOCKS_CONNECTION_HOST_UNREACHABLE: 'it cannot reach the site',
};

/** Chromium's `net::ERR_…` as what the person can act on; `proxy` is the one in between, where there is one. */
export function networkError(host: string, error: Error, proxy = 'in between'): DrawbridgeError {
  const code = /\bE(RR_[A-Z_0-9]+|[A-Z]{6,})\b/.exec(error.message)?.[0] ?? '';
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
  const byProxy = proxyWords[code];
  if (byProxy) return proxyRefusal(proxy, byProxy, error);
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `${host} cannot be reached: ${words[code] ?? (code || error.message)}.`,
    nextStep: 'Check the network, the VPN and the address; Drawbridge tries again by itself.',
    actor: 'person',
    cause: error,
  });
}

/** A proxy stands in the way; `proxy` as the system's settings name it. */
export function proxyRefusal(proxy: string, why: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError({
    code: 'site-unreachable',
    message: `The proxy ${proxy} stands in the way: ${why}.`,
    nextStep:
      'Check the proxy in the system settings, press "Sign in" to be asked for its password, or ask whoever runs it.',
    actor: 'person',
    cause,
  });
}
