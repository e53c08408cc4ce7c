/** A server as a client's settings name it. */
export interface Entry {
  readonly name: string;
  /** Null where it is no command: a URL, or something that we do not know. */
  readonly command: string | null;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The fields of an entry as they are written. */
export type Fields = Readonly<Record<string, string | number | readonly string[] | Readonly<Record<string, string>>>>;

/** Why a file cannot be read; counted from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

/** Thrown where a text cannot be read, or an edit would touch what is not ours. */
export class SettingsFault extends Error {
  /** Null where the text is in order, but has a shape that we do not edit. */
  readonly fault: Fault | null;

  constructor(fault: Fault | null) {
    super(fault?.why ?? 'a shape that is not edited');
    this.fault = fault;
  }
}

/**
 * One kind of settings file, as text in and text out: comments, order, indentation, line ends and a byte order mark stay.
 * Each throws SettingsFault.
 */
export interface SettingsText {
  read(text: string): readonly Entry[];
  /** Adds an entry that is not there yet. */
  put(text: string, name: string, fields: Fields): string;
  /** Sets these fields of an entry that is there, leaves its others; fields of `env` are added to what it has. */
  revise(text: string, name: string, fields: Fields): string;
  remove(text: string, name: string): string;
}

export const lineEnd = (text: string): string => (/\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n');

export const placeOf = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
};
