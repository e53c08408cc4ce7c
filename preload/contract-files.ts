import { z } from 'zod';
import { findingView } from './contract-policy.ts';

/** Files of assets: what agents want done with them, and the folders of this computer that they got. */

/** What waits for the person's answer about a file; the common parts of questions come from contract.ts. */
export const fileActShape = {
  agent: z.string(),
  agentId: z.string(),
  asset: z.string(),
  /** Asset, address and account. */
  target: z.string(),
  /** The agent's words; may be ''. */
  reason: z.string(),
  /** Why the policy does not simply let it pass. */
  why: z.array(findingView).readonly(),
  act: z.enum(['list', 'read', 'download', 'upload', 'mkdir', 'rename', 'delete', 'script']),
  /** On the asset. */
  path: z.string(),
  /** On this computer; null where none of it is. */
  local: z.string().nullable(),
  /** Bytes. */
  size: z.number().nullable(),
  newName: z.string().nullable(),
  /** What the agent wrote itself. */
  content: z.string().nullable(),
  overwrites: z.boolean(),
  /** A folder with all that is in it. */
  folder: z.boolean(),
} as const;

export const grantFolderShape = {
  agent: z.string(),
  agentId: z.string(),
  asset: z.string(),
  folder: z.string(),
  direction: z.enum(['upload', 'download']),
} as const;

const folderGrant = z.object({
  /** The MCP client and the project folder that it says it is in. */
  client: z.string(),
  project: z.string(),
  /** A real path on this computer. */
  folder: z.string(),
  since: z.number(),
});
export type FolderGrantView = z.infer<typeof folderGrant>;

export const filesState = { folderGrants: z.array(folderGrant) };

export const fileArguments = {
  'folder.revoke': folderGrant.pick({ client: true, project: true, folder: true }),
} as const;
