import { parseArgs } from 'node:util';
import { readServe, type ServeRequest } from './http/serve-request.ts';
import type { ShellTarget } from './shell-verb.ts';
import { wholeFlags } from './whole-flags.ts';
import type { CliRequest } from './wire.ts';

/** What a verb of the command-line predecessor asks for here; a text says what is wrong. */
export type Former =
  | { readonly kind: 'ask'; readonly request: CliRequest }
  | { readonly kind: 'serve'; readonly request: ServeRequest }
  | { readonly kind: 'paths' }
  | { readonly kind: 'shell'; readonly request: ShellTarget }
  /** Drawbridge does it in another way: what to do. */
  | { readonly kind: 'instead'; readonly text: string };

const verbs: Readonly<Record<string, (args: readonly string[]) => Former | string>> = {
  paths: (args) => {
    read(args, {});
    return { kind: 'paths' };
  },
  'refresh-session': (args) => {
    // There, `--force` asked the site even if the stored time said no; here it is always asked.
    const { site } = read(args, { force: flag, site: text });
    return { kind: 'ask', request: { verb: 'refresh-session', ...present({ site }) } };
  },
  'resolve-target': (args) => {
    const values = read(args, { ...target, site: text });
    return withTarget(values, ({ asset, account }) => {
      const { protocol, site } = values;
      const asked = present({ asset, account, protocol, site });
      return { kind: 'ask', request: { verb: 'tool', name: 'jms_resolve_terminal_target', arguments: asked } };
    });
  },
  'koko-probe': (args) => {
    const values = read(args, { ...target, ...size, site: text, 'connect-method': text, 'max-messages': text });
    return withTarget(values, ({ asset, account }) => {
      const { protocol, site, 'connect-method': connect_method } = values;
      const asked = present({ asset, account, protocol, site, connect_method });
      return { kind: 'ask', request: { verb: 'tool', name: 'jms_probe_koko_terminal', arguments: asked } };
    });
  },
  'terminal-exec': (args) => {
    const values = read(args, {
      ...{ ...target, ...size, command: text, site: text, 'connect-method': text },
      'startup-idle-timeout-seconds': text,
      'command-idle-timeout-seconds': text,
      'total-timeout-seconds': text,
    });
    return withTarget(values, ({ asset, account }) => {
      const { command, site, protocol, 'connect-method': connectMethod, 'total-timeout-seconds': total } = values;
      if (!command) return 'terminal-exec needs --command';
      if (account === undefined) return 'terminal-exec needs --account-ref, or --account';
      // As there: 20 s, and then the command is interrupted.
      const timeoutSeconds = total === undefined ? 20 : Number(total);
      if (!(timeoutSeconds > 0)) return '--total-timeout-seconds takes a number above 0';
      return {
        kind: 'ask',
        request: {
          verb: 'exec',
          asset,
          account,
          command,
          timeoutSeconds,
          ...present({ site, protocol, connectMethod }),
        },
      };
    });
  },
  'terminal-shell': (args) => {
    // Keys go through as they are: there is nothing to wait for, and the size is the terminal's own.
    const values = read(args, {
      ...{ ...target, ...size, site: text, 'connect-method': text },
      'startup-idle-timeout-seconds': text,
      'read-idle-timeout-seconds': text,
      'read-total-timeout-seconds': text,
    });
    return withTarget(values, ({ asset, account }) => {
      const { site, protocol, 'connect-method': connectMethod } = values;
      return { kind: 'shell', request: { asset, ...present({ account, site, protocol, connectMethod }) } };
    });
  },
  'save-state': (args) => {
    // Its secrets stood in the command line; whatever follows is not repeated.
    if (args.some((word) => secretFlags.some((name) => word === name || word.startsWith(`${name}=`))))
      return 'a secret on a command line can be read by every process here, and sign in by `drawbridge login`, or by `drawbridge login --text --password-stdin`; a state file that is there already is taken over by `drawbridge import`';
    return instead(
      'Sign in by `drawbridge login` (the window), or by `drawbridge login --text` at a terminal. A state file that is there already is taken over by `drawbridge import`, after asking the person.',
    );
  },
  'clear-state': () =>
    instead(
      'Ask the person to sign out of the site in the Drawbridge window, under Sites: that ends the session on the site too. `drawbridge sites remove <site>` asks them to remove the site with all that is kept for it. The state file of mcp-jumpserver-gui-sucks is yours to delete: `drawbridge import` tells how.',
    ),
  serve: (args) => {
    const request = readServe(args);
    return typeof request === 'string' ? request : { kind: 'serve', request };
  },
};

export const isFormerVerb = (verb: string | undefined): verb is string =>
  verb !== undefined && Object.hasOwn(verbs, verb);

/** Throws what `parseArgs` throws. */
export function readFormerVerb(verb: string, args: readonly string[]): Former | string {
  return verbs[verb]?.(args) ?? `there is no verb "${verb}"`;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const target = { 'asset-id': text, 'asset-ref': text, account: text, 'account-ref': text, protocol: text };
/** Ours are wide enough for any line, and of one size. */
const size = { cols: text, rows: text };
const numbers = /^(?:cols|rows|max-messages)$|-seconds$/;
const secretFlags = ['--cookie', '--header', '--bearer-token', '--access-key-secret', '--access-key-id'];

function read<Options extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  args: readonly string[],
  options: Options,
) {
  const whole = wholeFlags(args, Object.keys(options ?? {}));
  const { values } = parseArgs({ args: [...whole], options, allowPositionals: false, strict: true });
  for (const [name, value] of Object.entries(values))
    if (numbers.test(name) && !Number.isFinite(Number(value || Number.NaN)))
      throw new Error(`--${name} takes a number`);
  return values;
}

function withTarget(
  values: {
    readonly 'asset-id'?: string | undefined;
    readonly 'asset-ref'?: string | undefined;
    readonly account?: string | undefined;
    readonly 'account-ref'?: string | undefined;
  },
  then: (found: { readonly asset: string; readonly account: string | undefined }) => Former | string,
): Former | string {
  // As there: the exact form comes before the reference.
  const asset = values['asset-id'] || values['asset-ref'];
  const account = values.account || values['account-ref'] || undefined;
  return asset ? then({ asset, account }) : 'say which asset: --asset-ref, or --asset-id';
}

const instead = (said: string): Former => ({ kind: 'instead', text: said });

function present<Values extends Record<string, string | undefined>>(values: Values) {
  const found: { [Key in keyof Values]?: string } = {};
  for (const [key, value] of Object.entries(values)) if (value) Object.assign(found, { [key]: value });
  return found;
}
