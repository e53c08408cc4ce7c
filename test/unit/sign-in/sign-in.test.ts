import { expect, test } from 'vitest';
import { decideNavigation } from '../../../main/sign-in/navigation.ts';
import { signInBarUrl } from '../../../main/sign-in/sign-in-bar.ts';
import { ARRIVAL_PATH, decideStep, signInUrl } from '../../../main/sign-in/sign-in-step.ts';

const base = 'https://jump.example.com';

test.each([
  [`${base}${ARRIVAL_PATH}`, 'arrived'],
  [`${base}/core/auth/login/?next=x`, 'going-on'],
  [`${base}/core/auth/login/mfa/`, 'going-on'],
  [`${base}/core/auth/login/?csrf_failure=1&admin=1`, 'origin-refused'],
  [`${base}/ui/`, 'maybe'],
  ['https://idp.example.org/authorize', 'going-on'],
  [`https://jump.example.com.evil.test${ARRIVAL_PATH}`, 'going-on'],
  ['about:blank', 'going-on'],
])('%s is %s', (url, kind) => {
  expect(decideStep(base, url).kind).toBe(kind);
});

test('the login page is asked to end on a page without scripts', () => {
  expect(new URL(signInUrl(base)).searchParams.get('next')).toBe(ARRIVAL_PATH);
});

test.each([
  [`${base}/x`, 'allow'],
  ['https://idp.example.org/', 'allow'],
  ['http://idp.example.org/', 'deny'],
  ['http://jump.example.com/', 'deny'],
  ['file:///etc/passwd', 'deny'],
  ['javascript:alert(1)', 'deny'],
  ['jms://token', 'deny'],
  ['nonsense', 'deny'],
])('navigation to %s: %s', (url, verdict) => {
  expect(decideNavigation(base, url)).toBe(verdict);
});

test('a host cannot write into the bar', () => {
  const html = decodeURIComponent(
    signInBarUrl({ host: '<img src=x onerror=1>', secure: true, onSite: false, dark: true, locale: 'en' }).split(
      ',',
      2,
    )[1] ?? '',
  );
  expect(html).not.toContain('<img');
  expect(html).toContain('another site');
});
