import { findNodeAtLocation, type Node, type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser';

export interface SettingsText {
  /** What could be read; undefined where nothing could. */
  readonly value: unknown;
  /** What makes the text no JSON. */
  readonly faults: readonly { readonly where: Position; readonly what: string }[];
  /** Where the value that `place` leads to stands; of its nearest parent where it is not there. */
  positionOf(place: readonly (string | number)[]): Position;
}

/** Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Reads as much as there is: after a missing comma the rest is still known, and so is where it is missing. */
export function readSettingsText(text: string): SettingsText {
  const errors: ParseError[] = [];
  const options = { disallowComments: true, allowTrailingComma: false };
  const value: unknown = parse(text, errors, options);
  const tree = parseTree(text, [], options);
  return {
    value,
    faults: errors.map(({ error, offset }) => ({
      where: position(text, offset),
      what: words[printParseErrorCode(error)] ?? 'this is not JSON',
    })),
    positionOf(place) {
      for (let depth = place.length; tree && depth > 0; depth -= 1) {
        const node = findNodeAtLocation(tree, place.slice(0, depth));
        if (node) return position(text, (lineOf(node) ?? node).offset);
      }
      return position(text, tree?.offset ?? 0);
    },
  };
}

/** A value belongs to its name: the property's place is what a person looks for. */
const lineOf = (node: Node): Node | undefined => (node.parent?.type === 'property' ? node.parent : undefined);

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: 'only values of JSON may stand here',
  InvalidNumberFormat: 'this is no number of JSON',
  PropertyNameExpected: 'a name in double quotes must stand here',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'the file should end here',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'the comment does not end',
  UnexpectedEndOfString: 'the closing quote is missing',
  UnexpectedEndOfNumber: 'the number does not end',
  InvalidUnicode: 'this is no code of a character',
  InvalidEscapeCharacter: 'this backslash means nothing',
  InvalidCharacter: 'this character may not stand in a string',
};

function position(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
