import { expect, it } from 'vitest';
import { readCommandLine } from '../../../mcp-bridge/command-line.ts';
import { execExitCodeFor, exitCodeFor } from '../../../mcp-bridge/exit-code.ts';

const read = (line: string) => readCommandLine(line.split(' '));

it('reads every verb', () => {
  expect(read('mcp')).toEqual({ kind: 'mcp', tools: 'full' });
  expect(read('mcp --tools core')).toEqual({ kind: 'mcp', tools: 'core' });
  expect(read('mcp --tools some')).toMatchObject({ kind: 'usage' });
  expect(read('--version')).toEqual({ kind: 'version' });
  expect(read('exec --help')).toEqual({ kind: 'help' });
  expect(read('status --json')).toEqual({ kind: 'ask', json: true, request: { verb: 'status' } });
  expect(read('login prod')).toMatchObject({ request: { verb: 'login', site: 'prod' } });
  expect(read('sites add https://j --name J')).toMatchObject({
    request: { verb: 'sites-add', url: 'https://j', name: 'J' },
  });
  expect(read('import')).toEqual({ kind: 'import', file: undefined, json: false });
  expect(read('import a.json --json')).toEqual({ kind: 'import', file: 'a.json', json: true });
  expect(read('import a b')).toMatchObject({ kind: 'usage' });
  expect(read('sites remove J')).toMatchObject({ request: { verb: 'sites-remove', site: 'J' } });
  expect(read('exec web root --timeout 5 -- ls -l --json')).toEqual({
    ...{ kind: 'ask', json: false },
    request: { verb: 'exec', asset: 'web', account: 'root', command: 'ls -l --json', timeoutSeconds: 5 },
  });
});

it('reads which side of a copy is on an asset', () => {
  const up = { verb: 'cp', direction: 'up', asset: 'web', path: '/srv/', local: 'a', overwrite: false };
  expect(read('cp a web:/srv/')).toMatchObject({ request: up });
  expect(read('cp -f web:log ./x:y --account root')).toMatchObject({
    request: { verb: 'cp', direction: 'down', path: 'log', local: './x:y', overwrite: true, account: 'root' },
  });
  expect(read('cp C:\\a web:')).toMatchObject({ request: { direction: 'up', local: 'C:\\a', path: '' } });
  for (const line of ['cp a', 'cp a b', 'cp x:a y:b', 'cp a x:b c', 'cp ./x:a ./y:b'])
    expect(read(line)).toMatchObject({ kind: 'usage' });
});

it('signs in by text with answers given beforehand, but never takes a secret as an argument', () => {
  expect(read('login prod --text --username alice --password-stdin --json')).toEqual({
    ...{ kind: 'text-login', request: { verb: 'login', site: 'prod' }, json: true, notes: [] },
    given: { username: 'alice', password: { kind: 'stdin' } },
  });
  expect(read('login --password @/run/secret --otp -')).toMatchObject({
    ...{ kind: 'text-login', given: { password: { kind: 'file', path: '/run/secret' }, otp: { kind: 'stdin' } } },
  });
  for (const [line, form] of [
    ['login --text --password hunter2', '--password @<file>'],
    ['login --password=hunter2', '--password-stdin'],
    ['login --text --otp 123456', '--otp-stdin'],
  ] as const) {
    const refused = read(line);
    expect(refused).toMatchObject({ kind: 'usage', problem: expect.stringContaining(form) });
    expect(JSON.stringify(refused)).not.toMatch(/hunter2|123456/);
  }
  expect(read('login')).toEqual({ kind: 'ask', request: { verb: 'login' }, json: false });
  expect(read('--json login prod')).toEqual({ kind: 'ask', request: { verb: 'login', site: 'prod' }, json: true });
  expect(read('--json paths')).toEqual({ kind: 'paths', json: true });
});

it('says what is wrong with the rest', () => {
  for (const line of [
    '',
    'fly',
    'mcp now',
    'exec web root',
    'exec web -- ls',
    'sites',
    'sites add',
    '--what',
    'exec a b --timeout x -- ls',
  ])
    expect(readCommandLine(line === '' ? [] : line.split(' ')).kind).toBe('usage');
});

it('has an exit code for who must act', () => {
  const error = { message: '', nextStep: '' };
  expect(exitCodeFor({ ...error, code: 'app-quit-by-person', actor: 'person' })).toBe(3);
  expect(exitCodeFor({ ...error, code: 'sign-in-required', actor: 'person' })).toBe(4);
  expect(exitCodeFor({ ...error, code: 'unknown-site', actor: 'agent' })).toBe(1);
});

it('tells by the exit code of exec why nothing was run', () => {
  const codes = ['could-not-ask', 'approval-timed-out', 'declined-by-person', 'asset-not-found'];
  expect(codes.map((code) => execExitCodeFor({ code }))).toEqual([252, 253, 254, 255]);
});
