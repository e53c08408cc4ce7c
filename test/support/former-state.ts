import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemClock } from '../../main/errors/clock.ts';
import { AccessKeyApi } from '../../main/jumpserver/access-keys.ts';
import { RestClient } from '../../main/jumpserver/rest-client.ts';
import { confirmIdentity } from '../../main/sites/identity-confirmation.ts';
import type { PracticeSite } from '../../practice/practice-site.ts';
import { signInToPractice } from './practice-login.ts';

/** What mcp-jumpserver-gui-sucks keeps of a sign-in. */
export interface FormerLogin {
  readonly baseUrl: string;
  readonly username: string;
  readonly cookies: readonly { readonly name: string; readonly value: string; readonly expires: number | null }[];
  readonly key?: { readonly id: string; readonly secret: string };
  readonly organisation?: string;
}

/** Signs in to a practice site as that program does, and has an access key made: what it would keep. */
export async function formerLogin(
  site: PracticeSite,
  who: keyof PracticeSite['users'] = 'alice',
): Promise<FormerLogin> {
  const { transport } = await signInToPractice(site.url, site.users[who]);
  const cookies = await transport.exportCookies();
  const baseUrl = site.url;
  const rest = new RestClient({ baseUrl, transport, clock: systemClock, organisation: () => '', onAnswer() {} });
  const api = new AccessKeyApi(rest);
  const { password, username } = site.users[who];
  const ask = async () => ({ kind: 'secret', method: 'password', secret: password }) as const;
  await confirmIdentity({ site: { name: 'practice', baseUrl }, api, transport, ask }, 'password');
  const made = await api.create();
  if (made.kind !== 'created') throw new Error('the practice site made no key');
  return {
    ...{ baseUrl, username, key: made.key },
    cookies: cookies.map(({ name, value, expiresAt }) => ({ name, value, expires: expiresAt ?? null })),
  };
}

/** The file as that program writes it: indented, keys sorted, mode 0600. */
export function writeFormerState(file: string, login: FormerLogin, mode = 0o600): string {
  const { baseUrl, username, cookies, key, organisation } = login;
  const at = new Date().toISOString();
  mkdirSync(path.dirname(file), { recursive: true });
  const state = {
    access_key_id: key?.id ?? '',
    access_key_secret: key?.secret ?? '',
    base_url: baseUrl,
    bearer_expires_at: '',
    bearer_keyword: 'Bearer',
    bearer_token: '',
    cookies: cookies.map(({ name, value, expires }) => ({
      ...{ domain: new URL(baseUrl).hostname, expires, http_only: false, name, path: '/', secure: true, value },
    })),
    created_at: at,
    headers: organisation === undefined ? {} : { 'X-JMS-ORG': organisation },
    login_source: key ? 'cli-web-session-access-key' : 'cli-web-session-cookie',
    metadata: { cookie_session_authenticated: true, durable_auth: key !== undefined, saved_by: 'login', username },
    schema_version: 2,
    updated_at: at,
  };
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
  chmodSync(file, mode);
  return file;
}
