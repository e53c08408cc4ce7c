/** What the state file of mcp-jumpserver-gui-sucks says, without its secrets; nothing of it has been checked yet. */
export interface TakeOverTopic {
  readonly topic: 'take-over';
  /** The site's name here, else its host. */
  readonly site: string;
  readonly file: string;
  readonly readableByOthers: boolean;
  readonly baseUrl: string;
  /** It is one of the person's sites already. */
  readonly known: boolean;
  /** Who is signed in there now; '' where nobody is. */
  readonly present: string;
  /** JumpServer's id; '' where the file names none. */
  readonly organisation: string;
  readonly username: string;
  readonly session: 'none' | 'there' | 'ended';
  /** When the session was last good, and when it ends; ms since the epoch, null where the file does not say. */
  readonly savedAt: number | null;
  readonly endsAt: number | null;
  /** The beginning of its access key's id; '' where there is none. */
  readonly keyId: string;
  /** The site has a key here that stays. */
  readonly hasKey: boolean;
}

/** Another person is signed in than the one that the file's session belongs to. */
export interface ReplaceSessionTopic {
  readonly topic: 'replace-session';
  readonly site: string;
  readonly before: string;
  readonly now: string;
}
