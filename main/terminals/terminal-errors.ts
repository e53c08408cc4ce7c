import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Throttled } from '../errors/throttled.ts';
import type { OpeningStatus } from './terminal-service.ts';

export function terminalNotFound(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-not-found',
    message: 'There is no such terminal among yours.',
    nextStep: 'List your terminals, or open a new one.',
    actor: 'agent',
  });
}

export function terminalBusy(id: string, doing: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-busy',
    message: `Terminal ${id} is busy: ${doing}.`,
    nextStep: 'Read it to see how far it is, wait for it, interrupt it, or ask for a fresh terminal.',
    actor: 'agent',
    candidates: [id],
  });
}

export function terminalPaused(by: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-paused',
    message: `The terminal was locked by ${by}; JumpServer drops all input until it is unlocked.`,
    nextStep: 'Wait, and ask that person to unlock the session in JumpServer.',
    actor: 'admin',
  });
}

export function pausedByPerson(id: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'paused-by-person',
    message: `Nothing was typed: the person has taken over terminal ${id} and types there now.`,
    nextStep: `Call again with the same arguments to wait until they hand it back; jms_read_terminal_session session_handle=${id} shows what they do. Do not open another terminal to get around them.`,
    actor: 'person',
    candidates: [id],
  });
}

export function handedBackBusy(id: string, doing: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-busy',
    message: `Nothing was typed: the person handed terminal ${id} back, and ${doing}.`,
    nextStep: 'Look at it with jms_read_terminal_session; answer or interrupt what runs there, then go on.',
    actor: 'agent',
    candidates: [id],
  });
}

export function notDriving(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'write-not-allowed',
    message: 'This terminal is in the hands of its agent.',
    nextStep: 'Take it over first.',
    actor: 'person',
  });
}

export function tooMuchTyped(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'write-not-allowed',
    message: 'The terminal does not take any more keys now.',
    nextStep: 'Wait a moment, then type again.',
    actor: 'person',
  });
}

export function pasteNotTyped(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'write-not-allowed',
    message:
      'Nothing was pasted: the text has control characters or a line over 1,000 bytes, or the prompt did not come back.',
    nextStep: 'Paste plain text, line by line.',
    actor: 'person',
  });
}

export function terminalClosed(reason: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-closed',
    message: `The terminal is closed: ${reason}`,
    nextStep: 'Open a new terminal; what ran in the old one is not repeated by itself.',
    actor: 'agent',
  });
}

/** KoKo goes on refusing although the site knows the session. */
export function turnedAway(cause: unknown): DrawbridgeError {
  return new DrawbridgeError({
    code: 'site-error',
    message: 'The terminal gateway (KoKo) turns this web session away, although the site itself accepts it.',
    nextStep:
      'Try again in a minute; if it lasts, the JumpServer administrator should look at KoKo and the proxy before it.',
    actor: 'admin',
    cause,
  });
}

export function terminalLimit(message: string, candidates: readonly string[] = []): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-limit',
    message,
    nextStep:
      candidates.length > 0
        ? 'Close one of these with jms_close_terminal_session, or interrupt what runs there; then call again.'
        : 'Other agents and the person hold all terminals: wait, or ask the person to close some or to raise the limit in Settings.',
    actor: candidates.length > 0 ? 'agent' : 'person',
    candidates,
  });
}

export function tooManyWait(ofOwner: number, inAll: number): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-limit',
    message: `${ofOwner} terminals of yours and ${inAll} in all wait to be opened already.`,
    nextStep: 'Wait for those, or work in terminals that are open.',
    actor: 'agent',
  });
}

/** The terminal is still to come; the same call again goes on waiting for it, in its place. */
export class TerminalQueued extends DrawbridgeError {
  readonly status: OpeningStatus;

  constructor(status: OpeningStatus) {
    super({
      code: 'terminal-queued',
      message: `Nothing was typed yet: ${openingWords(status)}.`,
      nextStep: `Call again with the same arguments: it keeps its place and waits on. To give it up, close ${status.id}.`,
      actor: 'agent',
      candidates: [],
    });
    this.status = status;
  }
}

