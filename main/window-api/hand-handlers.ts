import type { z } from 'zod';
import type { ActionResult } from '../../preload/contract.ts';
import type { handArguments } from '../../preload/contract-hand.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { TerminalService } from '../terminals/terminal-service.ts';

type Arguments = typeof handArguments;

/** The person's hand on a terminal. */
export function handHandlers(
  terminals: Pick<TerminalService, 'takeOver' | 'handBack' | 'type' | 'paste'>,
  action: (work: () => Promise<void>) => Promise<ActionResult>,
): { readonly [C in keyof Arguments]: (argument: z.infer<Arguments[C]>) => Promise<ActionResult> } {
  return {
    'terminal.take-over': ({ terminalId }) => action(async () => terminals.takeOver(terminalId)),
    'terminal.hand-back': ({ terminalId, note }) => action(() => terminals.handBack(terminalId, note)),
    'terminal.type': ({ terminalId, data }) => action(async () => terminals.type(terminalId, data)),
    'terminal.paste': ({ terminalId, text, agreed }) =>
      action(async () => {
        if (!agreed && /[\r\n]/.test(text.replace(/[\r\n]+$/, ''))) throw notAgreed();
        await terminals.paste(terminalId, text);
      }),
  };
}

/** The clipboard, for nothing but a paste of the person's own. */
export const clipboardText =
  (terminals: Pick<TerminalService, 'list'>, read: () => Promise<string>) =>
  async ({ terminalId }: { readonly terminalId: string }): Promise<{ text: string }> => {
    const driven = terminals.list().find(({ id }) => id === terminalId)?.hand.by === 'person';
    return { text: driven ? await read() : '' };
  };

const notAgreed = () =>
  new DrawbridgeError({
    code: 'confirmation-required',
    message: 'Nothing was pasted: several lines are shown before they are typed.',
    nextStep: 'Paste again, and look at the lines.',
    actor: 'person',
  });
