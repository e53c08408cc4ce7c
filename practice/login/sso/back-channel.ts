import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import type { SiteState } from '../../site-state.ts';

export interface BackChannelCall {
  form?: Record<string, string>;
  bearer?: string;
}

export interface BackChannelAnswer {
  status: number;
  body: string;
}

/** From server to server: no browser, no cookies. Fails after five seconds. */
export function backChannel(site: SiteState, path: string, call: BackChannelCall = {}): Promise<BackChannelAnswer> {
  const { url, address } = site.idp;
  const body = call.form === undefined ? undefined : new URLSearchParams(call.form).toString();
  const headers: Record<string, string> = { host: new URL(url).host };
  if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  if (call.bearer !== undefined) headers['authorization'] = `Bearer ${call.bearer}`;
  const options = {
    ...address,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers,
    timeout: 5000,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const received = (response: AsyncIterable<Buffer> & { statusCode?: number | undefined }) => {
      void collected(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    };
    // Both ends are this process; whose certificate it shows is for the browser to judge.
    const asking = url.startsWith('https:')
      ? secure({ ...options, rejectUnauthorized: false }, received)
      : plain(options, received);
    asking.on('timeout', () => asking.destroy(new Error('the identity provider does not answer')));
    asking.on('error', reject);
    asking.end(body);
  });
}

async function collected(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
}
