import { expect, test } from 'vitest';
import { OwnCookies } from '../../../main/electron/own-cookies.ts';

const site = 'http://127.0.0.1:8080';
const idp = 'http://127.0.0.1:9000';

test('a cookie goes back only to the origin on that host that set it', () => {
  const cookies = new OwnCookies(site);
  expect(cookies.toTake(`${site}/core/`, { 'Set-Cookie': ['jms_sessionid=a; Path=/'] })).toBeUndefined();
  expect(cookies.toTake(`${idp}/auth`, { 'set-cookie': ['idp=b', 'lang=en'] })).toBeUndefined();
  const all = { Cookie: 'jms_sessionid=a; idp=b; by_script=c', Accept: '*/*' };
  expect(cookies.toSend(`${idp}/auth`, all)).toEqual({ Cookie: 'idp=b; by_script=c', Accept: '*/*' });
  expect(cookies.toSend(`${site}/api/`, all)).toEqual({ Cookie: 'jms_sessionid=a; by_script=c', Accept: '*/*' });
  expect(cookies.toSend(`${idp}/`, { cookie: 'jms_sessionid=a' })).toEqual({});
  expect(cookies.toSend(`${site.replace('http', 'ws')}/koko/`, { Cookie: 'jms_sessionid=a' })).toBeUndefined();
  expect([cookies.isForeign('idp'), cookies.isForeign('jms_sessionid'), cookies.isForeign('by_script')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a name that the site uses is the site’s, whoever else sets it', () => {
  const cookies = new OwnCookies(site);
  cookies.own(['sessionid']);
  expect(cookies.toTake(`${idp}/`, { 'Set-Cookie': ['sessionid=evil; Path=/', 'idp=1'], Date: ['x'] })).toEqual({
    'Set-Cookie': ['idp=1'],
    Date: ['x'],
  });
  cookies.toTake(`${site}/`, { 'Set-Cookie': ['idp=mine'] });
  expect(cookies.isForeign('idp')).toBe(false);
});
