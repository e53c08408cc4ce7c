import { constants, generateKeyPairSync, publicEncrypt, webcrypto } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { loginScript } from '../../../practice/login/login-script.ts';
import { aesOpen, openPassword } from '../../../practice/login/password/password-cipher.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('the password cipher of protocol 1.5', () => {
  it.each([
    ['0123456789abcdef', 'P@ssw0rd', '0sz9J5HiMPQ5/jk4tAhfgA=='],
    ['k3y', '0123456789abcdef', 'YMKy/CtklYg9xJpRM7sm8Q=='],
    ['0123456789abcdef', 'пароль-密码', 'Dgmh1RmiNBuK3clVemqROWGOJdMBNfbEaStcsiq7xeg='],
  ])('opens the vector of key %s', (key, password, cipher) => {
    expect(aesOpen(cipher, key)).toBe(password);
  });

  const wrapped = (separator: string) => {
    const key = publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from('0123456789abcdef'),
    );
    return `${key.toString('base64')}${separator}0sz9J5HiMPQ5/jk4tAhfgA==`;
  };

  it.each([':', '::encrypted::'] as const)('opens both halves around %s', (separator) => {
    expect(openPassword(wrapped(separator), privateKey, separator)).toBe('P@ssw0rd');
  });

  it('takes what it cannot open for the password itself', () => {
    expect(openPassword('plain', privateKey, ':')).toBe('plain');
    expect(openPassword('with:colon', privateKey, ':')).toBe('with:colon');
    const text = wrapped('::encrypted::');
    expect(openPassword(text, privateKey, ':')).toBe(text);
    expect(openPassword(text, undefined, '::encrypted::')).toBe(text);
  });

  it.each(['practice-alice', '0123456789abcdef', 'пароль-密码 with more than one block'])(
    'opens what the script of the login page makes of %s',
    async (password) => {
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const context = createContext({
        document: { cookie: `jms_public_key=${Buffer.from(pem).toString('base64')}; other=1` },
        window: { crypto: webcrypto },
        crypto: webcrypto,
        btoa,
        atob,
        TextEncoder,
        Uint8Array,
      });
      const posted = await runInContext(`${loginScript(':')};encryptPassword(${JSON.stringify(password)})`, context);
      expect(posted).not.toContain(password);
      expect(openPassword(posted, privateKey, ':')).toBe(password);
    },
  );
});
