import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';

/** A browser of the poorest kind: fetch, one redirect at a time, and a cookie jar. */
export class WebClient {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  lastSetCookies: string[] = [];

  constructor(url: string) {
    this.url = url;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.request('GET', path, undefined, headers);
  }

  async request(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    this.lastSetCookies = answer.headers.getSetCookie();
    for (const line of this.lastSetCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async form(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.request('POST', path, new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });
  }

  async api(method: string, path: string, value?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.request(method, path, value === undefined ? undefined : JSON.stringify(value), {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-csrftoken': this.cookies.get('jms_csrftoken') ?? '',
      ...headers,
    });
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Signs in through the form; the password goes encrypted, as the page would send it. */
  async signIn(user: { username: string; password: string }, otp?: () => string): Promise<void> {
    const csrf = csrfOf(await (await this.get('/core/auth/login/?next=/ui/')).text());
    const password = this.encrypted(user.password);
    await this.form('/core/auth/login/?next=/ui/', { csrfmiddlewaretoken: csrf, username: user.username, password });
    const guard = await this.get('/core/auth/login/guard/?next=/ui/');
    if (otp === undefined) return;
    const mfa = csrfOf(await (await this.get(guard.headers.get('location') ?? '')).text());
    await this.form('/core/auth/login/mfa/?next=/ui/', { csrfmiddlewaretoken: mfa, mfa_type: 'otp', code: otp() });
    await this.get('/core/auth/login/guard/?_=mfa_ok&next=/ui/');
  }

  encrypted(password: string, separator = ':'): string {
    const pem = Buffer.from(this.cookies.get('jms_public_key') ?? '', 'base64').toString();
    const key = randomBytes(8).toString('hex');
    const keyCipher = publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(key));
    const plain = Buffer.from(password);
    const padded = Buffer.alloc(Math.ceil(plain.length / 16) * 16);
    plain.copy(padded);
    const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    const text = Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
    return keyCipher.toString('base64') + separator + text;
  }
}

export function csrfOf(page: string): string {
  return /name="csrfmiddlewaretoken" value="([^"]{64})"/.exec(page)?.[1] ?? '';
}
