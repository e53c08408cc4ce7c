import { expect, it } from 'vitest';
import { withoutLimits } from '../../../mcp-bridge/app-launch.ts';

it('an app that a bridge starts takes no limits of terminals from the agent’s environment', () => {
  const kept = { DRAWBRIDGE_HOME: '/home/a/d', PATH: '/bin', DISPLAY: ':1' };
  const dropped = {
    DRAWBRIDGE_MAX_TERMINALS: '200',
    DRAWBRIDGE_MAX_TERMINALS_PER_AGENT: '64',
    DRAWBRIDGE_TERMINAL_IDLE_MINUTES: '1440',
    DRAWBRIDGE_OPENINGS_AT_ONCE: '20',
    DRAWBRIDGE_OPENINGS_PER_MINUTE: '60',
  };
  expect(withoutLimits({ ...kept, ...dropped })).toEqual(kept);
});
