import { z } from 'zod';
import { factsResult, textResult } from './result.ts';
import { handleAliases, handleArgument } from './terminal-call.ts';
import { defineTool, looks, type Tool } from './tool.ts';
import { usageGuide } from './usage-guide.ts';

/** Tools of the predecessor that nobody needs to be shown, and that configurations and prompts may still call. */
export const formerTools: readonly Tool[] = [
  defineTool({
    name: 'jms_paths',
    title: 'Where Drawbridge keeps its files',
    description: 'The folders of Drawbridge on this computer. Nothing in them is for agents to change.',
    annotations: { ...looks, openWorldHint: false },
    listing: 'unlisted',
    input: z.object({}),
    async handle(_args, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      return factsResult(
        { app_name: 'Drawbridge', version: call.appVersion, folders: call.folders },
        ...Object.entries(call.folders).map(([what, folder]) => `${what}: ${folder}`),
        'Sites, limits and what agents may do are set in the Drawbridge window; sessions are in the system’s keychain.',
      );
    },
  }),

  defineTool({
    name: 'jms_terminal_usage_guide',
    title: 'How to work with terminals',
    description: 'The usage guide, as the resource drawbridge://guide.',
    annotations: { ...looks, openWorldHint: false },
    listing: 'unlisted',
    input: z.object({}),
    handle: async () => textResult(usageGuide),
  }),

  defineTool({
    name: 'jms_resize_terminal_session',
    title: 'Size of a terminal',
    description: 'Tells the size of a terminal. It is fixed: lines of any length arrive whole.',
    annotations: { ...looks, openWorldHint: false },
    listing: 'unlisted',
    input: z.object({
      session_handle: handleArgument,
      cols: z.number().int().min(1).max(10_000).describe('Columns'),
      rows: z.number().int().min(1).max(10_000).describe('Lines'),
    }),
    aliases: handleAliases,
    async handle({ session_handle: id, cols, rows }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const { size } = call.terminals.get(id, call.agent.owner());
      const same = size.cols === cols && size.rows === rows;
      return factsResult(
        { resized: same, session_handle: id, ...size },
        same
          ? `${id} is ${cols} × ${rows}.`
          : `${id} stays ${size.cols} × ${size.rows}: the person watches it, and output of any width arrives whole. A program that must believe in another size takes it from the environment (COLUMNS=${cols} LINES=${rows} command).`,
      );
    },
  }),
];
