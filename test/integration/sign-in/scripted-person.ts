import type { QuestionPurpose, SignInConversation, SignInQuestion } from '../../../main/sites/sign-in-conversation.ts';

type Answer = string | (() => string | Promise<string>);

/** A person at a terminal who answers by what a question is about, each answer once, the last one for good. */
export class ScriptedPerson implements SignInConversation {
  readonly language: 'en' | 'zh-CN';
  readonly said: string[] = [];
  readonly asked: SignInQuestion[] = [];
  readonly pictures: string[] = [];
  readonly #gone = new AbortController();
  readonly #answers: Partial<Record<QuestionPurpose, Answer[]>>;

  constructor(answers: Partial<Record<QuestionPurpose, Answer | Answer[]>>, language: 'en' | 'zh-CN' = 'en') {
    this.language = language;
    this.#answers = Object.fromEntries(
      Object.entries(answers).map(([purpose, given]) => [purpose, Array.isArray(given) ? [...given] : [given]]),
    );
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  get text(): string {
    return this.said.join('\n');
  }

  show(text: string): void {
    this.said.push(text);
  }

  picture(pngBase64: string): void {
    this.pictures.push(pngBase64);
  }

  async ask(question: SignInQuestion): Promise<string> {
    this.signal.throwIfAborted();
    this.asked.push(question);
    const answers = this.#answers[question.purpose] ?? [];
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next === undefined) throw new Error(`nobody answers: ${question.label}`);
    const value = typeof next === 'string' ? next : await next();
    this.signal.throwIfAborted();
    return value === '' ? question.preset : value;
  }

  times(purpose: QuestionPurpose): number {
    return this.asked.filter((each) => each.purpose === purpose).length;
  }

  /** The terminal is closed. */
  leave(): void {
    this.#gone.abort(new Error('the terminal is gone'));
  }
}
