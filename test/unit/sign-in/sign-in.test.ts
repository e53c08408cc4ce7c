import { describe, expect, test } from 'vitest';
import { framePageUrl, frameUpdate, pressed } from '../../../main/sign-in/frame-page.ts';
import { decideNavigation, type FrameKind } from '../../../main/sign-in/navigation.ts';
import { siteWords } from '../../../main/sign-in/page-words.ts';
import { refusedPermission } from '../../../main/sign-in/refusal.ts';
import { shownAddress } from '../../../main/sign-in/shown-address.ts';
import { afterPage, afterTrouble, afterWords, COURSE_BEGIN } from '../../../main/sign-in/sign-in-course.ts';
import { ARRIVAL_PATH, decideStep, passedGuard, signInUrl } from '../../../main/sign-in/sign-in-step.ts';
import { signInTexts } from '../../../main/sign-in/sign-in-texts.ts';
import { dismissedText, type SignInEnd, type SignInStage } from '../../../main/sites/sign-in-end.ts';

const base = 'https://jump.example.com';
const practice = 'http://127.0.0.1:8080';

describe('what a page means', () => {
  test.each([
    [`${base}${ARRIVAL_PATH}`, 'arrived'],
    [`${base}/core/auth/login/?csrf_failure=1&admin=1`, 'origin-refused'],
    [`${base}/`, 'maybe'],
    [`${base}/ui/#/`, 'maybe'],
    [`${base}/luna/`, 'maybe'],
    [`${base}/api/health/`, 'maybe'],
  ])('%s is %s', (url, kind) => {
    expect(decideStep(base, url).kind).toBe(kind);
  });

  test.each([
    ['/core/auth/login/?next=x', 'login'],
    ['/core/auth/login/guard/', 'login'],
    ['/core/auth/login/mfa/', 'mfa'],
    ['/core/auth/login/mfa/face/capture/', 'mfa'],
    ['/core/auth/login/wait-confirm/?next=x', 'review'],
    ['/core/auth/profile/otp/enable/start/?_=login_mfa', 'otp-binding'],
    ['/core/auth/password/reset/?token=x', 'password-change'],
    ['/core/auth/openid/callback/?code=x', 'identity-provider'],
    ['/core/auth/wecom/qr/login/', 'identity-provider'],
    ['/api/v1/authentication/passkeys/login/', 'passkey'],
    ['/core/common/flash-message/?code=abc', 'notice'],
    ['/core/redirect/confirm/?next=x', 'notice'],
    ['/core/i18n/ja/', 'login'],
  ])('%s belongs to %s', (path, stage) => {
    expect(decideStep(base, base + path)).toEqual({ kind: 'going-on', stage });
  });

  test.each(['https://idp.example.org/authorize', `https://jump.example.com.evil.test${ARRIVAL_PATH}`, 'about:blank'])(
    '%s is not on the site',
    (url) => {
      expect(decideStep(base, url)).toEqual({ kind: 'going-on', stage: 'identity-provider' });
    },
  );

  test('the login page is asked to end on a page without scripts', () => {
    expect(new URL(signInUrl(base)).searchParams.get('next')).toBe(ARRIVAL_PATH);
  });
});

