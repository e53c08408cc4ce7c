import { expect, test } from 'vitest';
import { csrfToken, sessionCookie, sessionMaxAge } from '../../../main/jumpserver/session-cookies.ts';

const cookie = (name: string, value: string) => ({ name, value });

test.each([
  ['jms_', 'jms_'],
  ['corp', 'corp'],
  ['""', ''],
])(
  'the site’s own cookies are known by its prefix %s, whatever an application next door left in the jar',
  (prefix, own) => {
    const jar = [
      // Another Django application on the parent domain names its cookies so.
      ...(own === '' ? [cookie('wiki_sessionid', 'theirs'), cookie('wiki_csrftoken', 'theirs')] : []),
      ...(own === '' ? [] : [cookie('sessionid', 'theirs'), cookie('csrftoken', 'theirs')]),
      cookie('SESSION_COOKIE_NAME_PREFIX', prefix),
      cookie(`${own}sessionid`, '"ours"'),
      cookie(`${own}csrftoken`, '"ours"'),
    ];
    expect(sessionCookie(jar)?.name).toBe(`${own}sessionid`);
    expect(csrfToken(jar)).toBe('ours');
  },
);

test('without a prefix that helps, the suffix does', () => {
  const jar = [
    cookie('SESSION_COOKIE_NAME_PREFIX', 'old_'),
    cookie('corpsessionid', 'x'),
    cookie('corpcsrftoken', 'y'),
  ];
  expect([sessionCookie(jar)?.name, csrfToken(jar)]).toEqual(['corpsessionid', 'y']);
  expect([sessionCookie([cookie('jms_sessionid', '""')]), csrfToken([])]).toEqual([undefined, undefined]);
});

test('the life of a session is read from its cookie among others, and a deleted one has none', () => {
  const other = 'django_language=en; expires=Tue, 23 Nov 2027 03:00:00 GMT; Max-Age=31536000; Path=/';
  expect(sessionMaxAge(`${other}, jms_sessionid="abc"; HttpOnly; Max-Age=86400; Path=/`)).toBe(86400);
  expect(sessionMaxAge(`sessionid=abc; HttpOnly; Path=/, ${other}`)).toBeNull();
  expect(sessionMaxAge(`jms_sessionid=""; Max-Age=0; Path=/`)).toBeUndefined();
  expect(sessionMaxAge(other)).toBeUndefined();
});
