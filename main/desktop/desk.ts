import type { AppState, events } from '../../preload/contract.ts';
import type { CloseAnswer } from '../../preload/contract-desktop.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { QuestionNotice } from './question-notices.ts';
import type { TrayActions } from './tray-menu.ts';

/** What the desk shows and answers, once the services are there. */
export interface DeskFacts {
  readonly state: AppState;
  readonly actions: Omit<TrayActions, 'open'>;
  /** Answers a request of our own page. */
  readonly answer: (channel: unknown, argument: unknown) => unknown;
}

/** Where the app meets its person: tray, window and notifications, or nothing of it where there is no display. */
export interface Desk {
  /** False where there is no display: nothing can be shown or asked. */
  readonly hasDisplay: boolean;
  open(facts: DeskFacts): void;
  /** Brings the window to the front. Throws `no-display`. */
  show(): void;
  /** The state that tray and window show from now on. */
  tell(state: AppState): void;
  push<Name extends keyof typeof events>(name: Name, value: unknown): void;
  /** What the window shows of this desktop. */
  readonly view: Omit<AppState['desktop'], 'raiseShortcut'>;
  /** What the person wants closing the window to do. */
  answerClose(answer: CloseAnswer): void;
  /** Both return how to take the notification back. */
  sessionExpiring(site: string, minutes: number, signIn: () => void): () => void;
  sessionExpired(site: string, signIn: () => void): () => void;
  signInWanted(agent: string, site: string): void;
  /** A question waits in the window; returns how to take the notification back, null where the person looks at it. */
  questionWaits(notice: QuestionNotice): (() => void) | null;
  dispose(): void;
}

/** `what` begins the sentence; `nextStep` says how it is done without a window. */
export const noDisplay = (what: string, nextStep: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'no-display',
    message: `${what} needs the window, and this Drawbridge runs without a display.`,
    nextStep,
    actor: 'person',
  });
