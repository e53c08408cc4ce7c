import type { CliRequest } from './wire.ts';

type Copy = Extract<CliRequest, { verb: 'cp' }>;

/** `web-01:/etc/hosts`; undefined for a path of this computer: one that begins with `.`, `/` or a drive's letter, or has no colon. */
function remoteOf(text: string): { readonly asset: string; readonly path: string } | undefined {
  if (/^[./\\~]/.test(text) || /^[A-Za-z]:[\\/]/.test(text)) return undefined;
  const at = text.indexOf(':');
  return at <= 0 ? undefined : { asset: text.slice(0, at), path: text.slice(at + 1) };
}

/** From the two operands of `cp`, one of which is on an asset; a text says what is wrong. */
export function readCopy(
  operands: readonly string[],
  options: { readonly account?: string | undefined; readonly site?: string | undefined; readonly overwrite: boolean },
): Copy | string {
  const [from, to, more] = operands;
  if (from === undefined || to === undefined || more !== undefined)
    return 'cp <from> <to>; one of them is <asset>:<path>';
  const [source, target] = [remoteOf(from), remoteOf(to)];
  if ((source === undefined) === (target === undefined))
    return source === undefined
      ? 'one side of cp is <asset>:<path>'
      : 'cp goes between this computer and an asset, not between assets';
  const { account, site, overwrite } = options;
  const rest = { overwrite, ...(account === undefined ? {} : { account }), ...(site === undefined ? {} : { site }) };
  return target === undefined
    ? { verb: 'cp', direction: 'down', ...(source ?? { asset: '', path: '' }), local: to, ...rest }
    : { verb: 'cp', direction: 'up', ...target, local: from, ...rest };
}
