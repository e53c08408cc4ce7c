/** What became of the session in the file. */
export type TakenSession =
  | { readonly kind: 'none' }
  | { readonly kind: 'signed-in'; readonly user: string }
  /** The same person was signed in already; that session stays. */
  | { readonly kind: 'already'; readonly user: string }
  | { readonly kind: 'ended' }
  /** The person keeps the session of `user` that is there; the file's is of `other`. */
  | { readonly kind: 'kept'; readonly user: string; readonly other: string }
  /** It could not be asked, or was not taken; `why` in English. */
  | { readonly kind: 'failed'; readonly why: string };

export type TakenKey =
  /** There is none, the person did not want it, or the site has one of its own. */
  | { readonly kind: 'none' | 'unwanted' | 'has-one' }
  | { readonly kind: 'taken'; readonly id: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'other-user'; readonly user: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface TakenOver {
  readonly site: { readonly id: string; readonly name: string; readonly baseUrl: string };
  /** False: it was one of the person's sites before. */
  readonly added: boolean;
  /** `left`: a site that was there keeps its own. */
  readonly organisation: 'none' | 'chosen' | 'left';
  readonly session: TakenSession;
  /** Who is signed in now; '' where nobody is. */
  readonly present: string;
  readonly key: TakenKey;
  /** There was a bearer token, which is not taken. */
  readonly bearer: boolean;
  readonly file: string;
  readonly readableByOthers: boolean;
  /** A command line that deletes the file for good; '' where the file is not one that may be named so. */
  readonly removal: string;
}

/** What a person types to delete the file, which Drawbridge itself never does. */
export function removalOf(file: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `Remove-Item -LiteralPath '${file.replaceAll("'", "''")}'`;
  const word = /^[\w@%+=:,./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  return `${platform === 'linux' ? 'shred -u' : 'rm'} ${word}`;
}
