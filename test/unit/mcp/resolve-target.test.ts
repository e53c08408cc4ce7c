import { describe, expect, it } from 'vitest';
import { toDrawbridgeError } from '../../../main/errors/drawbridge-error.ts';
import type { AssetAccount, AssetDetail } from '../../../main/jumpserver/rest-client-port.ts';
import { decideAccount, decideAsset, decideConnectMethod, decideProtocol } from '../../../main/mcp/resolve-target.ts';

const account = (name: string, change: Partial<AssetAccount> = {}): AssetAccount => ({
  ...{
    id: `id-${name}`,
    alias: `id-${name}`,
    name,
    username: name,
    hasSecret: true,
    actions: ['connect'],
    expiresAt: null,
  },
  ...change,
});
const asset = (name: string, change: Partial<AssetDetail> = {}): AssetDetail => ({
  ...{
    id: `id-${name}-${change.address ?? ''}`,
    name,
    address: '10.0.0.1',
    organisation: null,
    platform: 'Linux',
    type: 'linux',
    category: 'host',
  },
  ...{
    nodes: ['/Default'],
    isActive: true,
    comment: '',
    accounts: [],
    protocols: [{ name: 'ssh', port: 22, isPublic: true }],
  },
  ...change,
});
function problem(task: () => unknown) {
  try {
    task();
  } catch (error) {
    const { code, candidates, actor } = toDrawbridgeError(error);
    return { code, candidates, actor };
  }
  throw new Error('nothing was thrown');
}

describe('an asset reference', () => {
  const assets = [
    asset('db', { address: '10.0.0.1' }),
    asset('db', { address: '10.0.0.2' }),
    asset('Web-01', { address: '10.0.0.3' }),
  ];

  it('is an id, a name, an address, or a name with its address, letter case aside', () => {
    for (const reference of ['web-01', 'id-web-01-10.0.0.3', '10.0.0.3', 'Web-01(10.0.0.3)', ' WEB-01 (10.0.0.3) '])
      expect(decideAsset(reference, assets).name).toBe('Web-01');
  });

  it('lists the candidates with name, address, node and id where two assets have one name', () => {
    expect(problem(() => decideAsset('db', assets))).toEqual({
      ...{ code: 'asset-ambiguous', actor: 'agent' },
      candidates: ['db · 10.0.0.1 · /Default · id id-db-10.0.0.1', 'db · 10.0.0.2 · /Default · id id-db-10.0.0.2'],
    });
  });

  it('never takes a likeness for the thing, not even the only one', () => {
    const { code, candidates } = problem(() => decideAsset('web', assets));
    expect(code).toBe('asset-not-found');
    expect(candidates).toEqual(['Web-01 · 10.0.0.3 · /Default · id id-Web-01-10.0.0.3']);
  });
});

describe('an account reference', () => {
  it('may be left out where there is only one account', () => {
    expect(decideAccount(undefined, asset('a', { accounts: [account('root')] })).name).toBe('root');
    expect(problem(() => decideAccount('', asset('a', { accounts: [account('root'), account('app')] }))).code).toBe(
      'account-ambiguous',
    );
    expect(problem(() => decideAccount(undefined, asset('a'))).actor).toBe('admin');
  });

  it('does not find nonroot-app under the name app', () => {
    const accounts = [account('root'), account('nonroot-app')];
    expect(problem(() => decideAccount('app', asset('a', { accounts })))).toMatchObject({
      code: 'account-not-found',
      candidates: ['root · id id-root', 'nonroot-app · id id-nonroot-app'],
    });
  });

  it('needs the right to connect', () => {
    const accounts = [account('root', { actions: ['upload'] })];
    expect(problem(() => decideAccount('root', asset('a', { accounts }))).code).toBe('permission-denied');
  });
});

describe('protocol and connect method', () => {
  const windows = asset('w', { protocols: [{ name: 'rdp', port: 3389, isPublic: true }] });
  const webCli = { value: 'web_cli', label: 'Web CLI', type: 'web', component: 'koko' };

  it('is ssh where there is ssh, as asked in any letter case, and an error where there is no text terminal', () => {
    expect(decideProtocol(undefined, asset('a')).name).toBe('ssh');
    expect(decideProtocol('SSH', asset('a')).name).toBe('ssh');
    expect(problem(() => decideProtocol(undefined, windows))).toMatchObject({
      code: 'no-web-terminal',
      candidates: ['rdp (port 3389)'],
    });
  });

  it('says that an administrator removed the web terminal', () => {
    expect(decideConnectMethod(undefined, 'ssh', [webCli])).toBe('web_cli');
    expect(problem(() => decideConnectMethod(undefined, 'ssh', []))).toMatchObject({
      code: 'no-web-terminal',
      actor: 'admin',
    });
    expect(problem(() => decideConnectMethod('putty', 'ssh', [webCli]))).toMatchObject({
      candidates: ['web_cli (Web CLI)'],
    });
  });
});
