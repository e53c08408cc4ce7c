import { z } from 'zod';
import type { MfaMethod } from './login-page.ts';
import type { SiteWalk } from './site-walk.ts';
import type { Talk } from './talk.ts';

/** A browser only: a camera, a key that the browser holds. */
const forTerminals = ({ name }: MfaMethod): boolean => name !== 'face' && name !== 'passkey';

/** The second factor of one sign-in: which kind, and its code (protocol §2.2, §2.3). */
export class SecondFactor {
  readonly #walk: SiteWalk;
  readonly #talk: Talk;
  #chosen: string | undefined;

  constructor(walk: SiteWalk, talk: Talk) {
    this.#walk = walk;
    this.#talk = talk;
  }

  /** The next page asks which kind again, and a code is sent again. */
  forget(): void {
    this.#chosen = undefined;
  }

  /** Which kind, its code on the way where the site sends one; undefined where none works in a terminal. */
  async choose(offered: readonly MfaMethod[], username: string): Promise<MfaMethod | undefined> {
    const usable = offered.filter(forTerminals);
    const known = usable.find(({ name }) => name === this.#chosen);
    if (known) return known;
    const [first, ...others] = usable;
    if (!first) return undefined;
    const { texts } = this.#talk;
    const hidden = offered.filter((each) => !forTerminals(each));
    if (hidden.length > 0) this.#talk.say(texts.windowMethods(hidden.map(({ label }) => label).join(', ')));
    const choices = usable.map(({ name, label }) => ({ value: name, label }));
    const wanted =
      others.length === 0 ? first.name : await this.#talk.ask('method', 'choice', texts.method, first.name, choices);
    const method = usable.find(({ name }) => name === wanted) ?? first;
    this.#chosen = method.name;
    if (method.sendsCode) await this.#send(method, username);
    return method;
  }

  /** '' where the person wants another kind, or another code. */
  code(method: MfaMethod, offered: readonly MfaMethod[]): Promise<string> {
    const otherwise = method.sendsCode || offered.filter(forTerminals).length > 1;
    return this.#talk.ask('code', 'text', this.#talk.texts.code(method.label, otherwise));
  }

  async #send({ name, label }: MfaMethod, username: string): Promise<void> {
    const response = await this.#walk.api('POST', '/api/v1/authentication/mfa/send-code/', { type: name, username });
    const { texts } = this.#talk;
    if (response.status < 300) this.#talk.say(texts.codeSent(label));
    else this.#talk.say(texts.notSent(errorOf(response.body) || `${response.status}`));
  }
}

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
