import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { approvalTools } from './approval-tools.ts';
import { assetTools } from './asset-tools.ts';
import { fileTools } from './file-tools.ts';
import { asNow, formerNames } from './former-names.ts';
import { formerTools } from './former-tools.ts';
import { probeTools } from './probe-tool.ts';
import { siteTools } from './site-tools.ts';
import { terminalTools } from './terminal-tools.ts';
import { tokenTools } from './token-tools.ts';
import type { Tool, ToolCall } from './tool.ts';
import { label } from './untrusted-text.ts';
import { userTools } from './user-tools.ts';

/** Which tools a host is shown: `drawbridge mcp --tools core|full`. All can be called in either. */
export type ToolSet = 'core' | 'full';

export const tools: readonly Tool[] = [
  ...siteTools,
  ...assetTools,
  ...terminalTools,
  ...approvalTools,
  ...userTools,
  ...fileTools,
  ...tokenTools,
  ...probeTools,
  ...formerTools,
];

export const listedTools = (set: ToolSet): readonly Tool[] =>
  tools.filter(({ listing }) => listing === 'core' || (set === 'full' && listing === 'full'));

const byName: ReadonlyMap<string, Pick<Tool, 'run'>> = new Map([
  ...tools.map((tool) => [tool.name, tool] as const),
  ...formerNames.map((former) => [former.name, runsAs(former)] as const),
]);

function runsAs(former: (typeof formerNames)[number]): Pick<Tool, 'run'> {
  const tool = tools.find(({ name }) => name === former.now);
  if (tool === undefined) throw new Error(`${former.name} leads to ${former.now}, which is no tool`);
  return { run: async (args: unknown, call: ToolCall) => tool.run(asNow(former, args), call) };
}

/** Every name that can be called. */
export const callableNames = (): readonly string[] => [...byName.keys()];

/** Without the word that all share, and single letters. */
const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 1 && word !== 'jms');

/** Throws `bad-argument` with names that are alike. */
export function findTool(name: string): Pick<Tool, 'run'> {
  const tool = byName.get(name);
  if (tool !== undefined) return tool;
  const wanted = wordsOf(name);
  const shared = (other: string) =>
    wordsOf(other).filter((word) => wanted.some((one) => one.startsWith(word) || word.startsWith(one))).length;
  const alike = listedTools('full')
    .map((one) => one.name)
    .filter((one) => shared(one) > 0)
    .sort((one, other) => shared(other) - shared(one));
  throw new DrawbridgeError({
    code: 'bad-argument',
    message: `There is no tool "${label(name, 80)}".`,
    nextStep:
      alike.length > 0
        ? `Perhaps ${alike.slice(0, 3).join(', ')}? tools/list has them all.`
        : 'tools/list has them all; jms_list_assets and jms_execute_koko_command are where to start.',
    actor: 'agent',
  });
}