describe('where a frame may go', () => {
  const table: readonly (readonly [site: string, frame: FrameKind, url: string, verdict: string])[] = [
    [base, 'page', `${base}/x`, 'allow'],
    [base, 'page', 'https://idp.example.org/', 'allow'],
    [base, 'page', 'https://idp.example.org:8443/', 'allow'],
    [base, 'page', 'http://idp.example.org/', 'not-encrypted'],
    [base, 'page', 'http://jump.example.com/', 'not-encrypted'],
    [base, 'page', 'http://127.0.0.1/', 'not-encrypted'],
    [base, 'page', 'file:///etc/passwd', 'scheme'],
    [base, 'page', 'javascript:alert(1)', 'scheme'],
    [base, 'page', 'jms://token', 'scheme'],
    [base, 'page', 'data:text/html,x', 'scheme'],
    [base, 'page', `blob:${base}/1`, 'scheme'],
    [base, 'page', 'blob:https://idp.example.org/1', 'scheme'],
    [base, 'page', 'view-source:https://idp.example.org/', 'scheme'],
    [base, 'page', 'chrome://settings', 'scheme'],
    [base, 'page', 'ws://jump.example.com/', 'scheme'],
    [base, 'page', 'nonsense', 'address'],
    [base, 'pop-up', '', 'allow'],
    [base, 'pop-up', 'about:blank', 'allow'],
    [base, 'pop-up', 'https://idp.example.org/', 'allow'],
    [base, 'pop-up', 'http://idp.example.org/', 'not-encrypted'],
    [base, 'pop-up', 'data:text/html,x', 'scheme'],
    [base, 'sub-frame', 'about:blank', 'allow'],
    [base, 'sub-frame', 'about:srcdoc', 'allow'],
    [base, 'sub-frame', 'data:text/html,x', 'allow'],
    [base, 'sub-frame', 'blob:https://idp.example.org/1', 'allow'],
    [base, 'sub-frame', 'https://login.example.net/frame', 'allow'],
    [base, 'sub-frame', 'http://login.example.net/frame', 'not-encrypted'],
    [base, 'sub-frame', 'dingtalk://dingtalkclient', 'scheme'],
    [practice, 'page', `${practice}/x`, 'allow'],
    [practice, 'page', 'http://127.0.0.1:9090/authorize', 'allow'],
    [practice, 'page', 'http://localhost:9090/authorize', 'allow'],
    [practice, 'page', 'http://[::1]:9090/authorize', 'allow'],
    [practice, 'page', 'http://127.evil.example/', 'not-encrypted'],
    [practice, 'page', 'http://idp.example.org/', 'not-encrypted'],
    [practice, 'page', 'https://idp.example.org/', 'allow'],
  ];
  test.each(table)('on %s a %s to %s: %s', (site, frame, url, verdict) => {
    const decided = decideNavigation(site, url, frame);
    expect(decided.allow ? 'allow' : decided.refusal.kind).toBe(verdict);
  });

  test('permissions that nobody notices are refused in silence, the others are named', () => {
    expect(refusedPermission('media')).toEqual({ kind: 'permission', what: 'camera' });
    expect(refusedPermission('openExternal')).toEqual({ kind: 'permission', what: 'program' });
    expect(refusedPermission('background-sync')).toBeNull();
    expect(refusedPermission('storage-access')).toBeNull();
  });
});

describe('what the bar shows', () => {
  test.each([
    [`${base}/core/auth/login/`, 'jump.example.com', true, true],
    ['https://idp.example.org:8443/x', 'idp.example.org:8443', true, false],
    ['https://堡垒机.中国/', '堡垒机.中国', true, false],
    ['https://bücher.example/', 'bücher.example', true, false],
    // A Cyrillic а, and Latin mixed with it.
    ['https://аррӏе.example/', 'xn--80ak6aa92e.example', true, false],
    ['https://jumр.example.com/', 'xn--jum-2ed.example.com', true, false],
    ['https://jump.example.com@evil.test/', 'evil.test', true, false],
    ['http://127.0.0.1:8080/', '127.0.0.1:8080', false, false],
  ])('%s as %s', (href, host, secure, onSite) => {
    expect(shownAddress(base, href)).toEqual({ host, secure, onSite });
  });

  test('a pop-up without an address of its own belongs to its opener', () => {
    expect(shownAddress(base, 'about:blank', 'https://idp.example.org/x')).toEqual({
      host: 'idp.example.org',
      secure: true,
      onSite: false,
    });
    expect(shownAddress(base, 'about:blank')).toEqual({ host: '', secure: false, onSite: false });
  });

  test("a site's name cannot write into the bar, and the host goes there as text", () => {
    const texts = signInTexts.en;
    const speech = { siteName: '<img src=x onerror=1>', locale: 'en', texts, popUp: false } as const;
    const page = decodeURIComponent(framePageUrl(speech));
    expect(page).not.toContain('<img');
    expect(page).toContain("default-src 'none'");
    const facts = {
      address: { host: '</script><img>', secure: true, onSite: false },
      loading: false,
      notice: null,
      panel: null,
    };
    expect(frameUpdate(facts, speech)).toContain('textContent');
  });

  test('what our page says was pressed is one of four words', () => {
    expect(pressed('cancel')).toBe('cancel');
    expect(pressed('format-disk')).toBeUndefined();
    expect(pressed({ action: 'cancel' })).toBeUndefined();
  });

  test('both languages have a word for every refusal', () => {
    for (const texts of Object.values(signInTexts)) {
      expect(texts.refusal({ kind: 'scheme', scheme: 'jms' })).toContain('jms:');
      expect(texts.refusal({ kind: 'permission', what: 'camera' })).not.toContain('undefined');
      expect(texts.networkWords('ERR_CONNECTION_REFUSED')).not.toBe(texts.networkWords('ERR_UNHEARD_OF'));
    }
  });
});

