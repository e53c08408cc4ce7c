import { takesIntegration } from './known-prompts.ts';

/** What is known when a prompt stands that is not ours (command-engine §A, "marks lost"). */
export interface ForeignPrompt {
  /** The command whose program shows it. */
  readonly command: string;
  /** The line that the cursor stands on. */
  readonly line: string;
  /** A line editor waits (DECSET 2004). */
  readonly bracketedPaste: boolean;
  /** It printed what only fish prints. */
  readonly fish: boolean;
}

export type NestedDecision =
  /** A shell inside ours: it gets marks of its own. */
  | { readonly kind: 'inside' }
  /** Our own shell, which lost its marks (`PS1=…`) or was replaced (`exec bash`). */
  | { readonly kind: 'again' }
  /** Not safe: `note` says to the reader why, and what to do. */
  | { readonly kind: 'leave'; readonly note: string };

/** Programs whose prompt is a shell's, because that is what they were started for. */
const shells = 'bash|rbash|sh|zsh|dash|ash|ksh|ksh93|mksh|fish|tcsh|csh|busybox';
const opensShell = new RegExp(
  `^(?:${shells}|su|newgrp|sg|script|chroot|nsenter|unshare|setpriv|runuser|login|machinectl|firejail|nix-shell)$`,
);
const opensContainer =
  /^(?:docker|podman|nerdctl|kubectl|oc|lxc|lxc-attach|incus|crictl|systemd-nspawn|toolbox|distrobox)$/;
const asOther = /^(?:sudo|doas)$/;
const multiplexer = /^(?:tmux|screen|byobu|zellij|dtach|abduco)$/;
const losesMarks =
  /^(?:PS1=|PROMPT=|PROMPT_COMMAND=|source\b|\.\s|unset\s|export\s+PS1|declare\s|set\s+prompt|function\s+fish_prompt|reset\b|eval\b)/;

const prompt = /[$#%❯➜»] ?$/;
/** A directory in front of `>`: SUSE's bash, tcsh, fish. Routers show none. */
const pathThenArrow = /[\s:](?:~|\/)\S*\s?> ?$/;
/** Signs of a shell that a bare host name with `#` or `>` lacks: that may be a switch. */
const surely = /(?:[$%❯➜»] ?|(?:^|[\s:~])[/~]\S*\s?[#>] ?|^# |^\[[^\]]+@[^\]]+ [^\]]+\][$#] ?)$/;
/**
 * Whether a foreign prompt is a shell's into which the integration line may be typed (command-engine §K10): it must look like
 * one, and the command must have asked for one, or the prompt must leave no doubt.
 */
export function decideNested({ command, line, bracketedPaste, fish }: ForeignPrompt): NestedDecision {
  const what = purposeOf(command);
  if (what === 'multiplexer') return { kind: 'leave', note: multiplexerNote };
  const shaped = (prompt.test(line) || pathThenArrow.test(line) || fish) && takesIntegration('linux', line, true);
  if (!shaped) return { kind: 'leave', note: unknownNote };
  if (what === 'again') return { kind: 'again' };
  const certain = fish || (bracketedPaste && prompt.test(line));
  if (what === 'shell' || certain || (what === 'remote' && surely.test(line)))
    return { kind: /^\s*exec\s/.test(lastCommand(command)) ? 'again' : 'inside' };
  return { kind: 'leave', note: unknownNote };
}

/** True for commands that draw a screen of their own around a shell, through which no marks come. */
export const isMultiplexer = (command: string): boolean => purposeOf(command) === 'multiplexer';

type Purpose = 'shell' | 'remote' | 'again' | 'multiplexer' | 'unknown';

function purposeOf(command: string): Purpose {
  const text = lastCommand(command);
  if (losesMarks.test(text)) return 'again';
  const words = text.replace(/'[^']*'|"[^"]*"/g, 'quoted').split(/\s+/);
  const start = words.findIndex((word) => !/^(?:\w+=.*|-.*|exec|env|command|nohup|time|stdbuf)$/.test(word));
  const [first = '', ...rest] = words.slice(Math.max(0, start)).map((word) => word.replace(/^.*\//, ''));
  if (multiplexer.test(first)) return 'multiplexer';
  if (asOther.test(first)) {
    const shell = rest.some((word) => /^-\w*[is]/.test(word) || word === '--login' || word === '--shell');
    return shell || rest.some((word) => opensShell.test(word)) ? 'shell' : purposeOf(rest.filter(notOption).join(' '));
  }
  if (opensShell.test(first) || opensContainer.test(first)) return 'shell';
  return /^(?:ssh|slogin|rlogin|rsh|mosh|autossh|sshpass|gcloud|vagrant)$/.test(first) ? 'remote' : 'unknown';
}

const notOption = (word: string): boolean => !word.startsWith('-');

/** The simple command that was typed last: what has the terminal now. A rough look is enough, the prompt decides too. */
function lastCommand(command: string): string {
  return (
    command
      .trim()
      .split(/\n|&&|\|\||[;|]/)
      .findLast((part) => part.trim() !== '')
      ?.trim() ?? ''
  );
}

export const multiplexerNote =
  'A terminal multiplexer has the screen: no exit codes and no exact output come through it. End its shell with key ctrl-d, and use it without attaching (tmux new -d, send-keys, capture-pane).';
const unknownNote =
  'A prompt stands that Drawbridge does not take for a shell, so it reports no exit codes. Answer it line by line, or leave it.';
