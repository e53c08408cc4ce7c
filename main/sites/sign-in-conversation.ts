/** What a question is about, so that a caller who knows the answer beforehand can give it. */
export type QuestionPurpose =
  | 'username'
  | 'password'
  | 'new-password'
  | 'code'
  | 'binding-code'
  | 'captcha'
  | 'method'
  | 'go-on';

export interface SignInQuestion {
  readonly purpose: QuestionPurpose;
  /** `secret` is typed without being seen. */
  readonly kind: 'text' | 'secret' | 'choice';
  /** One line, as the person reads it. */
  readonly label: string;
  /** Taken when the person answers nothing; '' where there is none. */
  readonly preset: string;
  /** For `choice`; empty else. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** A person at a terminal, while text-mode sign-in talks with them. */
export interface SignInConversation {
  show(text: string): void;
  /** A picture to look at while the next question is answered: a PNG as base64. */
  picture(pngBase64: string): void;
  /** Rejects with `confirmation-required` where nobody can answer, and with the signal's reason when the terminal went away. */
  ask(question: SignInQuestion): Promise<string>;
  /** Aborts when the terminal went away. */
  readonly signal: AbortSignal;
  readonly language: 'en' | 'zh-CN';
}
