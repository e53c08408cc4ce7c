import { expect, test } from 'vitest';
import { aesSealed, sealPassword } from '../../../main/jumpserver/seal-password.ts';
import { createKeyPair } from '../../../practice/login/key-pair.ts';
import { openPassword } from '../../../practice/login/password/password-cipher.ts';

test.each([
  ['0123456789abcdef', 'P@ssw0rd', '0sz9J5HiMPQ5/jk4tAhfgA=='],
  ['k3y', '0123456789abcdef', 'YMKy/CtklYg9xJpRM7sm8Q=='],
  ['0123456789abcdef', 'пароль-密码', 'Dgmh1RmiNBuK3clVemqROWGOJdMBNfbEaStcsiq7xeg='],
])("the AES half of key %s and password %s is the protocol's", (key, password, sealed) => {
  expect(aesSealed(password, key)).toBe(sealed);
});

test.each([':', '::encrypted::'] as const)('the site opens what was sealed with %s', async (separator) => {
  const { publicKeyCookie, privateKey } = await createKeyPair();
  const sealed = sealPassword('geheim:密码', { publicKey: publicKeyCookie, separator });
  expect(sealed).not.toContain('geheim');
  expect(openPassword(sealed, privateKey, separator)).toBe('geheim:密码');
});

test.each([
  ['no key cookie', ''],
  ['the SM2 key of a site in GM mode', Buffer.from('ab'.repeat(64)).toString('base64')],
])('%s leaves it plain, which every version accepts', (_name, publicKey) => {
  expect(sealPassword('secret', { publicKey, separator: ':' })).toBe('secret');
});
