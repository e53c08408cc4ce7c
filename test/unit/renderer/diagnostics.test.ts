import { expect, test } from 'vitest';
import { diagnostics } from '../../../renderer/view/diagnostics.ts';
import { anAppState, aSite, aTerminal, user } from './states.ts';

test('diagnostics say what helps, and nothing that belongs to somebody', () => {
  const plain = anAppState();
  const text = diagnostics(
    anAppState({
      sites: [
        aSite({ kind: 'expired', user, at: 0 }, { name: 'Payroll', baseUrl: 'https://jump.acme.example' }),
        aSite({ kind: 'signed-out', why: 'never', message: 'secret words' }, { id: 's2', practice: true }),
      ],
      terminals: [aTerminal({ kind: 'prompt' }, { asset: 'db-7', address: '10.9.8.7', account: 'root' })],
      notices: [{ id: 'n', level: 'error', text: '/home/alice/settings.json' }],
      settings: { ...plain.settings, theme: 'dark', 'terminals.fontFamily': 'Alice Mono' },
      settingsFromEnvironment: { 'terminals.inAll': 'DRAWBRIDGE_MAX_TERMINALS' },
    }),
    'Linux x86_64',
  );
  expect(text).toBe(
    [
      'Drawbridge 0.1.0',
      'Electron 45.0.0, Linux x86_64',
      'keychain: keychain (ok)',
      'tray: present; raise shortcut: holds; language: en',
      'bridge: lowered',
      'sites: expired 1, signed-out (practice) 1',
      'agents: none',
      'terminals: prompt 1',
      'questions: none',
      'changed settings: theme=dark, terminals.fontFamily=(set)',
      'from the environment: DRAWBRIDGE_MAX_TERMINALS',
    ].join('\n'),
  );
  for (const word of ['Payroll', 'acme', 'secret', 'db-7', '10.9.8.7', 'root', 'alice', 'Alice'])
    expect(text).not.toContain(word);
});
