/**
 * A browser without scripts that wanders between hosts: follows redirects, keeps a cookie jar for each host name (ports
 * do not matter), and leaves cookies at home on a form posted from another host, as SameSite=Lax asks.
 */
export class WanderingBrowser {
  readonly jars = new Map<string, Map<string, string>>();
  /** Every address that was asked for, oldest first. */
  readonly visited: string[] = [];
  url = '';
  status = 0;
  html = '';

  open(url: string): Promise<this> {
    return this.#go('GET', new URL(url, this.url === '' ? undefined : this.url).href);
  }

  /** Posts the form with that id: its hidden fields, and these. */
  async submit(id: string, fields: Record<string, string> = {}): Promise<this> {
    const form = new RegExp(`<form[^>]*id="${id}"[^>]*>.*?</form>`, 's').exec(this.html)?.[0];
    if (form === undefined) throw new Error(`no form ${id} at ${this.url}: ${this.html.slice(0, 300)}`);
    const action = unescaped(/action="([^"]*)"/.exec(form)?.[1] ?? '');
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, unescaped(value)],
    );
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }).toString();
    return this.#go('POST', new URL(action, this.url).href, body);
  }

  async api(path: string): Promise<Response> {
    const url = new URL(path, this.url).href;
    return this.#fetch('GET', url, undefined, new URL(url).hostname);
  }

  cookie(host: string, name: string): string | undefined {
    return this.jars.get(host)?.get(name);
  }

  async #go(method: string, first: string, body?: string): Promise<this> {
    const from = this.url === '' ? undefined : new URL(this.url).hostname;
    let [verb, url, payload] = [method, first, body];
    for (let hop = 0; hop < 20; hop += 1) {
      const answer = await this.#fetch(verb, url, payload, verb === 'POST' ? from : undefined);
      this.url = url;
      const location = answer.headers.get('location');
      if (location === null || answer.status < 300 || answer.status > 399) {
        this.status = answer.status;
        this.html = await answer.text();
        return this;
      }
      [verb, url, payload] = ['GET', new URL(location, url).href, undefined];
    }
    throw new Error(`too many redirects: ${this.visited.slice(-20).join(' ')}`);
  }

  async #fetch(method: string, url: string, body: string | undefined, from: string | undefined): Promise<Response> {
    this.visited.push(url);
    const { hostname } = new URL(url);
    const jar = this.jars.get(hostname) ?? new Map<string, string>();
    this.jars.set(hostname, jar);
    const isForeignPost = method === 'POST' && from !== undefined && from !== hostname;
    const cookie = isForeignPost ? '' : [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
