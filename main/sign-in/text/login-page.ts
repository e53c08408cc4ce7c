import { type PageElement, readHtml } from './html-page.ts';
import { formWith, type PageForm } from './page-form.ts';

/** One kind of second factor, as the page offers it (protocol §2.2). */
export interface MfaMethod {
  /** `otp`, `sms`, `email`, `otp_radius`, `mfa_custom`, `face`, `passkey`, … */
  readonly name: string;
  readonly label: string;
  /** The page sends a code first. */
  readonly sendsCode: boolean;
}

/** What the site's words are, apart from where they stand. Never matched on: they come in any language (protocol §1.7). */
export interface PageFailure {
  /** About the try as a whole: the credentials were looked at. */
  readonly general: string;
  /** About single fields, the captcha for one: the form was refused before the credentials were looked at. */
  readonly field: string;
}

/** A page on the way in, by what it asks. */
export type LoginPage =
  | {
      readonly kind: 'login';
      readonly form: PageForm;
      readonly failure: PageFailure;
      readonly challenge: boolean;
      /** Empty where the second factor is asked elsewhere or not at all. */
      readonly methods: readonly MfaMethod[];
      /** Absolute URL of the picture. */
      readonly captcha: string | undefined;
      /** Names of the sign-in kinds that only a browser can do. */
      readonly otherWays: readonly string[];
    }
  /** The login page without a form: this site signs in by other ways only. */
  | { readonly kind: 'no-form'; readonly otherWays: readonly string[] }
  | {
      readonly kind: 'mfa';
      readonly form: PageForm;
      readonly failure: string;
      readonly methods: readonly MfaMethod[];
    }
  | { readonly kind: 'waiting'; readonly words: string; readonly ticket: string | undefined }
  | { readonly kind: 'new-password'; readonly form: PageForm | undefined; readonly failure: string }
  | { readonly kind: 'verify-password'; readonly form: PageForm; readonly failure: string }
  | {
      readonly kind: 'bind-otp';
      readonly form: PageForm;
      readonly failure: string;
      readonly secret: string;
      readonly uri: string;
    }
  | { readonly kind: 'install-authenticator'; readonly next: string }
  | { readonly kind: 'notice'; readonly words: string; readonly target: string | undefined }
  | { readonly kind: 'needs-window'; readonly what: 'face' | 'passkey' | 'elsewhere' }
  | { readonly kind: 'unknown'; readonly title: string };

/** Reads a page of the site by its address and its form fields; markup changes between versions, these two hardly do. */
export function readLoginPage(url: string, html: string): LoginPage {
  const page = readHtml(html);
  const { pathname } = new URL(url);
  const at = (prefix: string) => pathname.startsWith(prefix);
  if (at('/core/auth/login/mfa/face/')) return { kind: 'needs-window', what: 'face' };
  if (at('/api/v1/authentication/passkeys/')) return { kind: 'needs-window', what: 'passkey' };
  if (at('/core/redirect/')) return { kind: 'needs-window', what: 'elsewhere' };
  if (at('/core/auth/login/mfa/')) return mfaPage(page, url) ?? unknown(page);
  if (at('/core/auth/login/wait-confirm/')) return waitingPage(page, url);
  if (at('/core/auth/login/')) return loginPage(page, url);
  if (at('/core/auth/password/')) return passwordPage(page, url);
  if (at('/core/auth/profile/otp/')) return otpPage(page, url, html);
  if (at('/core/common/flash-message/')) return noticePage(page, url, html);
  return unknown(page);
}

function loginPage(page: PageElement, url: string): LoginPage {
  const form = formWith(page, url, ['username']);
  const otherWays = page.below
    .filter((each) => each.tag === 'a' && /\/(login|qr)\/(\?|$)|passkeys/.test(each.attribute('href') ?? ''))
    .filter((each) => !(each.attribute('href') ?? '').startsWith('/core/auth/login/'))
    .map(({ text }) => text)
    .filter((text) => text !== '');
  if (!form?.names.has('password')) return { kind: 'no-form', otherWays };
  const picture = form.element.below.find((each) => each.tag === 'img' && each.hasClass('captcha'))?.attribute('src');
  return {
    kind: 'login',
    form,
    failure: failureOf(form.element),
    challenge: form.names.has('challenge'),
    methods: methodsOf(form.element),
    captcha: form.names.has('captcha_0') && picture ? new URL(picture, url).href : undefined,
    otherWays,
  };
}

function mfaPage(page: PageElement, url: string): LoginPage | undefined {
  const form = formWith(page, url, ['mfa_type', 'code']);
  return form && { kind: 'mfa', form, failure: wordsOf(page, ['red-fonts', 'help-block']), methods: methodsOf(page) };
}

