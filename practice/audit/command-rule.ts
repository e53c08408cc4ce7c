/** What KoKo does with a command that a rule matches (protocol 7.10). */
export type CommandAction = 'accept' | 'reject' | 'review' | 'warning' | 'notify_and_warn';

/** One command rule. The first whose pattern matches anywhere in the recognised text decides. */
export interface CommandRule {
  name: string;
  /** A regular expression, tested case-insensitively as KoKo does by default. */
  pattern: string;
  action: CommandAction;
}

export interface RuleMatch {
  action: CommandAction;
  rule: string;
  /** The part of the command that matched: KoKo names it in the refusal. */
  matched: string;
}

/** Rules with their expressions compiled once; a bad pattern throws when the site starts. */
export class CommandRules {
  readonly #rules: { rule: CommandRule; expression: RegExp }[];

  constructor(rules: readonly CommandRule[]) {
    this.#rules = rules.map((rule) => ({ rule, expression: new RegExp(rule.pattern, 'i') }));
  }

  match(command: string): RuleMatch | undefined {
    for (const { rule, expression } of this.#rules) {
      const found = expression.exec(command);
      if (found !== null) return { action: rule.action, rule: rule.name, matched: found[0] };
    }
    return undefined;
  }
}