export const terminalQueued = (status: OpeningStatus): TerminalQueued => new TerminalQueued(status);

export function openingWords(status: OpeningStatus): string {
  if (status.kind === 'opening') return `terminal ${status.id} is being opened`;
  const { id, position, etaMs, waitsFor } = status;
  const eta = etaMs === null ? '' : `, about ${Math.ceil(etaMs / 1000)} s`;
  switch (waitsFor) {
    case 'pace':
      return `terminal ${id} is queued, position ${position}${eta} (openings are paced, because they burden JumpServer)`;
    case 'quiet':
      return `terminal ${id} is queued, position ${position}${eta} (JumpServer asked for a pause)`;
    case 'room':
      return `terminal ${id} is queued, position ${position}, until a terminal is closed or free (the limit is reached)`;
    default:
      return waitsFor satisfies never;
  }
}

export function throttledFor(cause: Throttled): DrawbridgeError {
  const seconds = Math.ceil(cause.waitMs / 1000);
  return new DrawbridgeError({
    code: 'throttled',
    message: `JumpServer is throttled and wants ${seconds} s of quiet; the terminal was not opened.`,
    nextStep: `Wait ${seconds} s, then call again. Work in terminals that are open goes on meanwhile.`,
    actor: 'agent',
    cause,
  });
}

export const poolClosing = (): DrawbridgeError => terminalClosed('Drawbridge is closing.');

export function nobodyWaits(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'cancelled',
    message: 'The opening was given up, because nobody waits for it.',
    nextStep: 'Call again if you still need the terminal.',
    actor: 'agent',
  });
}

export function writeNotAllowed(
  message: string,
  nextStep: string,
  actor: 'agent' | 'person' = 'agent',
): DrawbridgeError {
  return new DrawbridgeError({ code: 'write-not-allowed', message, nextStep, actor });
}

export function heldTooMuch(most: number): DrawbridgeError {
  return writeNotAllowed(
    `More than ${most} characters wait at the prompt for Enter; these were not added.`,
    'Press ctrl-c to forget them, then run a shorter command.',
  );
}

export function keyLeft(): DrawbridgeError {
  return writeNotAllowed(
    'A key was pressed before, without Enter behind it; JumpServer would not see this line as it is.',
    'Press Enter first, as a key by name, or wait for the prompt.',
  );
}

export function secretNotAsked(): DrawbridgeError {
  return writeNotAllowed(
    'Nothing was typed: the program does not ask for that secret any more.',
    'Look at the terminal, and call again.',
  );
}

export function secretNotTypeable(): DrawbridgeError {
  return writeNotAllowed(
    'Nothing was typed: the secret is empty, longer than 1,000 bytes, or has control characters.',
    'Ask the person to type it again.',
    'person',
  );
}

export function kokoBlind(id: string): DrawbridgeError {
  return writeNotAllowed(
    `A program left the alternate screen of terminal ${id} on; JumpServer would neither check nor record what is typed there.`,
    'Close this terminal and run the command again: it gets a new one.',
  );
}

/** Without marks nothing tells whether a line has ended before the next one is typed (command-engine §K12). */
export function oneLineAtATime(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'command-not-typeable',
    message: 'This is a device or console, not a shell that Drawbridge could teach; it takes one line at a time.',
    nextStep: 'Send each line as a command of its own, and look at what it answers before the next one.',
    actor: 'agent',
  });
}

export function notAsked(): DrawbridgeError {
  return writeNotAllowed(
    'JumpServer asks nothing about a command here any more.',
    'Look at what became of it.',
    'person',
  );
}

export function nothingToInterrupt(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'nothing-to-interrupt',
    message: 'Nothing runs in this terminal.',
    nextStep: 'Go on with the next command.',
    actor: 'agent',
  });
}

export function bridgeRaised(): DrawbridgeError {
  return new DrawbridgeError({
    code: 'bridge-raised',
    message: 'The person raised the bridge: agents are stopped.',
    nextStep: 'Wait until the person lowers the bridge in Drawbridge.',
    actor: 'person',
  });
}