describe('the course of signing in', () => {
  const page = (stage: SignInStage, more: { readonly viaGuard?: boolean; readonly status?: number } = {}) => ({
    step: { kind: 'going-on', stage } as const,
    status: more.status ?? 200,
    viaGuard: more.viaGuard ?? false,
  });
  const at = (stage: SignInStage): SignInEnd => ({ at: stage, after: null });

  test('a wrong password, a wrong code and a lock are told apart without reading any language', () => {
    const wrong = 'The username or password you entered is incorrect. You can also try 7 times (locked for 30 minutes)';
    const locked = '账号已被锁定（请联系管理员解锁或 30 分钟后重试）';
    expect(afterWords(COURSE_BEGIN, wrong)).toEqual({ at: 'login', after: { kind: 'refused', words: wrong } });
    expect(afterWords(COURSE_BEGIN, locked)).toEqual({ at: 'login', after: { kind: 'locked', words: locked } });
    expect(afterWords(at('mfa'), 'OTP code invalid').after?.kind).toBe('refused');
    expect(afterWords(COURSE_BEGIN, '')).toEqual(COURSE_BEGIN);
  });

  test('trouble is forgotten at the next step, not on the same page', () => {
    const refused = afterWords(COURSE_BEGIN, 'no');
    expect(afterPage(refused, page('login')).after?.kind).toBe('refused');
    expect(afterPage(refused, page('mfa', { viaGuard: true }))).toEqual(at('mfa'));
  });

  test('the guard that sends a person back to the login page says that the first step has lapsed', () => {
    expect(afterPage(at('mfa'), page('login', { viaGuard: true })).after?.kind).toBe('pre-auth-expired');
    expect(afterPage(at('mfa'), page('login'))).toEqual(at('login'));
    expect(passedGuard(base, [`${base}/core/auth/login/guard/?_=session_empty`, `${base}/core/auth/login/`])).toBe(
      true,
    );
    expect(passedGuard(base, ['https://evil.test/core/auth/login/guard/'])).toBe(false);
  });

  test("an approver's no stays what it is when the site starts over", () => {
    const rejected = afterWords(at('review'), 'Login confirm ticket was rejected');
    expect(rejected.after?.kind).toBe('review-rejected');
    expect(afterPage(rejected, page('login', { viaGuard: true })).after?.kind).toBe('review-rejected');
    expect(afterPage(rejected, page('mfa'))).toEqual(at('mfa'));
  });

  test('a server error and a refused origin are kept with their page', () => {
    expect(afterPage(at('mfa'), page('mfa', { status: 502 })).after?.kind).toBe('server-error');
    const refused = afterPage(at('login'), { step: { kind: 'origin-refused' }, status: 200, viaGuard: false });
    expect(afterWords(refused, 'CSRF').after).toEqual({ kind: 'origin-refused', words: 'CSRF' });
  });

  test('the end is one sentence for an agent', () => {
    expect(dismissedText(undefined)).toContain('closed');
    expect(dismissedText(afterTrouble(at('mfa'), 'refused', 'OTP code invalid'))).toBe(
      'The sign-in window was closed at the second factor. Before that the site did not take what was entered (“OTP code invalid”).',
    );
  });

  test("a page's words are one short line without anything invisible", () => {
    expect(siteWords(' OTP\n code \u202Einvalid\u0000 ')).toBe('OTP code invalid');
    expect(siteWords('x'.repeat(400))).toHaveLength(200);
    expect(siteWords({ toString: 'x' })).toBe('');
  });
});
