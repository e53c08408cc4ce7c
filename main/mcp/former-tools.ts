import { z } from 'zod';
import { factsResult, textResult } from './result.ts';
import { handleAliases, handleArgument } from './terminal-call.ts';
import { changesSession, defineTool, looks, type Tool } from './tool.ts';
import { usageGuide } from './usage-guide.ts';

/** Narrower, and JumpServer's record of commands suffers; larger, and no program draws it. */
const leastSize = { cols: 40, rows: 10 };
const mostSize = { cols: 1_000, rows: 300 };

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
    title: 'Change the size of a terminal',
    description: 'Changes how wide and high a terminal is for the programs in it. Output of any width arrives whole.',
    annotations: changesSession,
    listing: 'unlisted',
    input: z.object({
      session_handle: handleArgument,
      cols: z.number().int().min(1).max(10_000).describe('Columns'),
      rows: z.number().int().min(1).max(10_000).describe('Lines'),
    }),
    aliases: handleAliases,
    async handle({ session_handle: id, cols, rows }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const owner = call.agent.owner();
      const wanted = {
        cols: within(cols, leastSize.cols, mostSize.cols),
        rows: within(rows, leastSize.rows, mostSize.rows),
      };
      await call.terminals.resize(id, owner, wanted);
      const { size } = call.terminals.get(id, owner);
      const asked = size.cols === cols && size.rows === rows;
      return factsResult(
        { resized: true, session_handle: id, ...size },
        `${id} is ${size.cols} × ${size.rows} now${asked ? '' : ` (${leastSize.cols} × ${leastSize.rows} to ${mostSize.cols} × ${mostSize.rows} can be had)`}.`,
      );
    },
  }),
];

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
