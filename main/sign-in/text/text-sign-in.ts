import { z } from 'zod';
import type { Clock } from '../../errors/clock.ts';
import type { RestTransport } from '../../jumpserver/rest-transport.ts';
import {
  type PasswordSeparator,
  publicKeyIn,
  SEAL_SCRIPT,
  sealPassword,
  separatorIn,
} from '../../jumpserver/seal-password.ts';
import type { Log } from '../../log/log.ts';
import type { SignInConversation, SignInQuestion } from '../../sites/sign-in-conversation.ts';
import type { SignInResult, SiteSettings, SiteUser } from '../../sites/site-model.ts';
import { signInUrl } from '../sign-in-step.ts';
import { type LoginPage, type MfaMethod, readLoginPage } from './login-page.ts';
import { waitForReview } from './review-wait.ts';
import { type Place, SiteWalk } from './site-walk.ts';
import { type SignInTexts, signInTexts } from './texts.ts';

export interface TextSignInPorts {
  readonly site: Pick<SiteSettings, 'name' | 'baseUrl'>;
  readonly transport: RestTransport;
  readonly conversation: SignInConversation;
  /** Who is signed in now, asked of the profile; null while nobody is. */
  readonly whoAmI: () => Promise<SiteUser | null>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** As ssh does; below every usual limit of a site (protocol §1.8: 7). */
const MAX_TRIES = 3;
/** From this many tries left on the person is asked before the next one. */
const LAST_TRIES = 2;
/** Captchas are hard to read; each is a page. */
const MAX_REFUSALS = 8;
/** Pages of one sign-in, bindings and wrong codes included. */
const MAX_STEPS = 60;

type Of<K extends LoginPage['kind']> = Extract<LoginPage, { kind: K }>;
type Outcome = Place | { readonly kind: 'result'; readonly result: SignInResult };

/** Signs in over the login pages without a browser, asking the person at a terminal (protocol §1, §2). */
export async function signInByText(ports: TextSignInPorts): Promise<SignInResult> {
  const signal = AbortSignal.any([ports.signal, ports.conversation.signal]);
  const walk = new SiteWalk({
    baseUrl: ports.site.baseUrl,
    transport: ports.transport,
    clock: ports.clock,
    language: ports.conversation.language === 'en' ? 'en' : 'zh-CN,zh',
    signal,
  });
  try {
    return await new TextSignIn({ ...ports, signal }, walk).run();
  } catch (error) {
    // Whoever ends the terminal has dismissed the sign-in, as one who closes the window.
    if (ports.conversation.signal.aborted && !ports.signal.aborted) return { kind: 'dismissed' };
    throw error;
  }
}

class TextSignIn {
  readonly #ports: TextSignInPorts;
  readonly #walk: SiteWalk;
  readonly #texts: SignInTexts;
  #username: string | undefined;
  #password: string | undefined;
  #method: string | undefined;
  /** How far the credentials that we hold have come. */
  #credentials: 'none' | 'posted' | 'accepted' = 'none';
  /** The site is about to send us back to the form for a reason of its own (a binding, a new password). */
  #backToForm = false;
  #wrong = 0;
  #refusals = 0;
  #restarts = 0;
  #ownForm = false;
  #toldOtherWays = false;
  #boundSecret = '';
  #separator: PasswordSeparator | 'plain' | undefined;

  constructor(ports: TextSignInPorts, walk: SiteWalk) {
    this.#ports = ports;
    this.#walk = walk;
    this.#texts = signInTexts(ports.conversation.language);
  }

  async run(): Promise<SignInResult> {
    let place: Outcome = await this.#walk.open(signInUrl(this.#baseUrl));
    for (let step = 0; step < MAX_STEPS; step += 1) {
      place = await this.#step(place);
      if (place.kind === 'result') return place.result;
    }
    return { kind: 'failed', message: this.#texts.tooLong };
  }

  get #baseUrl(): string {
    return this.#ports.site.baseUrl;
  }

  async #step(place: Place): Promise<Outcome> {
    switch (place.kind) {
      case 'arrived':
      case 'outside':
        return this.#arrive();
      case 'foreign':
        return this.#elsewhere(place.host);
      case 'origin-refused':
        return failed(this.#texts.originRefused(new URL(this.#baseUrl).host));
      case 'page':
        return this.#onPage(readLoginPage(place.url, place.body), place.url);
      default:
        return place satisfies never;
    }
  }

