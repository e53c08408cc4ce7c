import {
  type ArithmeticExpansionPart,
  type Assignment,
  type Command,
  type CommandNode,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import type { Finding, RiskCode } from './finding.ts';

/** One word of a command, as far as it is known before a shell expands it. */
export interface Argument {
  /** Null where a shell puts something in its place. */
  readonly value: string | null;
  /** What it begins with for certain. */
  readonly start: string;
  /** A shell may make several words of it, or none. */
  readonly splits: boolean;
  readonly source: string;
}

/** A program and its arguments: what remains of a line once pipes, lists and groups are taken apart. */
export interface SimpleCommand {
  /** Null where it is not written out: an expansion, quotes, a backslash. */
  readonly name: string | null;
  readonly args: readonly Argument[];
  readonly source: string;
  /** What it is fed by a pipe comes from these commands. */
  readonly piped: boolean;
}

export interface Reading {
  readonly commands: readonly SimpleCommand[];
  /** What cannot be proven harmless, whatever the commands are. */
  readonly doubts: readonly Finding[];
}

/** Assignments before a command that change how it prints, and nothing else. */
const harmlessVariables = /^(?:LC_[A-Z]+|LANG|LANGUAGE|TZ|COLUMNS|LINES|NO_COLOR)$/;
/** Variables that hold one path or one name. */
const plainVariables = /^\$\{?(?:HOME|PWD|OLDPWD|USER|LOGNAME|HOSTNAME|UID|EUID|SHELL|[?#$])\}?$/;
/** Shells disagree about them, or they are not seen. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const LONGEST_DETAIL = 120;

/**
 * Takes a command apart with a shell parser. What it does not understand, and what shells other than bash would understand
 * otherwise, becomes a doubt; nothing is guessed.
 */
export function readCommand(text: string): Reading {
  const commands: SimpleCommand[] = [];
  const doubts: Finding[] = [];
  const doubt = (code: RiskCode, detail = '') => doubts.push({ code, detail: detail.slice(0, LONGEST_DETAIL) });
  // A line break separates commands; any other control character is for the terminal, not for the shell.
  if (hidden.test(text.replace(/\r?\n/g, ' '))) doubt('hidden-characters');
  let script: ParsedScript;
  try {
    script = parse(text);
  } catch {
    doubt('unreadable');
    return { commands, doubts };
  }
  new Reader(text, commands, doubt).script(script);
  return { commands, doubts };
}

class Reader {
  readonly #text: string;
  readonly #commands: SimpleCommand[];
  readonly #doubt: (code: RiskCode, detail?: string) => void;

  constructor(text: string, commands: SimpleCommand[], doubt: (code: RiskCode, detail?: string) => void) {
    this.#text = text;
    this.#commands = commands;
    this.#doubt = doubt;
  }

  script(script: ParsedScript, source = this.#text): void {
    // zsh takes what stands behind `#` for arguments.
    if (hasComment(script, source)) this.#doubt('construct', '#');
    if (/(?<![\\'])![^\s=()]/.test(source.replace(/'[^']*'/g, "''"))) this.#doubt('expansion', '!');
    // A fish index runs commands, in double quotes too.
    if (/\$\w+\[/.test(source)) this.#doubt('expansion', '$…[');
    if (script.errors && script.errors.length > 0) this.#doubt('unreadable', script.errors[0]?.message ?? '');
    this.#list(script.commands);
  }

  #list(statements: readonly Statement[], piped = false): void {
    for (const statement of statements) {
      if (statement.background) this.#doubt('construct', '&');
      const { command } = statement;
      const parts = command.type === 'AndOr' ? command.commands : [command];
      for (const part of parts) {
        if (part.type !== 'Pipeline') this.#node(part, piped);
        else for (const [index, node] of part.commands.entries()) this.#node(node, piped || index > 0);
      }
    }
  }

  #node(node: CommandNode, piped: boolean): void {
    switch (node.type) {
      case 'Command':
        this.#command(node, piped);
        break;
      case 'Subshell':
      case 'BraceGroup':
        this.#list(node.body.commands, piped);
        break;
      case 'Redirected':
        for (const redirect of node.redirects) this.#redirect(redirect);
        this.#node(node.command, piped);
        break;
      case 'If':
        for (const { commands } of [node.clause, node.then, ...node.elif.flatMap((one) => [one.clause, one.then])])
          this.#list(commands, piped);
        if (node.else) this.#list(node.else.commands, piped);
        break;
      case 'While':
        this.#list(node.clause.commands, piped);
        this.#list(node.body.commands, piped);
        break;
      case 'For':
        // It would be the variable of something else: PATH, IFS.
        if (!/^[a-z][a-z0-9_]*$/.test(node.name.text)) this.#doubt('construct', `for ${node.name.text}`);
        for (const word of node.wordlist ?? []) this.#argument(word);
        this.#list(node.body.commands, piped);
        break;
      default:
        this.#doubt('construct', this.#source(node));
        // What is in it is looked at all the same, for the reasons.
        this.#inside(node, piped);
    }
  }

  #inside(node: SyntaxNode, piped: boolean): void {
    forEachChild(node, (child) => {
      if (child.type === 'Command') this.#command(child, piped);
      else if (child.type !== 'Word') this.#inside(child, piped);
    });
  }

  #command(command: Command, piped: boolean): void {
    for (const prefix of command.prefix) {
      if (prefix.type === 'Assignment') this.#assignment(prefix);
      else this.#redirect(prefix);
    }
    for (const redirect of command.suffix) {
      if (redirect.type === 'Redirect' || redirect.type === 'HereDoc' || redirect.type === 'HereString')
        this.#redirect(redirect);
    }
    const args = command.args.flatMap((argument) => {
      if (argument.type === 'Word') return [this.#argument(argument)];
      const { text } = argument;
      return [{ value: text, start: text, splits: false, source: text }];
    });
    const { name } = command;
    if (name === undefined) return;
    const written = name.parts === undefined && name.text === name.value;
    if (!written) this.#argument(name);
    this.#commands.push({ name: written ? name.value : null, args, source: this.#source(command), piped });
  }

  #assignment({ name, value, text, index }: Assignment): void {
    const plain = value.type === 'Word' && value.parts === undefined && /^[\w.:/+-]*$/.test(value.text);
    if (!harmlessVariables.test(name) || !plain || index) this.#doubt('expansion', text);
  }

  #redirect(redirect: Redirection): void {
    const source = this.#source(redirect);
    if (redirect.type === 'HereString') {
      if (redirect.target) this.#argument(redirect.target);
      return;
    }
    if (redirect.type === 'HereDoc') {
      this.#doubt('construct', '<<');
      return;
    }
    const { operator, target } = redirect;
    const file = target?.parts === undefined && target?.text === target?.value ? target?.value : undefined;
    const copies = (operator === '>&' || operator === '<&') && /^[0-9-]$/.test(file ?? '');
    const drops = operator !== '<>' && operator !== '<&' && file === '/dev/null';
    // bash opens connections under these names.
    const reads = operator === '<' && file !== undefined && !/^\/dev\/(?:tcp|udp)\//.test(file);
    if (redirect.descriptor?.type === 'FileDescriptorVariable') this.#doubt('construct', source);
    else if (!copies && !drops && !reads) this.#doubt(operator === '<' ? 'expansion' : 'writes-files', source);
  }

  /** Commands in the word are read like the others. */
  #argument(word: Word): Argument {
    const source = this.#source(word);
    const { parts } = word;
    if (parts === undefined) return { value: word.value, start: word.value, splits: false, source };
    let value: string | null = '';
    let start = '';
    let splits = false;
    const add = (part: WordPart, quoted: boolean): void => {
      switch (part.type) {
        case 'Literal':
        case 'SingleQuoted':
        case 'AnsiCQuoted':
          if (value !== null) {
            value += part.value;
            start += part.value;
          }
          return;
        case 'DoubleQuoted':
          for (const inner of part.parts) add(inner, true);
          return;
        case 'Glob':
          value = null;
          return;
        case 'SimpleExpansion':
          if (plainVariables.test(part.text)) {
            if (value === '') start = '$';
          } else if (!quoted) splits = true;
          value = null;
          return;
        case 'ParameterExpansion':
          if (part.prefix || part.index || part.operation) this.#doubt('expansion', part.text);
          else if (!plainVariables.test(part.text) && !quoted) splits = true;
          value = null;
          return;
        case 'ArithmeticExpansion':
          if (!isOnlyNumbers(part)) this.#doubt('expansion', part.text);
          value = null;
          return;
        case 'CommandExpansion':
          if (part.script) this.script(part.script, part.script.source ?? this.#text);
          else this.#doubt('unreadable', part.text);
          if (!quoted) splits = true;
          value = null;
          return;
        case 'BraceExpansion':
          if (!/^\{[\w.,/-]+\}$/.test(part.text)) this.#doubt('expansion', part.text);
          value = null;
          return;
        case 'ProcessSubstitution':
          if (part.operator === '>') this.#doubt('construct', part.text);
          if (part.script) this.script(part.script, part.script.source ?? this.#text);
          value = null;
          return;
        // zsh runs what stands in some patterns; translated strings are of a catalogue that nobody knows.
        case 'ExtendedGlob':
        case 'LocaleString':
          this.#doubt('expansion', part.text);
          value = null;
          return;
        default:
          part satisfies never;
      }
    };
    for (const part of parts) add(part, false);
    return { value, start, splits, source };
  }

  #source({ pos, end }: { readonly pos: number; readonly end: number }): string {
    return this.#text.slice(pos, end);
  }
}

/** Names in arithmetic are evaluated, and what they hold may run commands. */
const isOnlyNumbers = ({ text }: ArithmeticExpansionPart): boolean => /^\$\(\([\d\s+\-*/%()]+\)\)$/.test(text);

function hasComment(script: ParsedScript, source: string): boolean {
  if (!source.includes('#')) return false;
  const words: { readonly pos: number; readonly end: number }[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Word') words.push(node);
    else forEachChild(node, visit);
  };
  for (const statement of script.commands) visit(statement);
  const stray = [...source.matchAll(/#/g)].some(
    ({ index }) => !words.some(({ pos, end }) => pos <= index && index < end),
  );
  return stray;
}
