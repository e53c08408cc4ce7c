import { DrawbridgeError } from '../errors/drawbridge-error.ts';

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

export function terminalLimit(message: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'terminal-limit',
    message,
    nextStep: 'Use or close one of the open terminals first.',
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