  async #onPage(page: LoginPage, url: string): Promise<Outcome> {
    this.#ports.log.debug('text sign-in: page', { page: page.kind });
    if (page.kind !== 'login' && this.#credentials === 'posted') this.#credentials = 'accepted';
    switch (page.kind) {
      case 'login':
        return this.#login(page, url);
      case 'no-form':
        return this.#ownForm
          ? this.#onlyByWindow(this.#texts.needsWindow.sso(page.otherWays.join(', ')))
          : this.#form();
      case 'mfa':
        return this.#mfa(page, url);
      case 'waiting':
        return this.#wait(page);
      case 'new-password':
        return this.#newPassword(page, url);
      case 'verify-password':
        return this.#verifyPassword(page, url);
      case 'install-authenticator':
        return this.#walk.open(page.next);
      case 'bind-otp':
        return this.#bindOtp(page, url);
      case 'notice':
        return this.#notice(page);
      case 'needs-window':
        return this.#onlyByWindow(this.#texts.needsWindow[page.what]);
      case 'unknown':
        return failed(this.#texts.unknownPage(page.title));
      default:
        return page satisfies never;
    }
  }

  async #arrive(): Promise<Outcome> {
    const user = await this.#ports.whoAmI();
    return user ? { kind: 'result', result: { kind: 'signed-in', user } } : failed(this.#texts.nobody);
  }

  /** An identity provider's pages are for a browser; the site's own form may still be there behind `admin=1` (protocol §1.2). */
  async #elsewhere(host: string): Promise<Outcome> {
    if (this.#ownForm) return this.#onlyByWindow(this.#texts.needsWindow.host(host));
    this.#say(this.#texts.ownForm(host));
    return this.#form();
  }

  #form(): Promise<Place> {
    this.#ownForm = true;
    return this.#walk.open(`${signInUrl(this.#baseUrl)}&admin=1`);
  }

  async #login(page: Of<'login'>, url: string): Promise<Outcome> {
    const stop = await this.#backAtForm(page);
    if (stop) return stop;
    if (page.otherWays.length > 0 && !this.#toldOtherWays) this.#say(this.#texts.otherWays(page.otherWays.join(', ')));
    this.#toldOtherWays = true;
    if (this.#password === undefined) {
      this.#username = await this.#ask('username', 'text', this.#texts.username(this.#ports.site.name), this.#username);
      this.#password = await this.#ask('password', 'secret', this.#texts.password);
    }
    const values: Record<string, string> = {
      ...page.form.values,
      username: this.#username ?? '',
      password: await this.#sealed(this.#password),
    };
    if (page.challenge) values['challenge'] = await this.#ask('code', 'secret', this.#texts.challenge);
    if (page.methods.length > 0) {
      const method = await this.#choose(page.methods);
      if (!method) return this.#onlyByWindow(this.#texts.needsWindow.passkey);
      values['mfa_type'] = method.name;
      values['code'] = await this.#ask('code', 'text', this.#texts.code(method.label, false));
    }
    if (page.captcha) {
      this.#ports.conversation.picture(await this.#walk.picture(page.captcha));
      const answer = await this.#ask('captcha', 'text', this.#texts.captcha);
      this.#credentials = 'none';
      if (answer === '') return this.#walk.open(url);
      values['captcha_1'] = answer;
    }
    this.#credentials = 'posted';
    return this.#walk.post(page.form.action, url, values);
  }

  /** Why the form is there again, if it is; a result where there is no use in going on. */
  async #backAtForm({ failure }: Of<'login'>): Promise<Outcome | undefined> {
    const before = this.#credentials;
    this.#credentials = 'none';
    if (before === 'none') {
      if (failure.general !== '') this.#quote(failure.general);
      return undefined;
    }
    if (before === 'accepted') {
      if (this.#backToForm) {
        this.#backToForm = false;
        this.#say(this.#texts.bound);
        return undefined;
      }
      this.#restarts += 1;
      if (this.#restarts > 1) return failed(this.#texts.expiredTwice);
      this.#say(this.#texts.startOver);
      return undefined;
    }
    if (failure.general === '') {
      // Refused before the credentials were looked at, by the captcha: also when a neighbour's failure brought one (protocol §1.6).
      this.#refusals += 1;
      if (failure.field !== '') this.#quote(failure.field);
      return this.#refusals > MAX_REFUSALS ? failed(failure.field) : undefined;
    }
    this.#password = undefined;
    this.#method = undefined;
    return this.#afterWrong(failure.general);
  }

