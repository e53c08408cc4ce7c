import type { DownloadItem, Session, WebContents } from 'electron';
import { type Refusal, refusedPermission } from './refusal.ts';

/** Tells what the pages of a partition ask for and do not get: downloads and permissions. The answer undoes the telling, not the refusing. */
export function guardSession(
  session: Session,
  tell: (contents: WebContents | null, refusal: Refusal) => void,
): () => void {
  const onDownload = (_event: unknown, item: DownloadItem, contents: WebContents) =>
    tell(contents, { kind: 'download', host: new URL(item.getURL()).host });
  session.on('will-download', onDownload);
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(false);
    const refusal = refusedPermission(permission);
    if (refusal) tell(contents, refusal);
  });
  return () => {
    session.off('will-download', onDownload);
    session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  };
}
