import type { OutcomeTable } from '../../mcp-bridge/doctor/local-outcomes.ts';
import type { Finding } from '../../mcp-bridge/wire.ts';

/** Everything that the app can find, with its state and what to do about it. Names are stable: programs read them. */
export const outcomes = {
  'app-running': ['ok', null],
  'app-unreachable': ['broken', 'restart-app'],
  'bridge-lowered': ['ok', null],
  'bridge-raised': ['attention', 'lower-bridge'],
  'runtime-official': ['ok', null],
  'runtime-test': ['ok', null],
  'runtime-test-real': ['attention', 'install-release'],
  'folders-ok': ['ok', null],
  'folders-open': ['attention', 'close-folders'],
  'folders-unwritable': ['broken', 'mend-folders'],
  'keychain-ok': ['ok', null],
  'keychain-kernel': ['ok', null],
  'keychain-locked': ['attention', 'unlock-keychain'],
  'keychain-none': ['attention', 'install-keychain'],
  'keychain-failed': ['attention', 'mend-keychain'],
  'tray-ok': ['ok', null],
  'tray-absent': ['attention', 'install-tray'],
  'address-answers': ['ok', null],
  'address-slow': ['attention', 'check-network'],
  'address-silent': ['broken', 'check-network'],
  'address-too-slow': ['broken', 'check-network'],
  'address-certificate': ['broken', 'trust-certificate'],
  'address-other': ['broken', 'check-address'],
  'address-trouble': ['broken', 'ask-admin-site'],
  'certificate-system': ['ok', null],
  'certificate-accepted': ['ok', null],
  'certificate-ends-soon': ['attention', 'renew-certificate'],
  'certificate-expired': ['broken', 'renew-certificate'],
  'certificate-untrusted': ['broken', 'trust-certificate'],
  'certificate-none': ['not-applicable', null],
  'certificate-unseen': ['unknown', null],
  'proxy-direct': ['ok', null],
  'proxy-used': ['ok', null],
  'proxy-passed-over': ['attention', 'check-proxy'],
  'proxy-silent': ['broken', 'check-proxy'],
  'proxy-kind': ['broken', 'change-proxy'],
  'clock-ok': ['ok', null],
  'clock-off': ['attention', 'set-clock'],
  'clock-far-off': ['broken', 'set-clock'],
  'clock-unseen': ['unknown', null],
  'version-between': ['ok', null],
  'version-from': ['ok', null],
  'version-until': ['ok', null],
  'version-mixed': ['ok', null],
  'version-unseen': ['unknown', null],
  'session-lasts': ['ok', null],
  'session-open-ended': ['ok', null],
  'session-ends-soon': ['attention', 'sign-in'],
  'session-expired': ['broken', 'sign-in'],
  'session-none': ['attention', 'sign-in'],
  'session-in-progress': ['attention', 'finish-sign-in'],
  'session-throttled': ['unknown', 'wait-throttle'],
  'session-unseen': ['unknown', null],
  'organisation-is': ['ok', null],
  'organisation-other': ['attention', 'ask-admin-organisation'],
  'organisation-unseen': ['unknown', null],
  'tokens-allowed': ['ok', null],
  'tokens-refused': ['broken', 'ask-admin-permission'],
  'tokens-csrf': ['broken', 'sign-in'],
  'tokens-unseen': ['unknown', null],
  'koko-ok': ['ok', null],
  'koko-mute': ['attention', 'ask-admin-koko'],
  'koko-throttled': ['attention', 'wait-throttle'],
  'koko-session': ['broken', 'sign-in'],
  'koko-refuses': ['broken', 'ask-admin-koko'],
  'koko-no-upgrade': ['broken', 'ask-admin-websocket'],
  'koko-down': ['broken', 'ask-admin-koko'],
  'koko-unseen': ['broken', 'check-network'],
  'needs-sign-in': ['not-applicable', null],
  'needs-answer': ['unknown', null],
  'needs-display': ['not-applicable', null],
  'needs-lowered': ['not-applicable', null],
  throttled: ['unknown', 'wait-throttle'],
  'too-slow': ['unknown', 'check-network'],
  'check-failed': ['unknown', 'report-fault'],
} as const satisfies OutcomeTable;

export type Outcome = keyof typeof outcomes;

/** What a check found, before it is known which check of which site it was. */
export interface Found {
  readonly outcome: Outcome;
  readonly facts: Finding['facts'];
}

export const found = (outcome: Outcome, facts: Finding['facts'] = {}): Found => ({ outcome, facts });

export interface CheckName {
  readonly id: string;
  readonly group: Finding['group'];
  readonly site: Finding['site'];
}

export function asFinding(check: CheckName, { outcome, facts }: Found): Finding {
  const [state, advice] = outcomes[outcome];
  const { id, group, site } = check;
  return { id, group, site, outcome, state, facts, advice };
}
