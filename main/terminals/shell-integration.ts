import { looksLikePrompt } from './classify.ts';
import { promptLine } from './plain-text.ts';

/** The lines that make a shell report its marks (command-engine §A), typed once at its first prompt. */
export interface IntegrationLines {
  readonly first: string;
  /** For a bash whose PROMPT_COMMAND rewrites PS1 (starship); null for other shells. */
  readonly second: string | null;
  /** For a shell that answered as tcsh does. */
  readonly tcsh: string;
}

export type ShellFingerprint = 'fish' | 'zsh' | 'bash' | 'tcsh' | 'unknown';

/** Prompt-shaped and quiet for this long counts as the first prompt, in ms (§K2). */
export const quietBeforePrompt = 150;
export const promptDeadline = 10_000;
export const integrationDeadline = 3000;
/** A prompt came back without marks and stayed: the line did not take. */
export const quietBeforeGivingUp = 400;

/**
 * bash, zsh, dash, busybox ash and ksh understand this one line. The blank in front keeps it out of the history where
 * HISTCONTROL says so. `set +H` and `nobanghist` stop bash and zsh from expanding `!` in agents' commands. P stands behind PS2 and B behind PS1,
 * so that the whole prompt has passed KoKo when we type on. A shell keeps its user for life, so one look is enough; the
 * name stands in a variable because it may hold a backslash (a domain's user).
 */
export function universalLine(id: string): string {
  return (
    ` l= r=;[ \${BASH_VERSION-} ]&&set +H&&l='\\[' r='\\]';[ \${ZSH_VERSION-} ]&&setopt promptsubst nobanghist&&l=%{ r=%}&&eval 'preexec_functions+=(_c)';` +
    `_u=$(id -u):$(id -un);_m(){ printf %b "$l\\0033]133;$1;${id}\${2-}\\a$r";};PS1=$(_m 'D;$?' ';\${_u-};$PWD')$PS1$(_m B) PS2=$PS2$(_m P);l= r=;PS0=$(_m C);_c(){ printf %s "$PS0";}`
  );
}

/** Written into the prompt again after each theme that rewrites it; `nobanghist` as `set +H` of bash. */
function zshLine(id: string): string {
  return (
    ` setopt nobanghist;_u=$(id -u):$(id -un);_w(){ case $PS1 in *${id}*);;*)PS1=$'%{\\e]133;D;%?;${id};'$_u$';%/\\a%}'$PS1$'%{\\e]133;B;${id}\\a%}';;esac;};` +
    `_c(){ printf '\\e]133;C;${id}\\a';};_w;precmd_functions+=(_w) preexec_functions+=(_c) PS2=$PS2$'%{\\e]133;P;${id}\\a%}'`
  );
}

/** Runs after the person's own PROMPT_COMMAND at each prompt; bash 5.1 and later take a list of them. */
function promptCommandLine(id: string): string {
  return (
    ` set +H;_u=$(id -u):$(id -un);_w(){ case $PS1 in *${id}*);;*)PS1="\\[\\e]133;D;\\$?;${id};\\$_u;\\$PWD\\a\\]$PS1\\[\\e]133;B;${id}\\a\\]";;esac;};` +
    `PS0='\\e]133;C;${id}\\a' PS2="$PS2\\[\\e]133;P;${id}\\a\\]";` +
    `case \${#PROMPT_COMMAND[@]} in 0|1)PROMPT_COMMAND="\${PROMPT_COMMAND:+$PROMPT_COMMAND;}_w";;*)PROMPT_COMMAND+=(_w);;esac`
  );
}

function fishLine(id: string): string {
  return (
    ` set -g _u (id -u):(id -un);functions -c fish_prompt _p;function fish_prompt;printf '\\e]133;D;%s;${id};%s;%s\\a' $status $_u $PWD;` +
    `_p;printf '\\e]133;B;${id}\\a';end;function _c --on-event fish_preexec;printf '\\e]133;C;${id}\\a';end`
  );
}

/** `%{…%}` must not stand last in the prompt, hence the blank. An empty `histchars` leaves `!` alone. */
function tcshLine(id: string): string {
  return (
    ` set histchars='' _u="\`id -u\`:\`id -un\`";alias precmd 'printf "\\033]133;D;%s;${id};%s;%s\\007" "$status" "$_u" "$cwd"';` +
    `alias postcmd 'printf "\\033]133;C;${id}\\007"';` +
    `set prompt="$prompt:q%{\\033]133;B;${id}\\007%} " prompt2="%R? %{\\033]133;P;${id}\\007%} "`
  );
}

/** As Debian sets it up, or its own default: shells without a fingerprint end their prompts in `$`, `#` or `%`. */
const tcshPrompt = /\x1b\[24m:\x1b\[1m[^\x1b\n]*\x1b\[0m[>#] $|(?:^|[\n\r])[^\x1b\n\r]*> $/;

/** Which shell printed this, from its first output; nothing is typed to find out. */
export function fingerprint(output: string): ShellFingerprint {
  if (/Welcome to fish|⏎|\x1b\[30m\x1b\(B\x1b\[m\r/.test(output)) return 'fish';
  if (/\x1b\[\?1h\x1b=\x1b\[\?2004h/.test(output)) return 'zsh';
  if (output.includes('\x1b[?2004h')) return 'bash';
  return tcshPrompt.test(output) ? 'tcsh' : 'unknown';
}

/** Says whether a shell waits: `certain` needs no further silence. */
export function firstPrompt(output: string): 'certain' | 'likely' | 'none' {
  const line = promptLine(output);
  if (line.trim() === '') return 'none';
  const shell = fingerprint(output);
  // zsh says that its line editor reads right behind its prompt, bash ≥ 5.1 right before it.
  if (shell === 'zsh') return 'certain';
  if (looksLikePrompt(line)) return shell === 'bash' ? 'certain' : 'likely';
  // Themes end in any sign; a question of a start file has a line editor too.
  return shell === 'unknown' || shell === 'tcsh' || /[:?)\]]\s*$/.test(line) ? 'none' : 'likely';
}

export function integrationLines(id: string, shell: ShellFingerprint): IntegrationLines {
  const tcsh = tcshLine(id);
  if (shell === 'fish') return { first: fishLine(id), second: null, tcsh };
  if (shell === 'tcsh') return { first: tcsh, second: universalLine(id), tcsh };
  if (shell === 'zsh') return { first: zshLine(id), second: null, tcsh };
  return { first: universalLine(id), second: promptCommandLine(id), tcsh };
}

/** The next line after the first one failed with this output; null: the shell cannot be integrated. */
export function nextLine(lines: IntegrationLines, answer: string): string | null {
  // It was a guess; the others only complain about the line of tcsh.
  if (lines.first === lines.tcsh) return lines.second;
  if (answer.includes("Missing '}'")) return lines.tcsh;
  // Only a shell that took the first line without complaint is asked again.
  return /syntax error|not found|invalid|unknown|error|read-?only/i.test(answer.slice(answer.indexOf('\n')))
    ? null
    : lines.second;
}
