import { expect, it } from 'vitest';
import { readCommandLine } from '../../../mcp-bridge/command-line.ts';

const read = (line: string) => readCommandLine(line.split(' '));

it("reads the predecessor's verbs with their flags", () => {
  expect(read('paths --json')).toEqual({ kind: 'paths', json: true });
  expect(read('refresh-session --force')).toMatchObject({ request: { verb: 'refresh-session' } });
  expect(read('resolve-target --asset-ref web --account-ref root --protocol ssh')).toMatchObject({
    request: { name: 'jms_resolve_terminal_target', arguments: { asset: 'web', account: 'root', protocol: 'ssh' } },
  });
  expect(read('koko-probe --asset-id a1 --account root --cols 80 --rows 24 --max-messages 4')).toMatchObject({
    request: { name: 'jms_probe_koko_terminal', arguments: { asset: 'a1', account: 'root' } },
  });
  expect(
    readCommandLine([
      ...['terminal-exec', '--asset-id', 'a1', '--asset-ref', 'other', '--account', 'root', '--command', 'ls -l'],
      ...['--command-idle-timeout-seconds', '1.5', '--total-timeout-seconds=9.5', '--json'],
    ]),
  ).toEqual({
    ...{ kind: 'ask', json: true },
    request: { verb: 'exec', asset: 'a1', account: 'root', command: 'ls -l', timeoutSeconds: 9.5 },
  });
  for (const line of ['serve', 'serve --transport stdio']) expect(read(line)).toEqual({ kind: 'mcp', tools: 'full' });
});

it('opens a whole terminal by terminal-shell, at the size of this one', () => {
  const flags = ['--cols', '80', '--rows', '24', '--read-total-timeout-seconds', '10'];
  expect(
    readCommandLine(['terminal-shell', '--asset-ref', 'web', '--account-ref', 'ops', '--protocol', 'ssh', ...flags]),
  ).toEqual({ kind: 'shell', request: { asset: 'web', account: 'ops', protocol: 'ssh' } });
  expect(read('shell web ops --site Prod')).toEqual({
    ...{ kind: 'shell', request: { asset: 'web', account: 'ops', site: 'Prod' } },
  });
  for (const line of ['shell', 'shell a b c', 'shell web --json', 'terminal-shell --asset-ref web --json'])
    expect(read(line)).toMatchObject({ kind: 'usage' });
});

it('serves on standard input and output, or over HTTP on this computer', () => {
  const http = '--transport streamable-http';
  expect(read('serve --tools core')).toEqual({ kind: 'mcp', tools: 'core' });
  expect(read(`serve ${http}`)).toEqual({
    ...{ kind: 'serve', json: false },
    request: { over: 'http', tools: 'full', place: { host: '127.0.0.1', port: 8000, path: '/mcp' } },
  });
  expect(read(`serve ${http} --host ::1 --port=0 --path /agents --tools core --json`)).toEqual({
    ...{ kind: 'serve', json: true },
    request: { over: 'http', tools: 'core', place: { host: '::1', port: 0, path: '/agents' } },
  });
  // What a name means could be changed.
  expect(read(`serve ${http} --host localhost`)).toMatchObject({ request: { place: { host: '127.0.0.1' } } });
});

it('serves no other computer, and nothing that was given up', () => {
  const problem = (line: string) => {
    const refused = read(line);
    return refused.kind === 'usage' ? refused.problem : refused.kind;
  };
  for (const host of ['0.0.0.0', '::', '192.168.1.2', '127.0.0.2', 'example.com', ''])
    expect(problem(`serve --transport streamable-http --host=${host}`)).toMatch(
      /^--host .* is not this computer alone/,
    );
  expect(problem('serve --transport sse')).toContain('--transport streamable-http');
  expect(problem('serve --port 9000')).toBe('--port goes with --transport streamable-http');
  for (const wrong of ['--port 65536', '--port http', '--path mcp', '--path /a?b', '--tools all', 'more'])
    expect(problem(`serve --transport streamable-http ${wrong}`)).not.toBe('serve');
});

