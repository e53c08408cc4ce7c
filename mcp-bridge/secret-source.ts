import { open } from 'node:fs/promises';
import { BridgeError } from './bridge-error.ts';

/** Where a secret comes from: never the command line itself, which every process of the computer can read. */
export type SecretSource = { readonly kind: 'stdin' } | { readonly kind: 'file'; readonly path: string };

/** `-` is standard input, `@path` a file; undefined for anything else, which would be the secret itself. */
export function secretSource(value: string): SecretSource | undefined {
  if (value === '-') return { kind: 'stdin' };
  return value.startsWith('@') && value.length > 1 ? { kind: 'file', path: value.slice(1) } : undefined;
}

const MOST_BYTES = 16 * 1024;
const OTHERS = 0o077;

/** The lines of a file of secrets. Throws `bad-argument` for one that is none, too large, or that others may read. */
export async function secretLines(path: string): Promise<readonly string[]> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw unusable(path, `cannot be read (${error.code ?? error.message})`, 'Name a file that you can read.');
  });
  try {
    const { mode, size } = await file.stat().then((stat) => {
      if (!stat.isFile()) throw unusable(path, 'is not a file', 'Name a regular file.');
      return stat;
    });
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw unusable(path, 'can be read by others', `Take that from them first: chmod 600 ${path}`);
    if (size > MOST_BYTES) throw unusable(path, 'is too large for a secret', 'Name the right file.');
    const text = await file.readFile('utf8');
    return text.replace(/\r?\n$/, '').split(/\r?\n/);
  } finally {
    await file.close();
  }
}

const unusable = (path: string, what: string, nextStep: string) =>
  new BridgeError({ code: 'bad-argument', message: `The file ${path} ${what}.`, nextStep, actor: 'person' });
