import { z } from 'zod';
import { html, type Reply, redirect } from '../../http/reply.ts';
import type { Visit } from '../../http/visit.ts';
import type { SiteState } from '../../site-state.ts';
import { backChannel } from './back-channel.ts';
import { tokenClaims } from './id-token-check.ts';
import { thirdPartyFailed, thirdPartyIn } from './third-party.ts';

type Flow = 'openid' | 'oauth2';

/** As the practice provider has registered the practice site. */
const CLIENT = { client_id: 'practice-site', client_secret: 'practice-secret' };
const tokenAnswer = z.object({ access_token: z.string(), id_token: z.string().optional() });
const person = z.object({ preferred_username: z.string() });

function callbackUrl(visit: Visit, flow: Flow): string {
  return `${visit.baseUrl}/core/auth/${flow}/callback/`;
}

/** To the provider, with a state and, for OpenID, a nonce that have to come back. */
export function beginOAuth(visit: Visit, flow: Flow): Reply {
  const session = visit.ensureSession();
  const pending = visit.site.login.ssoStates.begin(flow, visit.request.query.get('next') ?? session.next);
  session.ssoState = pending.state;
  const asked: Record<string, string> = {
    response_type: 'code',
    client_id: CLIENT.client_id,
    redirect_uri: callbackUrl(visit, flow),
    scope: flow === 'openid' ? 'openid profile email' : 'profile',
    state: pending.state,
  };
  if (flow === 'openid') {
    asked['nonce'] = pending.nonce;
    if (visit.site.idp.settings.responseMode === 'form_post') asked['response_mode'] = 'form_post';
  }
  return redirect(`${visit.site.idp.url}/oauth/authorize/?${new URLSearchParams(asked)}`);
}

/** Back from the provider: the state must be ours and of this session, except for a posted form, which brings no cookie. */
export async function returnFromOAuth(visit: Visit, flow: Flow, answer: URLSearchParams): Promise<Reply> {
  const state = answer.get('state') ?? '';
  const pending = visit.site.login.ssoStates.take(state, flow);
  const isOfSession = visit.request.method === 'POST' || visit.session?.ssoState === state;
  if (pending === undefined || !isOfSession) return html(400, '<h1>Bad Request</h1><p>State mismatch</p>');
  const code = answer.get('code');
  if (code === null) return thirdPartyFailed(visit);
  const username = await personBehind(visit.site, code, {
    redirectUri: callbackUrl(visit, flow),
    nonce: flow === 'openid' ? pending.nonce : undefined,
  });
  return thirdPartyIn(visit, flow, username, pending.next);
}

/** Exchanges the code and asks for the person. Undefined when the provider or its token does not convince. */
async function personBehind(
  site: SiteState,
  code: string,
  expected: { redirectUri: string; nonce: string | undefined },
): Promise<string | undefined> {
  const exchanged = await backChannel(site, '/oauth/token/', {
    form: { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: expected.redirectUri },
  });
  if (exchanged.status !== 200) return undefined;
  const token = tokenAnswer.parse(JSON.parse(exchanged.body));
  if (expected.nonce !== undefined) {
    const keys = await backChannel(site, '/oauth/jwks/');
    const claims = tokenClaims(token.id_token ?? '', keys.body);
    const isOurs = claims?.iss === site.idp.url && claims.aud === CLIENT.client_id && claims.exp * 1000 > Date.now();
    if (!isOurs || claims.nonce !== expected.nonce) return undefined;
  }
  const info = await backChannel(site, '/oauth/userinfo/', { bearer: token.access_token });
  return info.status === 200 ? person.parse(JSON.parse(info.body)).preferred_username : undefined;
}
