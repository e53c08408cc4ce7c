import { badPath } from './file-errors.ts';

/**
 * A path on an asset in one spelling: absolute, without `.`, `//` or an end slash. '' and `~` are the home; what does not
 * begin with `/` is below it. Blanks stay: they may belong to a name. Throws `bad-argument` for `..` and NUL, which could
 * lead past what was looked at.
 */
export function remotePath(given: string, home: string): string {
  if (given.includes('\0')) throw badPath('A path has no NUL character.', 'Repeat the call with the real path.');
  const below = given === '' || given === '~' ? '' : given.startsWith('~/') ? given.slice(2) : given;
  const whole = below.startsWith('/') ? below : `${home}/${below}`;
  const parts = whole.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..'))
    throw badPath(
      '".." is not followed in paths on an asset.',
      'Write the path without "..", absolute or below the home.',
    );
  return `/${parts.join('/')}`;
}

/** The folder that an entry is in, and its name; null for the root. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } | null {
  if (path === '/') return null;
  const at = path.lastIndexOf('/');
  return { folder: path.slice(0, at) || '/', name: path.slice(at + 1) };
}

export const joinPath = (folder: string, name: string): string => (folder === '/' ? `/${name}` : `${folder}/${name}`);

/** One name, and nothing that could be a path. Throws `bad-argument`. */
export function entryName(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0'))
    throw badPath(
      `"${name.slice(0, 60)}" is no name of a file.`,
      'Give one name without a slash: this channel renames only within a folder. To move, use mv in a terminal.',
    );
  return name;
}