function waitingPage(page: PageElement, url: string): LoginPage {
  const ticket = page.below.find((each) => each.hasClass('btn-copy'))?.attribute('data-link');
  return {
    kind: 'waiting',
    words: wordsOf(page, ['info-messages', 'info-message', 'alert-success']),
    ticket: ticket ? new URL(ticket, url).href : undefined,
  };
}

function passwordPage(page: PageElement, url: string): LoginPage {
  const form = formWith(page, url, ['new_password']);
  return { kind: 'new-password', form, failure: wordsOf(page, ['red-fonts', 'help-block', 'alert-danger']) };
}

function otpPage(page: PageElement, url: string, html: string): LoginPage {
  const bind = formWith(page, url, ['otp_code']);
  // The page hands the address to a script that draws it; the secret also stands in it.
  const uri = /otpauth:\/\/[^"'<\s\\]+/.exec(html)?.[0]?.replaceAll('&amp;', '&') ?? '';
  const secret = URL.canParse(uri) ? (new URL(uri).searchParams.get('secret') ?? '') : '';
  if (bind) return { kind: 'bind-otp', form: bind, failure: bindFailure(bind.element), secret, uri };
  const verify = formWith(page, url, ['password']);
  if (verify) return { kind: 'verify-password', form: verify, failure: wordsOf(page, ['red-fonts', 'help-block']) };
  const next = page.below.find((each) => each.tag === 'a' && each.hasClass('next'))?.attribute('href');
  return next ? { kind: 'install-authenticator', next: new URL(next, url).href } : unknown(page);
}

/** The binding page marks its error by colour alone: what stands in paragraphs of its form is that error. */
function bindFailure(form: PageElement): string {
  return form.below
    .filter(({ tag }) => tag === 'p')
    .map(({ text }) => bare(text))
    .filter((text) => text !== '')
    .join(' ');
}

function noticePage(page: PageElement, url: string, html: string): LoginPage {
  const words = wordsOf(page, ['alert-danger', 'alert-success', 'alert', 'flash-message']) || titleOf(page);
  const link = page.below
    .filter(({ tag }) => tag === 'a')
    .map((each) => each.attribute('href') ?? '')
    .find((href) => href.startsWith('/core/auth/') || href.startsWith(`${new URL(url).origin}/core/auth/`));
  const jump = /location(?:\.href)?\s*=\s*["']([^"']+)["']/.exec(html)?.[1];
  const target = link ?? jump;
  return { kind: 'notice', words, target: target ? new URL(target, url).href : undefined };
}

function methodsOf(page: PageElement): MfaMethod[] {
  const select = page.below.find((each) => each.tag === 'select' && each.attribute('name') === 'mfa_type');
  const usable = (select?.below ?? []).filter(
    (each) => each.tag === 'option' && each.attribute('disabled') === undefined && each.attribute('value'),
  );
  return usable.map((option) => {
    const name = option.attribute('value') ?? '';
    const block = page.below.find(
      (each) => each.attribute('id') === `mfa-${name}` || each.attribute('data-kind') === name,
    );
    const sendsCode = block?.below.some((each) => each.hasClass('btn-challenge')) ?? ['sms', 'email'].includes(name);
    return { name, label: option.text || name, sendsCode };
  });
}

function failureOf(form: PageElement): PageFailure {
  const blocks = form.below.filter((each) => each.hasClass('help-block'));
  const ofCaptcha = new Set(form.below.filter((each) => each.hasClass('captcha-field')).flatMap(({ below }) => below));
  const isGeneral = (each: PageElement) => each.hasClass('red-fonts') && !ofCaptcha.has(each);
  const join = (list: readonly PageElement[]) =>
    list
      .map(({ text }) => bare(text))
      .filter((text) => text !== '')
      .join(' ');
  return { general: join(blocks.filter(isGeneral)), field: join(blocks.filter((each) => !isGeneral(each))) };
}

function wordsOf(page: PageElement, classes: readonly string[]): string {
  for (const name of classes) {
    const words = page.below.filter((each) => each.hasClass(name)).map(({ text }) => bare(text));
    const said = words.filter((text) => text !== '');
    if (said.length > 0) return said.join(' ');
  }
  return '';
}

/** Django writes a star before each error of a list. */
const bare = (text: string) => text.replace(/^\*\s*/, '').trim();

const titleOf = (page: PageElement) => page.below.find(({ tag }) => tag === 'title')?.text ?? '';

const unknown = (page: PageElement): LoginPage => ({ kind: 'unknown', title: titleOf(page) });
