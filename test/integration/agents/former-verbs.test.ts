import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TerminalPool } from '../../../main/terminals/terminal-pool.ts';
import { AgentSide } from './agent-side.ts';
import { environment, runVerb, Workshop } from './bridge-process.ts';
import type { OneSite } from './one-site.ts';
import { practiceWorld } from './practice-world.ts';

describe("the predecessor's verbs", () => {
  let workshop: Workshop;
  let home: string;
  let world: Awaited<ReturnType<typeof practiceWorld>>;
  let pool: TerminalPool;
  let sites: OneSite;
  let side: AgentSide;

  const run = (...args: string[]) => runVerb(workshop.bridge, home, args);

  beforeAll(async () => {
    workshop = await Workshop.open();
    home = workshop.home();
    mkdirSync(home);
    world = await practiceWorld();
    pool = world.pool();
    sites = world.sites();
    side = await AgentSide.start(home, sites, pool);
  });
  afterAll(async () => {
    await side.dispose();
    await pool.dispose();
    await world.dispose();
    await workshop.close();
  });

  it('run a command by terminal-exec, and end with its exit code', async () => {
    const target = ['--asset-ref', 'lab-bash', '--account-ref', 'root'];
    expect(await run('terminal-exec', ...target, '--command', 'echo out; exit 7 | cat; (exit 7)')).toEqual({
      ...{ code: 7, out: 'out\n', err: '' },
    });
    const slow = await run('terminal-exec', ...target, '--command', 'sleep 60', '--total-timeout-seconds', '0.5');
    expect(slow).toMatchObject({ code: 255, err: expect.stringContaining('timed-out') });
  });

  it('find where a terminal would go, and try one', async () => {
    const found = await run('resolve-target', '--asset-ref', 'lab-bash', '--account-ref', 'root', '--json');
    expect(found.code).toBe(0);
    expect(JSON.parse(found.out)).toMatchObject({ asset: { name: 'lab-bash' }, account: { username: 'root' } });
    const read = await run('resolve-target', '--asset-ref', 'lab-bash', '--account-ref', 'root');
    expect(read.out).toMatch(
      /^asset id\s+[0-9a-f-]{36}\nasset name\s+lab-bash\n[\s\S]*\nprotocol\s+ssh\nconnect method\s+web_cli\n$/,
    );
    const unknown = await run('resolve-target', '--asset-ref', 'no-such');
    expect(unknown).toMatchObject({ code: 1, out: '', err: expect.stringContaining('asset-not-found') });
    const probe = await run('koko-probe', '--asset-id', 'lab-bash', '--account', 'root', '--json');
    expect(probe.code).toBe(0);
    expect(JSON.parse(probe.out)).toMatchObject({ ws_connected: true });
  });

  it('tell by refresh-session whether the person must sign in', async () => {
    const good = await run('refresh-session', '--force', '--json');
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out)).toMatchObject({ authenticated: true });
    sites.signedIn = false;
    const over = await run('refresh-session', '--json');
    sites.signedIn = true;
    expect(over.code).toBe(4);
    expect(JSON.parse(over.out)).toMatchObject({ authenticated: false });
  });

  it('show by paths what the environment asks for, without the app', async () => {
    const env = { MCP_JUMPSERVER_GUI_SUCKS_MAX_TERMINAL_SESSIONS: '3' };
    const elsewhere = workshop.home();
    const { code, out } = await runVerb(workshop.bridge, elsewhere, ['paths', '--json'], undefined, { env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      folders: { runtime: expect.stringContaining(elsewhere) },
      former_state_file: path.join(elsewhere, '.local/state/mcp-jumpserver-gui-sucks/auth-state.json'),
      env: { max_terminal_sessions: 'MCP_JUMPSERVER_GUI_SUCKS_MAX_TERMINAL_SESSIONS', org_id: 'DRAWBRIDGE_ORG_ID' },
      resolved: { max_terminal_sessions: '3', org_id: null },
    });
  });

  it('say what to do where Drawbridge does it otherwise', async () => {
    expect(await run('clear-state')).toMatchObject({ code: 4, out: '', err: expect.stringContaining('sign out') });
    const refused = await run('save-state', '--bearer-token', 'hunter2');
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.not.stringContaining('hunter2') });
  });

  const asked: readonly (readonly [string, (script: string) => string])[] = [
    [
      'bash',
      (script: string) => `${script}\nCOMP_WORDS=(drawbridge re); COMP_CWORD=1; _drawbridge; echo "\${COMPREPLY[@]}"`,
    ],
    // As zsh's own bashcompinit calls it.
    [
      'zsh',
      (script: string) =>
        `${script}\nsetopt KSH_ARRAYS SH_WORD_SPLIT; COMP_WORDS=(drawbridge re); COMP_CWORD=1; _drawbridge; echo "\${COMPREPLY[@]}"; echo "$_comps[drawbridge]"`,
    ],
    ['fish', (script: string) => `${script}\ncomplete -C 'drawbridge re' | string match -r '^\\S+'`],
  ];
  const installed = asked.filter(([shell]) => spawnSync(shell, ['-c', 'true']).status === 0);
  it.each(installed)('complete themselves in %s', async (shell, ask) => {
    const { code, out } = await run('completion', shell);
    expect(code).toBe(0);
    const flags = shell === 'bash' ? ['--norc'] : shell === 'zsh' ? ['-f'] : ['--no-config'];
    const answer = spawnSync(shell, [...flags, '-c', ask(out)], { env: environment(home), encoding: 'utf8' });
    expect(answer.stderr).toBe('');
    expect(answer.stdout).toContain('refresh-session');
    expect(answer.stdout).toContain('resolve-target');
  });
});
