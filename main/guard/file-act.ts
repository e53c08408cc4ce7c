import type { FileTarget } from '../files/file-model.ts';

/** What an agent wants done with files of an asset. Paths on the asset are absolute and in one spelling. */
export type FileAct =
  | { readonly kind: 'list' | 'read'; readonly path: string }
  | {
      readonly kind: 'download';
      readonly path: string;
      /** Where on the person's machine. */
      readonly local: string;
      readonly size: number;
      readonly overwrites: boolean;
    }
  | {
      readonly kind: 'upload';
      readonly path: string;
      /** Where it comes from on the person's machine; null where the agent wrote `content`. */
      readonly local: string | null;
      readonly content: string | null;
      /** Which bytes: another stamp is another file, and another question. */
      readonly stamp: string;
      readonly size: number;
      readonly overwrites: boolean;
    }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly newName: string }
  | { readonly kind: 'delete'; readonly path: string; readonly folder: boolean }
  /** A script that goes to a temporary file and is run there: always the person's to say. */
  | { readonly kind: 'script'; readonly path: string; readonly content: string };

/** An act as it begins, to be compared with what was allowed. */
export interface FileActing {
  readonly kind: 'file';
  readonly target: FileTarget;
  readonly act: FileAct;
}

/**
 * The command that would do the same in a shell: policy and the person's own rules judge that, so that a file is no way
 * round them. Never typed.
 */
export function commandLike(act: FileAct): string {
  switch (act.kind) {
    case 'list':
      return `ls -la ${quoted(act.path)}`;
    case 'read':
    case 'download':
      return `cat ${quoted(act.path)}`;
    case 'upload':
      return `cp ${quoted(act.local ?? 'text')} ${quoted(act.path)}`;
    case 'mkdir':
      return `mkdir ${quoted(act.path)}`;
    case 'rename':
      return `mv ${quoted(act.path)} ${quoted(act.newName)}`;
    case 'delete':
      return `rm ${act.folder ? '-r ' : ''}${quoted(act.path)}`;
    case 'script':
      return act.content;
    default:
      return act satisfies never;
  }
}

/** For the journal: what, from where to where. Never a file's content. */
export function actText(act: FileAct): string {
  switch (act.kind) {
    case 'download':
      return `download ${act.path} -> ${act.local}`;
    case 'upload':
      return `upload ${act.local ?? '(text of the agent)'} -> ${act.path} (${act.size} bytes)${act.overwrites ? ', replacing it' : ''}`;
    case 'rename':
      return `rename ${act.path} -> ${act.newName}`;
    case 'delete':
      return `delete ${act.path}${act.folder ? ' with all in it' : ''}`;
    case 'script':
      return `script ${act.path}:\n${act.content}`;
    case 'list':
    case 'read':
    case 'mkdir':
      return `${act.kind} ${act.path}`;
    default:
      return act satisfies never;
  }
}

/** Plain words stay plain, so that the reader of commands sees a path and no quoting. */
const quoted = (text: string): string => (/^[\w./@%+:,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
