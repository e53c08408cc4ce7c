import type { Finding } from '../wire.ts';

/** State and advice of an outcome; the advice null where nothing is to be done. */
export type OutcomeTable = Readonly<Record<string, readonly [Finding['state'], string | null]>>;

/** What can be found from outside the app: on this computer's disk and by calling at the app's door. */
export const localOutcomes = {
  'app-running': ['ok', null],
  'app-not-running': ['attention', 'start-app'],
  'app-quit': ['attention', 'start-app'],
  'app-never-ran': ['attention', 'start-app'],
  'app-gone': ['attention', 'start-app'],
  'app-strange': ['broken', 'restart-app'],
  'app-other-version': ['attention', 'use-its-bridge'],
  'app-too-slow': ['broken', 'restart-app'],
  'bridge-ok': ['ok', null],
  'bridge-unknown': ['attention', 'start-app'],
  'bridge-unreadable': ['broken', 'restart-app'],
  'bridge-missing': ['broken', 'start-app'],
  'bridge-other-version': ['attention', 'restart-app'],
  'client-ok': ['ok', null],
  'client-absent': ['not-applicable', null],
  'client-no-entry': ['not-applicable', 'connect-agent'],
  'client-broken': ['broken', 'mend-entry'],
  'client-unreadable': ['unknown', 'mend-client-file'],
  'socket-ok': ['ok', null],
  'socket-elsewhere': ['ok', null],
  'socket-absent': ['not-applicable', null],
  'socket-open': ['broken', 'close-runtime-folder'],
  'socket-foreign': ['broken', 'close-runtime-folder'],
  'display-ok': ['ok', null],
  'display-none': ['attention', 'sign-in-as-text'],
  'former-state-private': ['ok', null],
  'former-state-open': ['attention', 'delete-former-state'],
  'needs-app': ['unknown', 'start-app'],
} as const satisfies OutcomeTable;

type LocalOutcome = keyof typeof localOutcomes;

/** A finding with the state and the advice that its outcome has. */
export function foundHere(
  id: string,
  group: Finding['group'],
  outcome: LocalOutcome,
  facts: Finding['facts'] = {},
): Finding {
  const [state, advice] = localOutcomes[outcome];
  return { id, group, site: null, outcome, state, facts, advice };
}
