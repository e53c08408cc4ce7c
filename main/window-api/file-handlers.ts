import type { ActionResult, Argument } from '../../preload/contract.ts';
import type { FolderGrants } from '../guard/folder-grants.ts';

export interface FileActions {
  readonly revoke: FolderGrants['revoke'];
}

/** What the window does about folders of this computer that agents got. */
export function fileHandlers(files: FileActions, action: (work: () => void) => Promise<ActionResult>) {
  return { 'folder.revoke': (grant: Argument<'folder.revoke'>) => action(() => files.revoke(grant)) };
}
