import type { AccountTarget, Owner } from '../sites/account-target.ts';

/** Where files are. `protocol` is `sftp`. */
export type FileTarget = AccountTarget;
export type FileOwner = Owner;

/** One entry of a folder on an asset. A link's target is not known: this channel does not tell it. */
export interface FileEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** Bytes. */
  readonly size: number;
  /** ms since the epoch; 0 where it is not said. */
  readonly modifiedAt: number;
  /** As the site prints it: `-rw-r--r--`. */
  readonly mode: string;
}

/** A session of KoKo's file manager as lists show it. */
export interface FileSessionSummary {
  /** `file_…`, unguessable. */
  readonly id: string;
  readonly target: FileTarget;
  readonly owner: FileOwner;
  /** Null until the first listing told it. */
  readonly home: string | null;
  readonly openedAt: number;
  readonly lastUsedAt: number;
  readonly busy: boolean;
  /** Why it ended; null while it can be used. */
  readonly closed: string | null;
}

/** How far a transfer is, in bytes. */
export interface TransferProgress {
  readonly done: number;
  readonly total: number;
}
