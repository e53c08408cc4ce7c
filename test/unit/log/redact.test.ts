import { expect, test } from 'vitest';
import { redact, redactText } from '../../../main/log/redact.ts';

test('cookies, tokens and passwords are hidden wherever they stand', () => {
  const line = redactText(
    'GET /koko/ws/terminal/?token=c0ffee00-1111&x=1 Cookie: jms_sessionid=abcdef; jms_csrftoken=zyx\nAuthorization: Bearer abcdefghijklmnop',
  );
  for (const secret of ['c0ffee00', 'abcdef;', 'zyx', 'abcdefghijklmnop']) expect(line).not.toContain(secret);
  expect(line).toContain('x=1');
});

test('values are hidden by the name of their field, at any depth', () => {
  const text = JSON.stringify(
    redact({ cookie: 'a=1', asset: { name: 'web-01', secret_info: { key: 'p' } }, list: [{ password: 'hunter2' }] }),
  );
  expect(text).toContain('web-01');
  for (const secret of ['a=1', 'hunter2', '"p"']) expect(text).not.toContain(secret);
});

test('an error keeps its message and loses its secrets', () => {
  const error = new Error('failed for corpsessionid=deadbeef', { cause: new Error('password=hunter2') });
  const text = JSON.stringify(redact(error));
  expect(text).toContain('failed for');
  expect(text).not.toContain('deadbeef');
  expect(text).not.toContain('hunter2');
});

test('a private key block disappears whole', () => {
  expect(redactText('x -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- y')).toBe('x ⟨hidden⟩ y');
});

test('half a private key disappears too', () => {
  const text = redactText(`${'x'.repeat(3900)} -----BEGIN OPENSSH PRIVATE KEY-----\n${'k'.repeat(3000)}`);
  expect(text).not.toContain('kkk');
});

test('bodies, links and keys of our own are covered', () => {
  const token = 'q3Zr8sYw1Jb0nD_kf5Xv2Lh7Tg9Mc4-PaR6eUoViNtE';
  const text = redactText(
    `POST {"username":"alice","password":"hun\\"ter2","code":"123456"} ` +
      `PATCH /api/v1/authentication/connection-token/c0ffee00-aaaa-bbbb-cccc-000000000000/expire/ ` +
      `https://alice:hunter3@jump.example.com/ key ${token}`,
  );
  for (const secret of ['ter2', '123456', 'c0ffee00', 'hunter3', token]) expect(text).not.toContain(secret);
  for (const kept of ['"username":"alice"', '/expire/', 'jump.example.com']) expect(text).toContain(kept);
});

test('what helps to find a fault stays readable', () => {
  const error = Object.assign(new Error('no answer'), { code: 'site-unreachable' });
  expect(redact({ error, code: 1006, site: 'site_dG9rZW4', sha: 'a'.repeat(43) })).toMatchObject({
    error: { code: 'site-unreachable' },
    code: 1006,
    site: 'site_dG9rZW4',
    sha: 'a'.repeat(43),
  });
  expect(redact({ otp: '1', code: '123456' })).toEqual({ otp: '⟨hidden⟩', code: '⟨hidden⟩' });
});

test('a flood of any kind of character is redacted quickly', () => {
  const began = performance.now();
  for (const unit of ['x', '"', 'sessionid', '-----BEGIN A-----', '//a:', 'Bearer ', ' ', '{"a":"'])
    for (let round = 0; round < 20; round += 1) redactText(unit.repeat(4000));
  expect(performance.now() - began).toBeLessThan(2_000);
});
