import { cliAnswer } from '../../mcp-bridge/wire.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { label, visible } from '../mcp/untrusted-text.ts';
import type { SignInConversation, SignInQuestion } from '../sites/sign-in-conversation.ts';
import type { Reply } from './cli-requests.ts';

interface Waiting {
  readonly id: number;
  readonly question: SignInQuestion;
  readonly resolve: (value: string) => void;
  readonly reject: (error: unknown) => void;
}

/** Questions and answers over one connection of the command line. Texts of the site arrive harmless (no control characters). */
export class CliConversation implements SignInConversation {
  readonly language: 'en' | 'zh-CN';
  readonly signal: AbortSignal;
  readonly #reply: Reply;
  #last = 0;
  #waiting: Waiting | undefined;

  constructor(reply: Reply, language: 'en' | 'zh-CN', signal: AbortSignal) {
    this.#reply = reply;
    this.language = language;
    this.signal = signal;
  }

  show(text: string): void {
    void this.#reply({ type: 'show', text: visible(text).text });
  }

  picture(pngBase64: string): void {
    void this.#reply({ type: 'picture', png: pngBase64 });
  }

  ask(question: SignInQuestion): Promise<string> {
    this.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.#last += 1;
      const end = () => {
        this.signal.removeEventListener('abort', onAbort);
        this.#waiting = undefined;
      };
      const onAbort = () => {
        end();
        reject(this.signal.reason);
      };
      this.signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting = {
        id: this.#last,
        question,
        resolve: (value) => {
          end();
          resolve(value);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      void this.#reply({
        type: 'ask',
        id: this.#last,
        purpose: question.purpose,
        kind: question.kind,
        label: label(question.label, 200),
        preset: question.preset,
        choices: question.choices.map((choice) => ({ value: choice.value, label: label(choice.label) })),
      });
    });
  }

  /** True where the line was the answer to the open question. */
  take(line: string): boolean {
    const waiting = this.#waiting;
    const answer = parseAnswer(line);
    if (!waiting || answer?.id !== waiting.id) return false;
    const { question } = waiting;
    const { value } = answer;
    if (value === null) waiting.reject(unanswerable(question));
    else waiting.resolve(value === '' ? question.preset : value);
    return true;
  }
}

function parseAnswer(line: string): { readonly id: number; readonly value: string | null } | undefined {
  try {
    const parsed = cliAnswer.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const unanswerable = ({ label: what }: SignInQuestion) =>
  new DrawbridgeError({
    code: 'confirmation-required',
    message: `The sign-in asks for “${what}”, and nobody is there to answer.`,
    nextStep: 'Run `drawbridge login --text` in a terminal.',
    actor: 'person',
  });
