import type { Clock } from '../../errors/clock.ts';
import type { RestTransport } from '../../jumpserver/rest-transport.ts';
import type { Log } from '../../log/log.ts';
import type { SignInConversation } from '../../sites/sign-in-conversation.ts';
import type { SignInResult, SiteSettings, SiteUser } from '../../sites/site-model.ts';
import { signInUrl } from '../sign-in-step.ts';
import { type LoginPage, readLoginPage } from './login-page.ts';
import { PasswordSeal } from './password-seal.ts';
import { waitForReview } from './review-wait.ts';
import { SecondFactor } from './second-factor.ts';
import { type Place, SiteWalk } from './site-walk.ts';
import { failed, type Outcome, Talk } from './talk.ts';
import type { SignInTexts } from './texts.ts';

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

/** Captchas are hard to read; each is a page. */
const MAX_REFUSALS = 8;
/** Pages of one sign-in, bindings and wrong codes included. */
const MAX_STEPS = 60;

type Of<K extends LoginPage['kind']> = Extract<LoginPage, { kind: K }>;

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
  readonly #talk: Talk;
  readonly #factor: SecondFactor;
  readonly #seal: PasswordSeal;
  #username: string | undefined;
  #password: string | undefined;
  /** How far the credentials that we hold have come. */
  #credentials: 'none' | 'posted' | 'accepted' = 'none';
  /** The site is about to send us back to the form for a reason of its own (a binding, a new password). */
  #backToForm = false;
  #refusals = 0;
  #restarts = 0;
  #ownForm = false;
  #toldOtherWays = false;
  #boundSecret = '';

  constructor(ports: TextSignInPorts, walk: SiteWalk) {
    this.#ports = ports;
    this.#walk = walk;
    this.#talk = new Talk(ports.conversation, ports.site.name);
    this.#factor = new SecondFactor(walk, this.#talk);
    this.#seal = new PasswordSeal({ ...ports, baseUrl: ports.site.baseUrl, walk });
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

  get #texts(): SignInTexts {
    return this.#talk.texts;
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
          ? this.#talk.onlyByWindow(this.#texts.needsWindow.sso(page.otherWays.join(', ')))
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
        return this.#talk.onlyByWindow(this.#texts.needsWindow[page.what]);
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
    if (this.#ownForm) return this.#talk.onlyByWindow(this.#texts.needsWindow.host(host));
    this.#talk.say(this.#texts.ownForm(host));
    return this.#form();
  }

  #form(): Promise<Place> {
    this.#ownForm = true;
    return this.#walk.open(`${signInUrl(this.#baseUrl)}&admin=1`);
  }

  async #login(page: Of<'login'>, url: string): Promise<Outcome> {
    const stop = await this.#backAtForm(page);
    if (stop) return stop;
    if (page.otherWays.length > 0 && !this.#toldOtherWays)
      this.#talk.say(this.#texts.otherWays(page.otherWays.join(', ')));
    this.#toldOtherWays = true;
    if (this.#password === undefined) {
      this.#username = await this.#talk.ask(
        'username',
        'text',
        this.#texts.username(this.#ports.site.name),
        this.#username,
      );
      this.#password = await this.#talk.ask('password', 'secret', this.#texts.password);
    }
    const values: Record<string, string> = {
      ...page.form.values,
      username: this.#username ?? '',
      password: await this.#seal.sealed(this.#password),
    };
    if (page.challenge) values['challenge'] = await this.#talk.ask('code', 'secret', this.#texts.challenge);
    if (page.methods.length > 0) {
      const method = await this.#factor.choose(page.methods, this.#username ?? '');
      if (!method) return this.#talk.onlyByWindow(this.#texts.needsWindow.passkey);
      values['mfa_type'] = method.name;
      values['code'] = await this.#factor.code(method, [method]);
    }
    if (page.captcha) {
      this.#talk.picture(await this.#walk.picture(page.captcha));
      const answer = await this.#talk.ask('captcha', 'text', this.#texts.captcha);
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
      if (failure.general !== '') this.#talk.quote(failure.general);
      return undefined;
    }
    if (before === 'accepted') {
      if (this.#backToForm) {
        this.#backToForm = false;
        this.#talk.say(this.#texts.bound);
        return undefined;
      }
      this.#restarts += 1;
      if (this.#restarts > 1) return failed(this.#texts.expiredTwice);
      this.#talk.say(this.#texts.startOver);
      return undefined;
    }
    if (failure.general === '') {
      // Refused before the credentials were looked at, by the captcha: also when a neighbour's failure brought one (protocol §1.6).
      this.#refusals += 1;
      if (failure.field !== '') this.#talk.quote(failure.field);
      return this.#refusals > MAX_REFUSALS ? failed(failure.field) : undefined;
    }
    this.#password = undefined;
    this.#factor.forget();
    return this.#talk.afterWrong(failure.general);
  }

  async #mfa(page: Of<'mfa'>, url: string): Promise<Outcome> {
    if (page.failure !== '') {
      const stop = await this.#talk.afterWrong(page.failure);
      if (stop) return stop;
    }
    const method = await this.#factor.choose(page.methods, this.#username ?? '');
    if (!method) {
      const face = page.methods.some(({ name }) => name === 'face');
      return this.#talk.onlyByWindow(this.#texts.needsWindow[face ? 'face' : 'passkey']);
    }
    const code = await this.#factor.code(method, page.methods);
    if (code === '') {
      this.#factor.forget();
      return this.#walk.open(url);
    }
    return this.#walk.post(page.form.action, url, { ...page.form.values, mfa_type: method.name, code });
  }

  async #wait(page: Of<'waiting'>): Promise<Outcome> {
    if (page.words !== '') this.#talk.quote(page.words);
    this.#talk.say(this.#texts.waiting);
    if (page.ticket) this.#talk.say(this.#texts.ticket(page.ticket));
    const end = await waitForReview(this.#walk, this.#ports.clock, this.#ports.signal);
    if (end.kind === 'refused') return failed(end.words || this.#texts.rejected);
    const next = new URL(signInUrl(this.#baseUrl)).search;
    return this.#walk.open(`${this.#baseUrl}/core/auth/login/guard/${next}`);
  }

  async #notice({ words, target }: Of<'notice'>): Promise<Outcome> {
    const path = target && new URL(target).origin === new URL(this.#baseUrl).origin ? new URL(target).pathname : '';
    if (this.#credentials === 'none' && !this.#ownForm) return this.#form();
    if (words !== '') this.#talk.quote(words);
    const goesOn = path.startsWith('/core/auth/password/') || path.startsWith('/core/auth/profile/otp/');
    if (target && (goesOn || (this.#backToForm && path !== ''))) return this.#walk.open(target);
    return failed(words);
  }

  async #newPassword({ form, failure }: Of<'new-password'>, url: string): Promise<Outcome> {
    if (failure !== '') {
      const stop = await this.#talk.afterWrong(failure);
      if (stop) return stop;
    } else this.#talk.say(this.#texts.mustChange);
    if (!form) return failed(failure || this.#texts.mustChange);
    const fresh = await this.#talk.ask('new-password', 'secret', this.#texts.newPassword);
    if (fresh !== (await this.#talk.ask('new-password', 'secret', this.#texts.repeatPassword))) {
      this.#talk.say(this.#texts.passwordsDiffer);
      return this.#walk.open(url);
    }
    this.#password = fresh;
    this.#backToForm = true;
    return this.#walk.post(form.action, url, { ...form.values, new_password: fresh, confirm_password: fresh });
  }

  async #verifyPassword({ form, failure }: Of<'verify-password'>, url: string): Promise<Outcome> {
    if (failure !== '') {
      this.#password = undefined;
      const stop = await this.#talk.afterWrong(failure);
      if (stop) return stop;
    }
    this.#password ??= await this.#talk.ask('password', 'secret', this.#texts.password);
    return this.#walk.post(form.action, url, { ...form.values, password: this.#password });
  }

  async #bindOtp({ form, failure, secret, uri }: Of<'bind-otp'>, url: string): Promise<Outcome> {
    if (failure !== '') this.#talk.quote(failure);
    if (secret === '') return failed(this.#texts.unknownPage(''));
    // A refused code comes back with another secret (each page makes one).
    if (secret !== this.#boundSecret) {
      this.#boundSecret = secret;
      this.#talk.say(this.#texts.bind);
      this.#talk.say(`  ${secret.replace(/(.{4})(?=.)/g, '$1 ')}\n  ${uri}`);
    }
    const code = await this.#talk.ask('binding-code', 'text', this.#texts.bindCode);
    this.#backToForm = true;
    this.#factor.forget();
    return this.#walk.post(form.action, url, { ...form.values, otp_code: code });
  }
}
