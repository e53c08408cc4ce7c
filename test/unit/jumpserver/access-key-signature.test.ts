import { expect, test } from 'vitest';
import { signatureHeaders } from '../../../main/jumpserver/access-key-signature.ts';
import { SigningTransport } from '../../../main/jumpserver/signing-transport.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const pair = { id: '2f0d', secret: '8d1c0000-1111-2222-3333-444455556666' };
const at = Date.UTC(2026, 0, 2, 1, 30);
const VECTOR = 'P4ILnfs1D4AAoJQ36PIWxlX+Jin99ggiRp9dtkJvNWU=';

test("the signature is the protocol's, over target and date", () => {
  const request = { method: 'GET', target: '/api/v1/users/profile/?x=1', at };
  expect(signatureHeaders(pair, request)).toEqual({
    Date: 'Fri, 02 Jan 2026 01:30:00 GMT',
    Authorization: `Signature keyId="2f0d",algorithm="hmac-sha256",headers="(request-target) date",signature="${VECTOR}"`,
  });
});

test('a signed request carries no cookie, and its target is the URL as it is sent', async () => {
  const sent: { url: string; headers?: Readonly<Record<string, string>>; withoutCookies?: boolean }[] = [];
  const transport = new SigningTransport({
    transport: {
      fetch: async (request) => {
        sent.push(request);
        return { status: 200, headers: {}, body: '' };
      },
      cookies: async () => [{ name: 'jms_sessionid', value: 'x' }],
    },
    clock: new FakeClock(at),
    key: () => pair,
  });
  expect(await transport.cookies()).toEqual([]);
  await transport.fetch({ method: 'GET', url: 'https://jump.example.com/api/v1/users/profile/?x=1' });
  expect(sent[0]).toMatchObject({ withoutCookies: true, headers: { Authorization: expect.stringContaining(VECTOR) } });
  await transport.fetch({ method: 'GET', url: 'https://jump.example.com/a b?q=ö' });
  expect(sent[1]?.url).toBe('https://jump.example.com/a%20b?q=%C3%B6');
});
