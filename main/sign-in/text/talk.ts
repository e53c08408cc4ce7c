import type { SignInConversation, SignInQuestion } from '../../sites/sign-in-conversation.ts';
import type { SignInResult } from '../../sites/site-model.ts';
import type { Place } from './site-walk.ts';
import { type SignInTexts, signInTexts } from './texts.ts';

/** Where a step leads: the next page, or the end. */
export type Outcome = Place | { readonly kind: 'result'; readonly result: SignInResult };

export const failed = (message: string): Outcome => ({ kind: 'result', result: { kind: 'failed', message } });

/** As ssh does; below every usual limit of a site (protocol §1.8: 7). */
const MAX_TRIES = 3;
/** From this many tries left on the person is asked before the next one. */
const LAST_TRIES = 2;

/** What is said and asked during one sign-in, and how often something may be wrong. */
export class Talk {
  readonly texts: SignInTexts;
  readonly #conversation: SignInConversation;
  readonly #site: string;
  #wrong = 0;

  constructor(conversation: SignInConversation, site: string) {
    this.texts = signInTexts(conversation.language);
    this.#conversation = conversation;
    this.#site = site;
  }

  say(text: string): void {
    this.#conversation.show(text);
  }

  /** The site's own words. */
  quote(words: string): void {
    this.say(`${this.#site}: ${words}`);
  }

  picture(pngBase64: string): void {
    this.#conversation.picture(pngBase64);
  }

  ask(
    purpose: SignInQuestion['purpose'],
    kind: SignInQuestion['kind'],
    label: string,
    preset = '',
    choices: SignInQuestion['choices'] = [],
  ): Promise<string> {
    return this.#conversation.ask({ purpose, kind, label, preset, choices });
  }

  onlyByWindow(what: string): Outcome {
    return failed(`${what}, ${this.texts.window}`);
  }

  /** The site's words about a wrong try; a result where going on could lock the account. */
  async afterWrong(words: string): Promise<Outcome | undefined> {
    this.quote(words);
    this.#wrong += 1;
    if (this.#wrong >= MAX_TRIES) return failed(this.texts.tooManyTries(words));
    // The words come in any language; where they count, the tries left are their first number (protocol §1.7).
    const left = /\d+/.exec(words)?.[0];
    if (left === undefined || Number(left) > LAST_TRIES) return undefined;
    const choices = [
      { value: 'no', label: this.texts.no },
      { value: 'yes', label: this.texts.yes },
    ];
    const answer = await this.ask('go-on', 'choice', this.texts.goOn, 'no', choices);
    return answer === 'yes' ? undefined : failed(this.texts.stopped(words));
  }
}
