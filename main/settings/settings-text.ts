import { findNodeAtLocation, type Node, type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Said } from '../errors/said.ts';

export interface SettingsText {
  /** What could be read; undefined where nothing could. */
  readonly value: unknown;
  /** What makes the text no JSON. */
  readonly faults: readonly { readonly where: Position; readonly what: Said }[];
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
      what: words[printParseErrorCode(error)] ?? { en: 'this is not JSON', 'zh-CN': '这不是 JSON' },
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

const words: Readonly<Record<string, Said>> = {
  InvalidSymbol: { en: 'only values of JSON may stand here', 'zh-CN': '此处只能是 JSON 的值' },
  InvalidNumberFormat: { en: 'this is no number of JSON', 'zh-CN': '这不是 JSON 的数字' },
  PropertyNameExpected: { en: 'a name in double quotes must stand here', 'zh-CN': '此处应为双引号中的名称' },
  ValueExpected: { en: 'a value is missing', 'zh-CN': '缺少一个值' },
  ColonExpected: { en: 'a colon is missing', 'zh-CN': '缺少冒号' },
  CommaExpected: { en: 'a comma is missing', 'zh-CN': '缺少逗号' },
  CloseBraceExpected: { en: 'a closing brace is missing', 'zh-CN': '缺少右花括号' },
  CloseBracketExpected: { en: 'a closing bracket is missing', 'zh-CN': '缺少右方括号' },
  EndOfFileExpected: { en: 'the file should end here', 'zh-CN': '文件应在此处结束' },
  InvalidCommentToken: { en: 'JSON has no comments', 'zh-CN': 'JSON 中没有注释' },
  UnexpectedEndOfComment: { en: 'the comment does not end', 'zh-CN': '注释没有结束' },
  UnexpectedEndOfString: { en: 'the closing quote is missing', 'zh-CN': '缺少右引号' },
  UnexpectedEndOfNumber: { en: 'the number does not end', 'zh-CN': '数字没有结束' },
  InvalidUnicode: { en: 'this is no code of a character', 'zh-CN': '这不是字符的编码' },
  InvalidEscapeCharacter: { en: 'this backslash means nothing', 'zh-CN': '这个反斜杠没有意义' },
  InvalidCharacter: { en: 'this character may not stand in a string', 'zh-CN': '这个字符不能出现在字符串中' },
};

function position(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
