import { DrawbridgeError } from '../../errors/drawbridge-error.ts';
import type { PolicyDecision } from './decide-policy.ts';
import type { RiskCode } from './finding.ts';

/** In an agent's words; the window has its own. */
const reasons: Readonly<Record<RiskCode, string>> = {
  destructive: 'it deletes or overwrites',
  privileged: 'it changes rights or runs as another user',
  'service-control': 'it starts, stops or schedules something',
  package: 'it handles packages',
  network: 'it changes or opens the network',
  'data-store': 'it talks to a data store',
  'user-management': 'it manages users',
  'remote-code': 'it runs code from elsewhere',
  'other-host': 'it reaches another machine',
  'writes-files': 'it writes files',
  secrets: 'it would show secrets',
  interpreter: 'it runs a program in another language',
  'unknown-command': 'this program is not known to only read',
  'unknown-option': 'with this argument it is not known to only read',
  expansion: 'what the shell would put in its place is not known',
  construct: 'this part of the shell language is not looked into',
  'hidden-characters': 'it has characters that cannot be seen',
  unreadable: 'it cannot be parsed',
  'no-shell': 'no shell reads it there',
  input: 'it is input for a program',
  'raw-terminal': 'what is typed into a whole terminal cannot be looked at line by line',
  'own-rule': 'a rule of the person',
  'ask-always': 'the person is asked about everything there',
};

export function reasonsOf({ why }: Pick<PolicyDecision, 'why'>): string {
  return why.map(({ code, detail }) => (detail === '' ? reasons[code] : `${reasons[code]} (${detail})`)).join('; ');
}

export function refusedByPolicy(decision: PolicyDecision): DrawbridgeError {
  return new DrawbridgeError({
    code: 'refused-by-policy',
    message:
      decision.rule === null
        ? `Only reading is allowed there: ${reasonsOf(decision)}.`
        : `The person's policy refuses this: ${reasonsOf(decision)}.`,
    nextStep:
      decision.rule === null
        ? 'Use commands that only read (ls, cat, grep, ps, systemctl status, …), one without variables, scripts or redirections; for more, ask the person to change the policy.'
        : 'Do it another way, or ask the person; do not try to get round the rule.',
    actor: 'person',
  });
}
