import { expect, test } from 'vitest';
import { Workshop } from '../agents/bridge-process.ts';
import { WorkingAgent } from './working-agent.ts';

test('a session that was revoked is told by one call that checks it, and nobody is asked to sign in', async () => {
  const workshop = await Workshop.open();
  const agent = await WorkingAgent.start(workshop);
  try {
    expect(await agent.call('jms_status', { check: true })).toContain('checked just now: terminals can be opened');
    agent.practice.endSessions('alice', 'idle');
    // Asking nothing, nothing is known yet.
    expect(await agent.call('jms_status')).toContain('signed in as');
    const checked = await agent.call('jms_refresh_terminal_auth', { force: true });
    expect(checked).toContain('the web session has expired');
    expect(checked).not.toContain('signed in as');
    expect(agent.prompts).toEqual([]);
  } finally {
    await agent.dispose();
    await workshop.close();
  }
});
