import { app, type Session } from 'electron';

/** Denies what no page of ours or of a site needs: permissions, downloads, new windows. */
export function denyByDefault(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/**
 * Every new partition fetches a spelling dictionary from Google otherwise, `spellcheck: false` or not (measured:
 * docs/technical/trust.md). Call it before Electron is ready.
 */
export function fetchNoDictionaries(): void {
  app.on('session-created', (session) => session.setSpellCheckerLanguages([]));
}
