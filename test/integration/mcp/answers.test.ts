import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { expect, it } from 'vitest';
import { AgentSide } from '../agents/agent-side.ts';
import { connectAgent, Workshop } from '../agents/bridge-process.ts';
import { practiceWorld } from '../agents/practice-world.ts';
import { callTool } from '../agents/tool-calls.ts';

const LAB = { asset: 'lab-bash', account: 'root' };

/** Without what is another in every run: handles, marks, times, the homes of the practice site. */
function steady(text: string, handles: Map<string, string>): string {
  return text
    .replace(/term_[\w-]+/g, (handle) => {
      const known = handles.get(handle) ?? `term_${handles.size + 1}`;
      handles.set(handle, known);
      return known;
    })
    .replace(/\[[0-9a-f]{16}\]/g, '[mark]')
    .replace(/\b\d+(\.\d+)? (ms|s)\b/g, 'N s')
    .replace(/\/tmp\/drawbridge-practice-\w+\/[\w-]+\/\w+/g, '/home/root')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1')
    .replace(/cursor( |=)\d+/g, 'cursor$1N')
    .replace(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, 'UUID');
}

/** A day of an agent, as it reads it: whoever changes the words sees them here. */
it('what an agent reads is what was reviewed', async () => {
  const workshop = await Workshop.open();
  const world = await practiceWorld();
  const pool = world.pool();
  const home = workshop.home();
  const side = await AgentSide.start(home, world.sites(), pool);
  const client = await connectAgent(workshop.bridge, home);
  const handles = new Map<string, string>();
  const page = [
    '# What an agent reads\n\nWritten by answers.test.ts from real calls; review changes of it as words.\n',
  ];
  const record = async (from: Client, name: string, args: Record<string, unknown> = {}) => {
    const { text, isError } = await callTool(from, name, args);
    const asked = steady(JSON.stringify(args), handles);
    page.push(
      `## ${name} ${asked}\n\n\`\`\`text\n${steady(text, handles)}\n\`\`\`${isError ? '\n\n*an error*' : ''}\n`,
    );
    return text;
  };
  const call = (name: string, args: Record<string, unknown> = {}) => record(client, name, args);
  const run = (command: string, more: Record<string, unknown> = {}) =>
    call('jms_execute_koko_command', { ...LAB, command, ...more });
  try {
    await call('jms_status');
    await call('jms_profile');
    await call('jms_list_nodes', { search: 'offices' });
    await call('jms_list_assets', { search: 'lab-s' });
    await call('jms_list_assets', { search: 'web', limit: 2 });
    await call('jms_list_assets', { search: 'nothing-like-it' });
    await call('jms_get_asset', { asset: 'lab-bash' });
    await call('jms_list_connect_methods', { protocol: 'ssh' });
    await call('jms_resolve_terminal_target', LAB);
    const first = await run('echo hello; cd /tmp; false');
    const session_handle = /term_\S+/.exec(first)?.[0];
    await run('cd /');
    await run('true');
    await run('printf "\\033[31mred\\033[0m \\u202eevil\\n"');
    await run('seq 1 500', { head_bytes: 30, tail_bytes: 30 });
    await call('jms_read_terminal_session', { session_handle, head_bytes: 20, tail_bytes: 0 });
    await call('jms_read_terminal_session', { session_handle, grep: '^49[89]$', before: 1 });
    await run('echo "open');
    await run('sleep 60', { timeout_seconds: 1 });
    await call('jms_list_terminal_sessions');
    await call('jms_interrupt_terminal_session', { session_handle });
    await call('jms_interrupt_terminal_session', { session_handle });
    await run('read -p "name? " x; echo "hello $x"', { timeout_seconds: 20 });
    await call('jms_write_terminal_session', { session_handle, text: 'world', wait_seconds: 20 });
    await call('jms_get_terminal_identity', { session_handle });
    await call('jms_resize_terminal_session', { session_handle, cols: 80, rows: 24 });
    await call('jms_open_terminal_session', { ...LAB, reuse: true });
    await call('jms_close_terminal_session', { session_handle: pool.list().at(-1)?.id });
    await call('jms_create_connection_token', LAB);
    await call('jms_list_connection_tokens');
    await call('jms_expire_connection_token', {
      token_id: (await world.rest.connectionTokens({ limit: 1, offset: 0 })).tokens[0]?.id,
    });
    await call('jms_expire_connection_token', { token_id: 'somebody-elses' });
    page.push('# What it reads when it is wrong, or may not\n');
    await call('jms_execute_koko_command', { asset: 'lab-bash' });
    await call('jms_execute_koko_command', { command: 'id' });
    await call('jms_execute_koko_command', { ...LAB, command: 'id', comand: 'id' });
    await call('jms_execute_koko_command', { ...LAB, asset: 'lab', command: 'id' });
    await call('jms_execute_koko_command', { ...LAB, asset: 'cache-01', command: 'id' });
    await call('jms_execute_koko_command', { asset: 'lab-bash', command: 'id' });
    await call('jms_execute_koko_command', { ...LAB, command: 'reboot' });
    await call('jms_execute_koko_command', { ...LAB, command: `echo ${'x'.repeat(1_100)}` });
    await call('jms_read_terminal_session', { session_handle: 'term_unknown' });
    await call('jms_write_terminal_session', { session_handle: 'term_unknown' });
    await call('jms_wait_for_approval', { approval_id: 'question_99' });
    await call('jms_switch_terminal_user', { session_handle: 'term_unknown', target_user: 'root', password: 'x' });
    await side.killSwitch.raise();
    await call('jms_status');
  } finally {
    await client.close();
    await side.dispose();
    await pool.dispose();
    await world.dispose();
    await workshop.close();
  }
  await expect(page.join('\n')).toMatchFileSnapshot('answers.md');
});
