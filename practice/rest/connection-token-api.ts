import type { Asset } from '../assets/asset.ts';
import type { Json } from '../http/json.ts';
import { empty, json, type Reply } from '../http/reply.ts';
import type { Handler, Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import type { ConnectionToken } from '../koko/connection-tokens.ts';
import { openPassword } from '../login/password/password-cipher.ts';
import { DEFAULT_ORG } from '../organisations.ts';
import { restDate } from '../site-time.ts';
import { actionsOf } from './asset-json.ts';
import { bodyObject, isReply } from './body.ts';
import { assetsHere } from './current-organisation.ts';
import { listReply } from './pagination.ts';
import { doesNotExist, invalid } from './rest-errors.ts';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const UNSAFE_USERNAME = /["'`;|<>{[]/;
const DEFAULT_OPTIONS = {
  charset: 'default',
  file_name_conflict_resolution: 'replace',
  terminal_theme_name: 'Default',
  lang: 'en',
};

/** Connection tokens (protocol 6; bodies as measured live on v4.10.16). */
export function connectionTokenRoutes(): Route[] {
  return ['authentication', 'users'].flatMap((app) => {
    const at = (rest: string, methods: Record<string, Handler>): Route => ({
      path: `/api/v1/${app}/connection-token/${rest}`,
      access: 'signed-in',
      methods,
    });
    return [
      at('', { GET: list, POST: create }),
      at('exchange/', { POST: exchange }),
      at(':id/', { GET: (visit, { id = '' }) => withToken(visit, id, (token) => json(200, tokenJson(visit, token))) }),
      at(':id/expire/', {
        PATCH: (visit, { id = '' }) =>
          withToken(visit, id, (token) => {
            visit.site.tokens.expire(token);
            return empty(204);
          }),
      }),
      at(':id/reuse/', {
        PATCH: (visit, { id = '' }) =>
          withToken(visit, id, () => json(400, { error: 'Reusable connection token is not allowed' })),
      }),
    ];
  });
}

function list(visit: Visit): Reply {
  const own = visit.site.tokens.valid().filter((token) => token.userId === visit.user?.id);
  return listReply(
    visit.request,
    own.map((token) => tokenJson(visit, token)),
  );
}

/** A token of somebody else, a used and an expired one all look like none. */
function withToken(visit: Visit, id: string, then: (token: ConnectionToken) => Reply): Reply {
  const token = visit.site.tokens.valid().find((one) => one.id === id && one.userId === visit.user?.id);
  return token === undefined ? doesNotExist('Connection token') : then(token);
}

function create(visit: Visit): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  const errors: { [key: string]: Json } = {};
  for (const name of ['account', 'connect_method'] as const) {
    if (text(name) === '') errors[name] = ['This field is required.'];
  }
  const assetId = text('asset');
  // Only what is seen from the current organisation.
  const asset = assetsHere(visit).asset(assetId);
  if (assetId !== '' && !UUID.test(assetId)) errors['asset'] = [`“${assetId}” is not a valid UUID.`];
  else if (assetId !== '' && asset === undefined) {
    errors['asset'] = [`Invalid pk "${assetId}" - object does not exist.`];
  }
  if (UNSAFE_USERNAME.test(text('input_username'))) errors['input_username'] = ['Invalid username'];
  if (Object.keys(errors).length > 0) return json(400, errors);
  // An unknown connect method and a protocol the asset lacks are accepted here (measured live).
  return issued(visit, asset, {
    accountAlias: text('account'),
    protocol: text('protocol') || 'ssh',
    connectMethod: text('connect_method'),
    inputUsername: text('input_username'),
    inputSecret: openPassword(text('input_secret'), visit.session?.privateKey, visit.site.settings.passwordSeparator),
    options: optionsOf(body['connect_options']),
  });
}

function optionsOf(value: unknown): { [key: string]: Json } {
  const options: { [key: string]: Json } = { ...DEFAULT_OPTIONS };
  if (typeof value !== 'object' || value === null) return options;
  for (const [name, option] of Object.entries(value)) {
    if (['string', 'number', 'boolean'].includes(typeof option)) options[name] = option;
  }
  return options;
}

function exchange(visit: Visit): Reply {
  const body = bodyObject(visit.request);
  if (isReply(body)) return body;
  const old = visit.site.tokens.find(typeof body['id'] === 'string' ? body['id'] : '');
  if (old === undefined || old.userId !== visit.user?.id) return doesNotExist('Connection token');
  return issued(visit, visit.site.assets.asset(old.assetId), old);
}

type TokenParts = Pick<
  ConnectionToken,
  'accountAlias' | 'protocol' | 'connectMethod' | 'inputUsername' | 'inputSecret' | 'options'
>;

function issued(visit: Visit, asset: Asset | undefined, parts: TokenParts): Reply {
  const account = asset?.accounts.find((one) => one.alias === parts.accountAlias);
  if (asset === undefined || account === undefined || visit.user === undefined) {
    return invalid('Account not found', 'perm_account_invalid');
  }
  const isVirtual = account.alias.startsWith('@');
  const token = visit.site.tokens.issue({
    userId: visit.user.id,
    assetId: asset.id,
    accountAlias: account.alias,
    protocol: parts.protocol,
    connectMethod: parts.connectMethod,
    // The user name is kept for virtual accounts only; a secret is dropped when one is stored (protocol 6.1).
    inputUsername: isVirtual ? parts.inputUsername : '',
    inputSecret: account.hasSecret ? '' : parts.inputSecret,
    options: parts.options,
    remoteAddr: visit.request.remoteAddr,
  });
  return json(201, tokenJson(visit, token));
}

function tokenJson(visit: Visit, token: ConnectionToken): Json {
  const user = visit.site.user(token.userId);
  const asset = visit.site.assets.asset(token.assetId);
  const by = user?.name ?? '';
  return {
    id: token.id,
    value: token.value,
    user: { id: token.userId, name: by },
    asset: { id: token.assetId, name: asset?.name ?? '' },
    account: token.accountAlias,
    input_username: token.inputUsername,
    connect_method: token.connectMethod,
    protocol: token.protocol,
    connect_options: token.options,
    actions: actionsOf(visit.site.settings),
    is_active: true,
    is_reusable: false,
    from_ticket: null,
    from_ticket_info: {},
    date_expired: restDate(token.expiresAt),
    date_created: restDate(token.createdAt),
    date_updated: restDate(token.createdAt),
    created_by: by,
    updated_by: by,
    org_id: (asset?.organisation ?? DEFAULT_ORG).id,
    org_name: (asset?.organisation ?? DEFAULT_ORG).name,
    face_monitor_token: null,
    remote_addr: token.remoteAddr,
    expire_time: Math.max(0, Math.floor((token.expiresAt - Date.now() - 1) / 1000)),
    is_expired: token.expiresAt <= Date.now(),
    user_display: `${by}(${user?.username ?? ''})`,
    asset_display: `${asset?.name ?? ''}(${asset?.address ?? ''})`,
  };
}
