import { z } from 'zod';
import { NodeSiteTransport } from './node-site-transport.ts';

const page = z.object({
  results: z.array(
    z.looseObject({ id: z.string(), name: z.string(), address: z.string(), type: z.object({ value: z.string() }) }),
  ),
});
const detail = z.looseObject({
  permed_accounts: z.array(z.looseObject({ alias: z.string(), name: z.string(), username: z.string().nullable() })),
});
const token = z.looseObject({ id: z.string() });

/** Signs in through the login form as a browser without JavaScript would (protocol §2.6); no second factor. */
export async function signInToPractice(
  url: string,
  user: { readonly username: string; readonly password: string },
): Promise<PracticeVisitor> {
  const transport = new NodeSiteTransport();
  await signInThrough(transport, url, user);
  return new PracticeVisitor(url, transport);
}

/** The same into a jar that is there already. */
export async function signInThrough(
  transport: NodeSiteTransport,
  url: string,
  user: { readonly username: string; readonly password: string },
): Promise<void> {
  const login = `${url}/core/auth/login/`;
  const form = await transport.fetch({ method: 'GET', url: login });
  // The session still lives: the page sends its owner on (protocol §1.2).
  if (form.status === 302) return;
  const csrf =
    /name="csrfmiddlewaretoken"\s+value="([^"]+)"/.exec(form.body)?.[1] ??
    (await transport.cookieEndingIn('csrftoken'));
  const posted = await transport.fetch({
    method: 'POST',
    url: login,
    headers: { 'content-type': 'application/x-www-form-urlencoded', referer: login },
    body: new URLSearchParams({
      csrfmiddlewaretoken: csrf,
      username: user.username,
      password: user.password,
    }).toString(),
  });
  const guard = posted.headers['location'];
  if (posted.status !== 302 || !guard) throw new Error(`The practice site did not take the password: ${posted.status}`);
  const through = await transport.fetch({ method: 'GET', url: new URL(guard, url).href });
  if (through.status !== 302) throw new Error(`The guard answered ${through.status}`);
}

/** A signed-in person at work over REST. */
export class PracticeVisitor {
  readonly url: string;
  readonly transport: NodeSiteTransport;

  constructor(url: string, transport: NodeSiteTransport) {
    this.url = url;
    this.transport = transport;
  }

  get kokoUrl(): string {
    return `${this.url.replace(/^http/, 'ws')}/koko/ws/terminal/`;
  }

  /** The asset of that name with its first usable account. */
  async findAsset(name: string): Promise<{ asset: z.infer<typeof page>['results'][number]; account: string }> {
    const found = await this.#get(
      `/api/v1/perms/users/self/assets/?search=${encodeURIComponent(name)}&limit=20&offset=0`,
      page,
    );
    const asset = found.results.find((one) => one.name === name);
    if (!asset) throw new Error(`The practice site has no asset ${name}`);
    const { permed_accounts: accounts } = await this.#get(`/api/v1/perms/users/self/assets/${asset.id}/`, detail);
    const account = accounts.find(({ alias }) => !alias.startsWith('@'));
    if (!account) throw new Error(`${name} has no account`);
    return { asset, account: account.alias };
  }

  async connectionToken(assetId: string, account: string, protocol: 'ssh' | 'sftp' = 'ssh'): Promise<string> {
    const response = await this.transport.fetch({
      method: 'POST',
      url: `${this.url}/api/v1/authentication/connection-token/`,
      headers: {
        'content-type': 'application/json',
        'x-csrftoken': await this.transport.cookieEndingIn('csrftoken'),
        referer: `${this.url}/luna/`,
      },
      body: JSON.stringify({
        asset: assetId,
        account,
        protocol,
        connect_method: protocol === 'ssh' ? 'web_cli' : 'web_sftp',
        input_username: '',
        input_secret: '',
      }),
    });
    if (response.status !== 201) throw new Error(`No connection token: ${response.status} ${response.body}`);
    return token.parse(JSON.parse(response.body)).id;
  }

  async #get<Body>(path: string, schema: z.ZodType<Body>): Promise<Body> {
    const response = await this.transport.fetch({ method: 'GET', url: `${this.url}${path}` });
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return schema.parse(JSON.parse(response.body));
  }
}
