import { parseArgs } from 'node:util';
import type { ConnectRequest } from './clients/connect-verb.ts';
import { type CompletionShell, shells } from './completion.ts';
import { readCopy } from './copy-arguments.ts';
import { type Former, isFormerVerb, readFormerVerb } from './former-verbs.ts';
import type { ServeRequest } from './http/serve-request.ts';
import { type Login, readLogin } from './login-arguments.ts';
import type { ShellTarget } from './shell-verb.ts';
import type { CliRequest } from './wire.ts';

export type Invocation =
  | { readonly kind: 'mcp'; readonly tools: 'core' | 'full' }
  | { readonly kind: 'serve'; readonly request: Extract<ServeRequest, { over: 'http' }>; readonly json: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'ask'; readonly request: CliRequest; readonly json: boolean }
  | (Extract<Login, { kind: 'text-login' }> & { readonly json: boolean })
  | { readonly kind: 'shell'; readonly request: ShellTarget }
  | { readonly kind: 'doctor'; readonly json: boolean }
  | { readonly kind: 'connect'; readonly request: ConnectRequest }
  | { readonly kind: 'paths'; readonly json: boolean }
  /** Of mcp-jumpserver-gui-sucks; `file` where it lies elsewhere than that would look. */
  | { readonly kind: 'import'; readonly file: string | undefined; readonly json: boolean }
  | { readonly kind: 'completion'; readonly shell: CompletionShell }
  /** What the predecessor did, and Drawbridge does otherwise. */
  | { readonly kind: 'instead'; readonly text: string; readonly json: boolean }
  | { readonly kind: 'usage'; readonly problem: string };

const usage = (problem: string): Invocation => ({ kind: 'usage', problem });

/** What the arguments after the program's name ask for. */
export function readCommandLine(argv: readonly string[]): Invocation {
  const dashes = argv.indexOf('--');
  const own = dashes === -1 ? argv : argv.slice(0, dashes);
  const rest = dashes === -1 ? undefined : argv.slice(dashes + 1);
  // Those read their flags themselves; the general one may stand before them.
  const [first, ...others] = argv[0] === '--json' ? [...argv.slice(1), '--json'] : argv;
  if (isFormerVerb(first)) return former(first, others);
  if (first === 'login') return login(others);
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(own);
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [verb, ...operands] = positionals;
  const ask = (request: CliRequest): Invocation => ({ kind: 'ask', request, json: values.json });
  switch (verb) {
    case undefined:
      return usage('say what to do');
    case 'mcp':
      return mcp(operands, values.tools);
    case 'status':
      return operands.length === 0 ? ask({ verb: 'status' }) : usage('status takes no arguments');
    case 'doctor':
      return operands.length === 0 ? { kind: 'doctor', json: values.json } : usage('doctor takes no arguments');
    case 'connect':
    case 'disconnect':
      return connect(verb, operands, values);
    case 'completion': {
      const shell = shells.find((one) => one === operands[0]);
      return shell && operands.length === 1 ? { kind: 'completion', shell } : usage('completion: bash, zsh, or fish');
    }
    case 'show':
      return operands.length === 0 ? ask({ verb: 'show' }) : usage('show takes no arguments');
    case 'import':
      return operands.length <= 1
        ? { kind: 'import', file: operands[0], json: values.json }
        : usage('import takes one file');
    case 'journal':
      return operands.length === 1 && operands[0] === 'verify'
        ? ask({ verb: 'journal-verify' })
        : usage('journal: verify');
    case 'sites':
      return sites(operands, values.name, ask);
    case 'policy':
      return policy(operands, values, ask);
    case 'cp': {
      const request = readCopy(operands, values);
      return typeof request === 'string' ? usage(request) : ask(request);
    }
    case 'shell': {
      const [asset, account, more] = operands;
      if (asset === undefined || more !== undefined) return usage('shell <asset> [<account>] [--site <site>]');
      if (values.json) return usage('shell is a terminal: it has no --json');
      return { kind: 'shell', request: { asset, ...optional('account', account), ...optional('site', values.site) } };
    }
    case 'exec':
      return exec(operands, rest, values, ask);
    default:
      return usage(`there is no verb "${verb}"`);
  }
}