it('says what to do where Drawbridge does it in another way', () => {
  expect(read('clear-state')).toMatchObject({ kind: 'instead', text: expect.stringContaining('sign out of the site') });
  expect(read('save-state --login-source x')).toMatchObject({
    ...{ kind: 'instead', text: expect.stringContaining('drawbridge import') },
  });
});

it('refuses what it cannot take', () => {
  for (const line of [
    'terminal-exec --asset-ref web --account root',
    'terminal-exec --asset-ref web --account root --command x --total-timeout-seconds soon',
    'resolve-target',
    'resolve-target --asset-ref web --what',
    'serve --transport sse',
    'serve --transport pigeon',
    'paths now',
    'completion tcsh',
  ])
    expect(read(line)).toMatchObject({ kind: 'usage' });
});

it('takes no secret as an argument, and does not repeat it', () => {
  for (const line of ['save-state --bearer-token hunter2', 'save-state --cookie=jms_sessionid=hunter2']) {
    const refused = read(line);
    expect(refused).toMatchObject({ kind: 'usage', problem: expect.stringContaining('--password-stdin') });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  }
});

/** Every verb of the predecessor with all of its flags (0.1.2 to its last version). */
const target = ['--asset-id a', '--asset-ref a', '--account b', '--account-ref b', '--protocol ssh'];
const size = ['--cols 80', '--rows 24'];
const flags: Readonly<Record<string, readonly string[]>> = {
  login: [
    ...['--base-url https://j.example', '--username u', '--org-id o', '--mfa-type otp'],
    ...['--confirm-mfa-type otp', '--allow-ephemeral'],
  ],
  paths: [],
  doctor: [],
  'refresh-session': ['--force'],
  'resolve-target': ['--asset-ref a', '--account-ref b', '--protocol ssh'],
  'koko-probe': [...target, ...size, '--connect-method web_cli', '--max-messages 4'],
  'terminal-exec': [
    ...[...target, ...size, '--command true', '--connect-method web_cli', '--startup-idle-timeout-seconds 1.5'],
    ...['--command-idle-timeout-seconds 1.5', '--total-timeout-seconds 20.0'],
  ],
  'terminal-shell': [
    ...[...target, ...size, '--connect-method web_cli', '--startup-idle-timeout-seconds 1.5'],
    ...['--read-idle-timeout-seconds 1.0', '--read-total-timeout-seconds 10.0'],
  ],
  'save-state': ['--base-url u', '--org-id o', '--login-source manual', '--cookie-domain d', '--cookie-path /'],
  'clear-state': [],
  serve: ['--transport stdio'],
};

it.each(Object.entries(flags))('takes %s with each of its flags, in both spellings, and shortened', (verb, all) => {
  const words = (spell: (flag: string) => string[]) => [verb, ...all.flatMap(spell)];
  const spellings: ((flag: string) => string[])[] = [
    (flag) => flag.split(' '),
    (flag) => [flag.replace(' ', '=')],
    // One letter less, as argparse allows where only one flag fits.
    (flag) =>
      (/^--(?:account|command) /.test(flag) ? flag : flag.replace(/^--([a-z-]{4,}?)[a-z]( |$)/, '--$1$2')).split(' '),
  ];
  for (const spell of spellings) expect(readCommandLine(words(spell))).not.toMatchObject({ kind: 'usage' });
});

it('says what has another meaning here', () => {
  const login = read('login --username u --mfa-type sms --org-id o --confirm-mfa-type otp --allow-ephemeral');
  expect(login).toMatchObject({
    ...{ kind: 'text-login', given: { username: 'u', method: 'sms' } },
    notes: [expect.stringMatching(/^--org-id/), expect.stringMatching(/^--conf/), expect.stringMatching(/^--allow/)],
  });
  expect(read('login --base-url https://j.example')).toMatchObject({ request: { url: 'https://j.example' } });
  expect(read('login prod --base-url https://j.example')).toMatchObject({ kind: 'usage' });
});

it('wants numbers where there were numbers', () => {
  for (const line of ['koko-probe --asset-id a --cols wide', 'terminal-shell --asset-ref a --rows='])
    expect(read(line)).toMatchObject({ kind: 'usage', problem: expect.stringContaining('takes a number') });
});
