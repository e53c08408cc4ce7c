import { z } from 'zod';

/** What the window shows of the desktop around it. */
export const desktopState = {
  desktop: z.object({
    /** Whether this desktop shows tray icons; without them a closed window is minimised. */
    tray: z.enum(['present', 'absent']),
    /** The window was closed for the first time: the person says what that means from now on. */
    closeAsked: z.boolean(),
    /** Whether the keys that raise the bridge are ours: another program may have them. */
    raiseShortcut: z.enum(['off', 'holds', 'taken']),
  }),
  /** The section of the settings page that the tray or a notification asked for; null when it is shown. */
  settingsWanted: z.string().nullable(),
} as const;

export const closeAnswer = z.object({ answer: z.enum(['keep', 'quit', 'cancel']) });
export type CloseAnswer = z.infer<typeof closeAnswer>['answer'];

export const recording = z.object({ on: z.boolean() });
