import { DrawbridgeError } from './drawbridge-error.ts';

/** JumpServer named a time to wait. One second more than it says: its counter is not ours (command-engine §I). */
export class Throttled extends DrawbridgeError {
  readonly waitMs: number;

  constructor(seconds: number, message: string) {
    super({
      code: 'throttled',
      message,
      nextStep: `Wait ${seconds + 1} s, then try again.`,
      actor: 'agent',
    });
    this.waitMs = (seconds + 1) * 1000;
  }
}