  async #mfa(page: Of<'mfa'>, url: string): Promise<Outcome> {
    if (page.failure !== '') {
      const stop = await this.#afterWrong(page.failure);
      if (stop) return stop;
    }
    const method = await this.#choose(page.methods);
    if (!method) {
      const face = page.methods.some(({ name }) => name === 'face');
      return this.#onlyByWindow(this.#texts.needsWindow[face ? 'face' : 'passkey']);
    }
    const again = method.sendsCode || page.methods.filter(forTerminals).length > 1;
    const code = await this.#ask('code', 'text', this.#texts.code(method.label, again));
    if (code === '') {
      this.#method = undefined;
      return this.#walk.open(url);
    }
    return this.#walk.post(page.form.action, url, { ...page.form.values, mfa_type: method.name, code });
  }

  /** The method of this sign-in, its code on the way where the site sends one; undefined where none works in a terminal. */
  async #choose(offered: readonly MfaMethod[]): Promise<MfaMethod | undefined> {
    const usable = offered.filter(forTerminals);
    const known = usable.find(({ name }) => name === this.#method);
    if (known) return known;
    const [first, ...others] = usable;
    if (!first) return undefined;
    const hidden = offered.filter((each) => !forTerminals(each));
    if (hidden.length > 0) this.#say(this.#texts.windowMethods(hidden.map(({ label }) => label).join(', ')));
    const choices = usable.map(({ name, label }) => ({ value: name, label }));
    const chosen =
      others.length === 0 ? first.name : await this.#ask('method', 'choice', this.#texts.method, first.name, choices);
    const method = usable.find(({ name }) => name === chosen) ?? first;
    this.#method = method.name;
    if (method.sendsCode) await this.#sendCode(method);
    return method;
  }

  async #sendCode({ name, label }: MfaMethod): Promise<void> {
    const body = { type: name, username: this.#username ?? '' };
    const response = await this.#walk.api('POST', '/api/v1/authentication/mfa/send-code/', body);
    if (response.status < 300) this.#say(this.#texts.codeSent(label));
    else this.#say(this.#texts.notSent(errorOf(response.body) || `${response.status}`));
  }

