import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { html, json, type Reply, redirect } from '../http/reply.ts';
import { headerOf, type SiteRequest } from '../http/site-request.ts';
import { OneTimeCodes } from '../one-time-codes.ts';
import type { PracticeUser } from '../users.ts';
import { KEY_ID, signedToken } from './id-token.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { autoPost, interactionUrl } from './idp-pages.ts';
import type { IdpAnswer, IdpRoute } from './idp-route.ts';

/** What the practice site is registered as. */
export const CLIENT = { id: 'practice-site', secret: 'practice-secret' };
const TOKEN_SECONDS = 300;

const request = z.object({
  client_id: z.literal(CLIENT.id),
  redirect_uri: z.url(),
  response_type: z.literal('code'),
  state: z.string().default(''),
  nonce: z.string().default(''),
  scope: z.string().default(''),
  response_mode: z.enum(['query', 'form_post']).default('query'),
});
type Asked = z.infer<typeof request>;
type Grant = { user: PracticeUser; asked: Asked };

/** The authorization code flow, for OAuth2 and, with the scope `openid`, for OpenID Connect. */
export function oauthRoutes(idp: IdentityProvider): IdpRoute[] {
  const codes = new OneTimeCodes<Grant>();
  const tokens = new OneTimeCodes<PracticeUser>();
  return [
    { method: 'GET', path: '/oauth/authorize/', run: ({ query }) => ({ reply: authorize(idp, codes, query) }) },
    { method: 'POST', path: '/oauth/token/', run: (received) => token(idp, { codes, tokens }, received) },
    { method: 'GET', path: '/oauth/userinfo/', run: (received) => ({ reply: userInfo(tokens, received) }) },
    { method: 'GET', path: '/oauth/jwks/', run: async () => ({ reply: await jwks(idp) }) },
    { method: 'GET', path: '/.well-known/openid-configuration', run: () => ({ reply: discovery(idp) }) },
  ];
}

function authorize(idp: IdentityProvider, codes: OneTimeCodes<Grant>, query: URLSearchParams): Reply {
  const asked = request.safeParse(Object.fromEntries(query)).data;
  if (asked === undefined) return html(400, '<h1>This request is not for us</h1>');
  const answer = (fields: Record<string, string>): Reply => {
    const all = { ...fields, state: asked.state };
    if (asked.response_mode === 'form_post') return autoPost(asked.redirect_uri, all);
    return redirect(`${asked.redirect_uri}?${new URLSearchParams(all)}`);
  };
  const interaction = idp.interactions.begin({
    service: new URL(asked.redirect_uri).host,
    hopsLeft: idp.settings.hops,
    finish: (user) => answer({ code: codes.issue({ user, asked }) }),
    refuse: () => answer({ error: 'access_denied' }),
  });
  return redirect(interactionUrl(interaction));
}

async function token(
  idp: IdentityProvider,
  { codes, tokens }: { codes: OneTimeCodes<Grant>; tokens: OneTimeCodes<PracticeUser> },
  received: SiteRequest,
): Promise<IdpAnswer> {
  const fields = new URLSearchParams(received.body);
  const grant = codes.take(fields.get('code') ?? '');
  const isClient = fields.get('client_id') === CLIENT.id && fields.get('client_secret') === CLIENT.secret;
  if (!isClient) return { reply: json(401, { error: 'invalid_client' }) };
  if (grant === undefined || grant.asked.redirect_uri !== fields.get('redirect_uri')) {
    return { reply: json(400, { error: 'invalid_grant' }) };
  }
  const { user, asked } = grant;
  const access = { access_token: tokens.issue(user), token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  if (!asked.scope.split(' ').includes('openid')) return { reply: json(200, access) };
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: idp.url, aud: CLIENT.id, sub: user.id, nonce: asked.nonce, iat: now, exp: now + TOKEN_SECONDS };
  const { privateKey } = await idp.keyPair();
  return { reply: json(200, { ...access, id_token: signedToken(claims, privateKey) }) };
}

function userInfo(tokens: OneTimeCodes<PracticeUser>, received: SiteRequest): Reply {
  const user = tokens.take((headerOf(received, 'authorization') ?? '').replace(/^Bearer /, ''));
  if (user === undefined) return json(401, { error: 'invalid_token' });
  return json(200, { sub: user.id, preferred_username: user.username, name: user.name, email: user.email });
}

async function jwks(idp: IdentityProvider): Promise<Reply> {
  const { privateKey } = await idp.keyPair();
  const { kty = '', n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return json(200, { keys: [{ kty, n, e, kid: KEY_ID, alg: 'RS256', use: 'sig' }] });
}

function discovery({ url }: IdentityProvider): Reply {
  return json(200, {
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize/`,
    token_endpoint: `${url}/oauth/token/`,
    userinfo_endpoint: `${url}/oauth/userinfo/`,
    jwks_uri: `${url}/oauth/jwks/`,
    end_session_endpoint: `${url}/logout/`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
}