/** Their flags are their own; `--json` and `--help` go with each. */
function former(verb: string, args: readonly string[]): Invocation {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  const json = args.includes('--json');
  let read: Former | string;
  try {
    read = readFormerVerb(
      verb,
      args.filter((word) => word !== '--json'),
    );
  } catch (error) {
    return usage(`${verb}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof read === 'string') return usage(read);
  switch (read.kind) {
    case 'ask':
      return { kind: 'ask', request: read.request, json };
    case 'serve':
      return read.request.over === 'stdio'
        ? { kind: 'mcp', tools: read.request.tools }
        : { kind: 'serve', request: read.request, json };
    case 'shell':
      return json ? usage(`${verb} is a terminal: it has no --json`) : read;
    case 'paths':
      return { kind: 'paths', json };
    case 'instead':
      return { kind: 'instead', text: read.text, json };
    default:
      return read satisfies never;
  }
}

function login(args: readonly string[]): Invocation {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' };
  const json = args.includes('--json');
  try {
    const read = readLogin(args.filter((word) => word !== '--json'));
    return typeof read === 'string' ? usage(read) : { ...read, json };
  } catch (error) {
    return usage(`login: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      name: { type: 'string' },
      tools: { type: 'string', default: 'full' },
      site: { type: 'string' },
      timeout: { type: 'string' },
      asset: { type: 'string' },
      account: { type: 'string' },
      node: { type: 'string' },
      project: { type: 'boolean', default: false },
      local: { type: 'boolean', default: false },
      beside: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      overwrite: { type: 'boolean', short: 'f', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
    },
  });

function mcp(operands: readonly string[], tools: string): Invocation {
  if (operands.length > 0) return usage('mcp takes no arguments but --tools');
  return tools === 'core' || tools === 'full' ? { kind: 'mcp', tools } : usage('--tools is core or full');
}

function connect(
  does: 'connect' | 'disconnect',
  [client, more]: readonly string[],
  { project, local, name, beside, print, yes, json }: ReturnType<typeof parse>['values'],
): Invocation {
  if (more !== undefined) return usage(`${does} takes one client`);
  if (client === undefined && (does === 'disconnect' || project || local || yes || name !== undefined))
    return usage(`${does} <client>; connect alone lists them`);
  if (project && local) return usage('--project and --local are two places; say one');
  if (name !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(name))
    return usage('--name takes letters, digits, - and _, at most 64');
  return { kind: 'connect', request: { does, client, project, local, name, beside, print, yes, json } };
}

function sites(
  operands: readonly string[],
  name: string | undefined,
  ask: (request: CliRequest) => Invocation,
): Invocation {
  const [action, operand, more] = operands;
  if (action === 'list' && operand === undefined) return ask({ verb: 'sites-list' });
  if (operand === undefined || more !== undefined) return usage('sites: list, add <url>, or remove <site>');
  if (action === 'add') return ask({ verb: 'sites-add', url: operand, ...optional('name', name) });
  if (action === 'remove') return ask({ verb: 'sites-remove', site: operand });
  return usage('sites: list, add <url>, or remove <site>');
}

function policy(
  [action, command, more]: readonly string[],
  { asset, account, node, site }: ReturnType<typeof parse>['values'],
  ask: (request: CliRequest) => Invocation,
): Invocation {
  if (action === 'show' && command === undefined) return ask({ verb: 'policy-show' });
  if (action === 'schema' && command === undefined) return ask({ verb: 'policy-schema' });
  if (action !== 'test' || command === undefined || more !== undefined || asset === undefined)
    return usage('policy: show, schema, or test "<command>" --asset <asset> [--account <name>] [--node <name>]');
  return ask({
    ...{ verb: 'policy-test', command, asset },
    ...optional('account', account),
    ...optional('node', node),
    ...optional('site', site),
  });
}

function exec(
  operands: readonly string[],
  rest: readonly string[] | undefined,
  values: { readonly site?: string | undefined; readonly timeout?: string | undefined },
  ask: (request: CliRequest) => Invocation,
): Invocation {
  const [asset, account, more] = operands;
  if (asset === undefined || account === undefined || more !== undefined || rest === undefined || rest.length === 0)
    return usage('exec <asset> <account> -- <command>');
  const timeoutSeconds = values.timeout === undefined ? undefined : Number(values.timeout);
  if (timeoutSeconds !== undefined && !(timeoutSeconds > 0)) return usage('--timeout takes a number of seconds');
  return ask({
    verb: 'exec',
    asset,
    account,
    // As ssh does: several words are one command line for the remote shell.
    command: rest.join(' '),
    ...optional('site', values.site),
    ...optional('timeoutSeconds', timeoutSeconds),
  });
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  const result: { [K in Key]?: Value } = {};
  if (value !== undefined) result[key] = value;
  return result;
}
