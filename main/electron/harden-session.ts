import type { Session } from 'electron';

/** Denies what no page of ours or of a site needs: permissions, downloads, new windows. */
export function denyByDefault(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // Each new partition fetches a dictionary from Google otherwise, `spellcheck: false` or not (docs/technical/trust.md).
  session.setSpellCheckerLanguages([]);
}
