import { parseArgs } from 'node:util';
import type { GivenAnswers } from './given-answers.ts';
import { type SecretSource, secretSource } from './secret-source.ts';
import { wholeFlags } from './whole-flags.ts';
import type { CliRequest } from './wire.ts';

type LoginRequest = Extract<CliRequest, { verb: 'login' }>;

export type Login =
  | { readonly kind: 'ask'; readonly request: LoginRequest }
  | {
      readonly kind: 'text-login';
      readonly request: LoginRequest;
      readonly given: GivenAnswers;
      /** What of the arguments means something else here. */
      readonly notes: readonly string[];
    };

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  ...{ text: flag, username: text, password: text, otp: text, 'password-stdin': flag, 'otp-stdin': flag },
  // Of the predecessor.
  ...{ 'base-url': text, 'org-id': text, 'mfa-type': text, 'confirm-mfa-type': text, 'allow-ephemeral': flag },
} as const;

/** `login`, with the predecessor's flags: those begin a sign-in by text, as there. Throws what `parseArgs` throws; a text says what is wrong. */
export function readLogin(args: readonly string[]): Login | string {
  const { values, positionals } = parseArgs({
    ...{ args: [...wholeFlags(args, Object.keys(options))], options, allowPositionals: true, strict: true },
  });
  const [site, more] = positionals;
  const url = values['base-url'];
  if (more !== undefined || (site !== undefined && url !== undefined)) return 'login takes one site';
  const password = sourceOf('password', values.password, values['password-stdin']);
  if (typeof password === 'string') return password;
  const otp = sourceOf('otp', values.otp, values['otp-stdin']);
  if (typeof otp === 'string') return otp;
  const method = values['mfa-type'] || undefined;
  const given = present({ username: values.username, password, otp, method });
  const request: LoginRequest = { verb: 'login', ...present({ site, url }) };
  const byText = values.text || Object.keys(given).length > 0;
  return byText ? { kind: 'text-login', request, given, notes: notesOn(values) } : { kind: 'ask', request };
}

/** A text where the secret itself stands there; it is not repeated. */
function sourceOf(
  name: 'password' | 'otp',
  value: string | undefined,
  stdin: boolean,
): SecretSource | string | undefined {
  if (value === undefined) return stdin ? { kind: 'stdin' } : undefined;
  return (
    secretSource(value) ??
    `a secret on a command line can be read by every process here; say --${name} @<file>, or pipe it in with --${name}-stdin`
  );
}

function notesOn(values: { readonly [Name in keyof typeof options]?: string | boolean }): readonly string[] {
  return [
    ...(values['org-id']
      ? ['--org-id: signing in is the same in each organisation; DRAWBRIDGE_ORG_ID chooses one for an agent']
      : []),
    ...(values['confirm-mfa-type']
      ? ['--confirm-mfa-type: signing in makes no access key, so nothing is confirmed']
      : []),
    ...(values['allow-ephemeral'] ? ['--allow-ephemeral: not needed; the session is kept as the keychain allows'] : []),
  ];
}

function present<Values extends Readonly<Record<string, unknown>>>(values: Values) {
  const found: { [Key in keyof Values]?: NonNullable<Values[Key]> } = {};
  for (const [key, value] of Object.entries(values)) if (value !== undefined) Object.assign(found, { [key]: value });
  return found;
}
