import { describe, expect, it } from 'vitest';
import { decideHello, proof } from '../../../main/agents/handshake.ts';
import { runtimeDirectory, stateDirectory } from '../../../mcp-bridge/directories.ts';
import { LineSplitter, proofText } from '../../../mcp-bridge/wire.ts';

const token = Buffer.alloc(32, 7);
const hello = (change = {}) =>
  JSON.stringify({
    ...{
      type: 'hello',
      wire: 1,
      nonce: 'theirs',
      proof: proof(token, 'bridge', 'ours', 'theirs'),
      mode: 'mcp',
      pid: 1,
    },
    ...{ executable: '/x', cwd: '/', bridgeVersion: '1', agentId: 'a', resumeKey: 'k' },
    ...change,
  });

describe('the handshake', () => {
  it('takes a hello that proves the token over both nonces', () => {
    expect(decideHello(hello(), token, 'ours')).toMatchObject({ agentId: 'a', mode: 'mcp' });
  });

  it('refuses another token, another nonce, a replayed proof of the app’s side, and other versions', () => {
    expect(() => decideHello(hello(), Buffer.alloc(32, 8), 'ours')).toThrow('does not prove');
    expect(() => decideHello(hello(), token, 'later')).toThrow('does not prove');
    expect(() => decideHello(hello({ proof: proof(token, 'app', 'ours', 'theirs') }), token, 'ours')).toThrow(
      'does not prove',
    );
    expect(() => decideHello(hello({ proof: '' }), token, 'ours')).toThrow('does not prove');
    expect(() => decideHello(hello({ wire: 2 }), token, 'ours')).toThrow('version 1');
    expect(() => decideHello('{}', token, 'ours')).toThrow('not a hello');
  });

  it('proves each side over different text', () => {
    expect(proofText('bridge', 'a', 'b')).not.toBe(proofText('app', 'a', 'b'));
  });
});

describe('lines', () => {
  const text = (value: string) => new TextEncoder().encode(value);

  it('are cut where they end, over any number of chunks and inside of characters', () => {
    const splitter = new LineSplitter();
    const bytes = text('aé\nb\r\n\nc');
    const events = [...bytes].flatMap((byte) => splitter.push(Uint8Array.of(byte)));
    expect(events).toEqual(['aé', 'b', ''].map((line) => ({ kind: 'line', text: line })));
    expect(splitter.push(text('d\n'))).toEqual([{ kind: 'line', text: 'cd' }]);
  });

  it('that are too long are told of once, dropped, and the next one is read', () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push(text('12345'))).toEqual([{ kind: 'too-long' }]);
    expect(splitter.push(text('6789\nok\n'))).toEqual([{ kind: 'line', text: 'ok' }]);
  });
});

describe('directories', () => {
  const machine = (env: Record<string, string>, platform: NodeJS.Platform = 'linux') => ({
    env,
    platform,
    home: '/home/a',
  });

  it('are where the system keeps such things, or all below DRAWBRIDGE_HOME', () => {
    expect(runtimeDirectory(machine({ XDG_RUNTIME_DIR: '/run/user/1' }))).toBe('/run/user/1/drawbridge');
    expect(runtimeDirectory(machine({}))).toBe('/home/a/.local/state/drawbridge/run');
    expect(runtimeDirectory(machine({}, 'darwin'))).toBe('/home/a/Library/Application Support/Drawbridge/run');
    expect(runtimeDirectory(machine({ DRAWBRIDGE_HOME: '/d', XDG_RUNTIME_DIR: '/r' }))).toBe('/d/run');
    expect(stateDirectory(machine({ DRAWBRIDGE_HOME: '/d' }))).toBe('/d/state');
    expect(stateDirectory(machine({}))).toBe('/home/a/.local/state/drawbridge');
  });
});