  async #wait(page: Of<'waiting'>): Promise<Outcome> {
    if (page.words !== '') this.#quote(page.words);
    this.#say(this.#texts.waiting);
    if (page.ticket) this.#say(this.#texts.ticket(page.ticket));
    const end = await waitForReview(this.#walk, this.#ports.clock, this.#ports.signal);
    if (end.kind === 'refused') return failed(end.words || this.#texts.rejected);
    const next = new URL(signInUrl(this.#baseUrl)).search;
    return this.#walk.open(`${this.#baseUrl}/core/auth/login/guard/${next}`);
  }

  async #notice({ words, target }: Of<'notice'>): Promise<Outcome> {
    const path = target && new URL(target).origin === new URL(this.#baseUrl).origin ? new URL(target).pathname : '';
    if (this.#credentials === 'none' && !this.#ownForm) return this.#form();
    if (words !== '') this.#quote(words);
    const goesOn = path.startsWith('/core/auth/password/') || path.startsWith('/core/auth/profile/otp/');
    if (target && (goesOn || (this.#backToForm && path !== ''))) return this.#walk.open(target);
    return failed(words);
  }

  async #newPassword({ form, failure }: Of<'new-password'>, url: string): Promise<Outcome> {
    if (failure !== '') {
      const stop = await this.#afterWrong(failure);
      if (stop) return stop;
    } else this.#say(this.#texts.mustChange);
    if (!form) return failed(failure || this.#texts.mustChange);
    const fresh = await this.#ask('new-password', 'secret', this.#texts.newPassword);
    if (fresh !== (await this.#ask('new-password', 'secret', this.#texts.repeatPassword))) {
      this.#say(this.#texts.passwordsDiffer);
      return this.#walk.open(url);
    }
    this.#password = fresh;
    this.#backToForm = true;
    return this.#walk.post(form.action, url, { ...form.values, new_password: fresh, confirm_password: fresh });
  }

  async #verifyPassword({ form, failure }: Of<'verify-password'>, url: string): Promise<Outcome> {
    if (failure !== '') {
      this.#password = undefined;
      const stop = await this.#afterWrong(failure);
      if (stop) return stop;
    }
    this.#password ??= await this.#ask('password', 'secret', this.#texts.password);
    return this.#walk.post(form.action, url, { ...form.values, password: this.#password });
  }

  async #bindOtp({ form, failure, secret, uri }: Of<'bind-otp'>, url: string): Promise<Outcome> {
    if (failure !== '') this.#quote(failure);
    if (secret === '') return failed(this.#texts.unknownPage(''));
    // A refused code comes back with another secret (each page makes one).
    if (secret !== this.#boundSecret) {
      this.#boundSecret = secret;
      this.#say(this.#texts.bind);
      this.#say(`  ${secret.replace(/(.{4})(?=.)/g, '$1 ')}\n  ${uri}`);
    }
    const code = await this.#ask('binding-code', 'text', this.#texts.bindCode);
    this.#backToForm = true;
    this.#method = undefined;
    return this.#walk.post(form.action, url, { ...form.values, otp_code: code });
  }

  /** The site's words about a wrong try; a result where going on could lock the account. */
  async #afterWrong(words: string): Promise<Outcome | undefined> {
    this.#quote(words);
    this.#wrong += 1;
    if (this.#wrong >= MAX_TRIES) return failed(this.#texts.tooManyTries(words));
    // The words come in any language; where they count, the tries left are their first number (protocol §1.7).
    const left = /\d+/.exec(words)?.[0];
    if (left === undefined || Number(left) > LAST_TRIES) return undefined;
    const choices = [
      { value: 'no', label: this.#texts.no },
      { value: 'yes', label: this.#texts.yes },
    ];
    const answer = await this.#ask('go-on', 'choice', this.#texts.goOn, 'no', choices);
    return answer === 'yes' ? undefined : failed(this.#texts.stopped(words));
  }

  /** The password as this site's page would post it (protocol §1.5). */
  async #sealed(password: string): Promise<string> {
    this.#separator ??= await this.#askSeparator();
    if (this.#separator === 'plain') return password;
    const cookies = await this.#ports.transport.cookies(this.#baseUrl);
    return sealPassword(password, { publicKey: publicKeyIn(cookies), separator: this.#separator });
  }

  async #askSeparator(): Promise<PasswordSeparator | 'plain'> {
    try {
      return separatorIn((await this.#walk.textAt(SEAL_SCRIPT)) ?? '');
    } catch (error) {
      this.#ports.signal.throwIfAborted();
      this.#ports.log.debug('the script of the login page could not be read', { error });
      // Every version takes it plain; the wrong separator would count as a wrong password.
      return 'plain';
    }
  }

  #ask(
    purpose: SignInQuestion['purpose'],
    kind: SignInQuestion['kind'],
    label: string,
    preset = '',
    choices: SignInQuestion['choices'] = [],
  ): Promise<string> {
    return this.#ports.conversation.ask({ purpose, kind, label, preset, choices });
  }

  #say(text: string): void {
    this.#ports.conversation.show(text);
  }

  /** The site's own words. */
  #quote(words: string): void {
    this.#say(`${this.#ports.site.name}: ${words}`);
  }

  #onlyByWindow(what: string): Outcome {
    return failed(`${what}, ${this.#texts.window}`);
  }
}

/** A browser only: a camera, a key that the browser holds. */
const forTerminals = ({ name }: MfaMethod): boolean => name !== 'face' && name !== 'passkey';

const failed = (message: string): Outcome => ({ kind: 'result', result: { kind: 'failed', message } });

const refusal = z.looseObject({
  error: z.unknown().optional(),
  detail: z.unknown().optional(),
  msg: z.unknown().optional(),
});

function errorOf(body: string): string {
  try {
    const { error, detail, msg } = refusal.parse(JSON.parse(body));
    return [error, detail, msg].find((each): each is string => typeof each === 'string' && each !== '') ?? '';
  } catch {
    return '';
  }
}
