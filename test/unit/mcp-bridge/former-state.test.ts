import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Machine } from '../../../mcp-bridge/directories.ts';
import { readFormerState, type StateFault } from '../../../mcp-bridge/former-state/state-file.ts';
import { formerStateFile } from '../../../mcp-bridge/former-state/state-place.ts';

let folder: string;
const linux = (env: Record<string, string> = {}): Machine => ({ env, platform: 'linux', home: '/home/anna' });
const put = (name: string, content: string | Buffer, mode = 0o600) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  fs.chmodSync(file, mode);
  return file;
};
const state = (more: object) => JSON.stringify({ base_url: 'https://jump.example.com', ...more });
const read = (file: string, env: Record<string, string> = {}) => readFormerState(file, linux(env));
const faultOf = (file: string): Promise<StateFault> =>
  read(file).then(
    () => Promise.reject(new Error('it could be read')),
    (error: unknown) => {
      expect(error).toMatchObject({ name: 'StateFileError', message: expect.stringContaining(file) });
      return (error as { fault: StateFault }).fault;
    },
  );

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-state-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe("the predecessor's state file is looked for", () => {
  it('in its own place on each system', () => {
    const inHome = '/home/anna/.local/state/mcp-jumpserver-gui-sucks/auth-state.json';
    expect(formerStateFile(linux())).toBe(inHome);
    expect(formerStateFile(linux({ XDG_STATE_HOME: '/state' }))).toBe(
      '/state/mcp-jumpserver-gui-sucks/auth-state.json',
    );
    expect(formerStateFile({ ...linux(), platform: 'darwin' })).toBe(
      '/home/anna/Library/Application Support/mcp-jumpserver-gui-sucks/auth-state.json',
    );
  });

  it('where its variables say, the file before the folder', () => {
    const former = (env: Record<string, string>) =>
      formerStateFile(
        linux(
          Object.fromEntries(Object.entries(env).map(([end, value]) => [`MCP_JUMPSERVER_GUI_SUCKS_${end}`, value])),
        ),
      );
    expect(former({ STATE_DIR: '~/keep' })).toBe('/home/anna/keep/auth-state.json');
    expect(former({ STATE_DIR: '/keep', STATE_FILE: '/else/s.json' })).toBe('/else/s.json');
    expect(formerStateFile(linux({ DRAWBRIDGE_STATE_FILE: '~/s.json' }))).toBe('/home/anna/s.json');
  });
});

describe('a state file gives', () => {
  it('what a login of the later versions wrote', async () => {
    const file = put(
      'full.json',
      state({
        schema_version: 2,
        login_source: 'cli-web-session-access-key',
        headers: { 'X-CSRFToken': 'csrf', 'X-JMS-ORG': '0000-2' },
        cookies: [
          {
            ...{ name: 'jms_sessionid', value: 's3cret', domain: 'jump.example.com', path: '/', secure: true },
            ...{ http_only: false, expires: 1_900_000_000.5 },
          },
          { name: 'jms_csrftoken', value: 'csrf', domain: null, expires: null },
        ],
        access_key_id: 'k1',
        access_key_secret: 'k2',
        metadata: { username: 'anna', saved_by: 'login', cookie_last_refreshed_at: '2026-03-04T05:06:07+00:00' },
        updated_at: '2026-03-04T00:00:00+00:00',
      }),
    );
    expect(await read(file)).toEqual({
      ...{ file, readableByOthers: false, baseUrl: 'https://jump.example.com', organisation: '0000-2' },
      ...{ username: 'anna', savedAt: Date.UTC(2026, 2, 4, 5, 6, 7), bearer: false },
      accessKey: { id: 'k1', secret: 'k2' },
      cookies: [
        {
          ...{ name: 'jms_sessionid', value: 's3cret', domain: 'jump.example.com', path: '/' },
          expiresAt: 1_900_000_000.5,
        },
        { name: 'jms_csrftoken', value: 'csrf', domain: null, path: '/', expiresAt: null },
      ],
    });
  });

  it('what there is, where fields are missing, unknown or of a version to come', async () => {
    const bare = await read(put('bare.json', state({ schema_version: 99, tomorrow: [1] })));
    expect(bare).toMatchObject({ organisation: '', username: '', savedAt: null, cookies: [], accessKey: null });
    const half = { access_key_id: 'without-a-secret', bearer_token: 't', metadata: { username: 7 } };
    expect(await read(put('half.json', state(half)))).toMatchObject({ accessKey: null, bearer: true, username: '' });
    const cookies = [
      { name: 'X-JMS-ORG', value: 'org-of-cookie' },
      { name: 'a b', value: 'x' },
      { name: 'ok', value: 'x\ny' },
    ];
    expect(await read(put('org.json', state({ cookies })))).toMatchObject({
      organisation: 'org-of-cookie',
      cookies: [{ name: 'X-JMS-ORG' }],
    });
  });

  it('the organisation of the environment first, and its address last', async () => {
    const headers = { 'x-jms-org': 'of-the-file' };
    const env = { MCP_JUMPSERVER_GUI_SUCKS_ORG_ID: 'of-the-env', DRAWBRIDGE_BASE_URL: 'https://other.example.com' };
    const file = put('env.json', state({ headers }));
    expect(await read(file, env)).toMatchObject({ organisation: 'of-the-env', baseUrl: 'https://jump.example.com' });
    const without = put('without.json', JSON.stringify({ base_url: '' }));
    expect(await read(without, env)).toMatchObject({ baseUrl: 'https://other.example.com' });
  });

  it('a word that others can read it', async () => {
    expect(await read(put('open.json', state({}), 0o644))).toMatchObject({ readableByOthers: true });
    expect(await read(put('group.json', state({}), 0o640))).toMatchObject({ readableByOthers: true });
  });
});

describe('a file is refused', () => {
  it('that is missing, a folder, or a pipe that nobody writes to', async () => {
    expect(await faultOf(path.join(folder, 'none.json'))).toBe('missing');
    expect(await faultOf(folder)).toBe('not-a-file');
    const pipe = path.join(folder, 'pipe');
    // Through a shell, which every system with pipes has.
    expect(spawnSync('/bin/sh', ['-c', 'mkfifo "$0"', pipe]).status).toBe(0);
    expect(await faultOf(pipe)).toBe('not-a-file');
  });

  it('that is too big, is no JSON, or something else in JSON', async () => {
    expect(await faultOf(put('big.json', Buffer.alloc(1024 * 1024 + 1, 0x20)))).toBe('too-big');
    expect(await faultOf(put('torn.json', '{"base_url": "https://ju'))).toBe('not-json');
    expect(await faultOf(put('binary.json', Buffer.from([0xff, 0x00, 0x80])))).toBe('not-json');
    expect(await faultOf(put('list.json', '[]'))).toBe('not-a-state');
    expect(await faultOf(put('cookies.json', state({ cookies: 'no' })))).toBe('not-a-state');
    expect(await faultOf(put('long.json', state({ access_key_id: 'k'.repeat(2_000), access_key_secret: 's' })))).toBe(
      'not-a-state',
    );
    expect(await faultOf(put('other.json', '{"name":"package"}'))).toBe('no-address');
  });

  it.runIf(process.getuid?.() === 0)('that belongs to another user', async () => {
    const file = put('foreign.json', state({}));
    fs.chownSync(file, 12_345, 12_345);
    expect(await faultOf(file)).toBe('foreign');
  });
});
