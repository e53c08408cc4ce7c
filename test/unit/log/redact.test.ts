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
