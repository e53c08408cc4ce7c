import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { AccessKeyApi, ConfirmationWays } from '../jumpserver/access-keys.ts';
import type { RestTransport } from '../jumpserver/rest-transport.ts';
import { publicKeyIn, SEAL_SCRIPT, sealPassword, separatorIn } from '../jumpserver/seal-password.ts';

export type ConfirmationAnswer =
  | { readonly kind: 'secret'; readonly method: string; readonly secret: string }
  | { readonly kind: 'declined' | 'timed-out' | 'could-not-ask' };

/** Asks the person for a password or a code; `refused` is what the site said about the last try, '' at the first. */
export type AskConfirmation = (
  question: { readonly site: string; readonly methods: ConfirmationWays['methods']; readonly refused: string },
  signal: AbortSignal | undefined,
) => Promise<ConfirmationAnswer>;

/** As often as a person mistypes; each try counts at the site (protocol §1.8: 7). */
const MAX_TRIES = 3;
/** Need a camera or the browser's own key: nothing that can be typed. */
const NOT_TYPED = new Set(['face', 'passkey']);
/** The site sends these first (protocol §2.2); where another way exists the person is spared that. */
const SENT = new Set(['sms', 'email']);

export interface ConfirmationPorts {
  readonly site: { readonly name: string; readonly baseUrl: string };
  readonly api: AccessKeyApi;
  readonly transport: RestTransport;
  readonly ask: AskConfirmation;
}

/** Has the person show the site who they are (protocol §4.4). `type` is what a 412 demanded. Throws `confirmation-required`. */
export async function confirmIdentity(ports: ConfirmationPorts, type: string, signal?: AbortSignal): Promise<void> {
  const { api, ask, site } = ports;
  const methods = await typedMethods(api, type, signal);
  let refused = '';
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const answer = await ask({ site: site.name, methods, refused }, signal);
    if (answer.kind !== 'secret') throw notConfirmed(answer.kind);
    const secret = await sealed(ports, answer.secret, signal);
    const words = await api.confirm(type, { method: answer.method, secret }, signal);
    if (words === undefined) return;
    refused = words;
  }
  throw new DrawbridgeError({
    code: 'confirmation-required',
    message: `${site.name} did not take ${MAX_TRIES} answers: ${refused}`,
    nextStep: 'Find the right password or code first; more tries may lock the account.',
    actor: 'person',
  });
}

async function typedMethods(
  api: AccessKeyApi,
  type: string,
  signal?: AbortSignal,
): Promise<ConfirmationWays['methods']> {
  const ways = await api.ways(type, signal);
  const usable = ways.methods.filter(({ name }) => !NOT_TYPED.has(name));
  // Confirming by `relogin` means a sign-in of the last minutes, nothing to type.
  if (ways.type === 'relogin' || usable.length === 0) throw onlyOnSite(ways.type);
  const atHand = usable.filter(({ name }) => !SENT.has(name));
  if (atHand.length > 0) return atHand;
  const [method] = usable;
  const problem = method && (await api.sendCode(method.name, signal));
  // Sent a moment ago is sent: the code that is under way is good.
  return method && problem === undefined ? [method] : usable;
}

/** As the site's own page sends it; plain inside TLS where its key or its way cannot be found out, which every version takes. */
async function sealed(ports: ConfirmationPorts, secret: string, signal?: AbortSignal): Promise<string> {
  const { transport, site } = ports;
  const get = (path: string) =>
    transport.fetch({ method: 'GET', url: `${site.baseUrl}${path}`, ...(signal ? { signal } : {}) });
  let publicKey = publicKeyIn(await transport.cookies(site.baseUrl));
  if (publicKey === '') {
    // Any page outside the REST brings it, if the site has one (protocol §1.3).
    await get('/core/auth/login/');
    publicKey = publicKeyIn(await transport.cookies(site.baseUrl));
  }
  if (publicKey === '') return secret;
  const script = await get(SEAL_SCRIPT);
  if (script.status >= 500) return secret;
  return sealPassword(secret, { publicKey, separator: separatorIn(script.status === 200 ? script.body : '') });
}

function notConfirmed(why: 'declined' | 'timed-out' | 'could-not-ask'): DrawbridgeError {
  const messages = {
    declined: 'You chose not to confirm who you are.',
    'timed-out': 'Nobody confirmed who they are in time.',
    'could-not-ask': 'There is no window in which to ask for the confirmation.',
  };
  return new DrawbridgeError({
    code: 'confirmation-required',
    message: messages[why],
    nextStep: 'Turn the REST key on again when it suits you.',
    actor: 'person',
  });
}

function onlyOnSite(type: string): DrawbridgeError {
  return type === 'relogin'
    ? new DrawbridgeError({
        code: 'confirmation-required',
        message: 'The site wants a fresh sign-in before it makes a key.',
        nextStep: 'Sign out and in again, then turn the REST key on within five minutes.',
        actor: 'person',
      })
    : new DrawbridgeError({
        code: 'confirmation-required',
        message: 'The site wants a proof that cannot be typed, such as a face or a passkey.',
        nextStep: 'A REST key cannot be made from here for this user.',
        actor: 'person',
      });
}
