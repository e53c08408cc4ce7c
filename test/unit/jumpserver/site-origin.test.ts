import { expect, test } from 'vitest';
import { siteOrigin } from '../../../main/jumpserver/probe.ts';

test.each([
  ['jump.example.com', 'https://jump.example.com'],
  [' https://Jump.Example.com/ui/#/x ', 'https://jump.example.com'],
  ['https://alice:secret@jump.example.com:8443/', 'https://jump.example.com:8443'],
  ['http://127.0.0.1:8080/core/', 'http://127.0.0.1:8080'],
  ['http://localhost', 'http://localhost'],
  ['http://[::1]:81', 'http://[::1]:81'],
  ['jump.example.com:8443', 'https://jump.example.com:8443'],
])('%s means %s', (typed, origin) => {
  expect(siteOrigin(typed)).toBe(origin);
});

test.each([
  'http://jump.example.com',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'ftp://localhost',
])('%s is refused as insecure', (typed) => {
  expect(() => siteOrigin(typed)).toThrowError(expect.objectContaining({ code: 'insecure-url' }));
});

test.each(['', '   ', 'https://', 'not an address', 'https://exa mple'])('"%s" is no address', (typed) => {
  expect(() => siteOrigin(typed)).toThrowError(expect.objectContaining({ code: 'bad-argument' }));
});
