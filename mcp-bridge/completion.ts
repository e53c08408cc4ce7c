/** What may stand behind the program's name, and behind each verb; the one source of the three scripts. */
const completions: Readonly<Record<string, readonly string[]>> = {
  mcp: ['--tools'],
  status: ['--json'],
  doctor: ['--json'],
  connect: ['--project', '--local', '--name', '--beside', '--print', '--yes'],
  disconnect: ['--project', '--local', '--name', '--print', '--yes'],
  show: [],
  sites: ['list', 'add', 'remove', '--name', '--json'],
  login: [
    '--text',
    '--username',
    '--password',
    '--otp',
    '--password-stdin',
    '--otp-stdin',
    '--base-url',
    '--mfa-type',
    '--json',
  ],
  import: ['--json'],
  journal: ['verify', '--json'],
  shell: ['--site'],
  exec: ['--site', '--timeout', '--json'],
  cp: ['--account', '--overwrite', '--site', '--json'],
  policy: ['test', 'show', 'schema', '--asset', '--account', '--node', '--site'],
  paths: ['--json'],
  'refresh-session': ['--site', '--force', '--json'],
  'resolve-target': ['--asset-ref', '--asset-id', '--account-ref', '--account', '--protocol', '--site', '--json'],
  'koko-probe': ['--asset-id', '--asset-ref', '--account', '--account-ref', '--protocol', '--connect-method', '--json'],
  'terminal-exec': [
    '--asset-ref',
    '--asset-id',
    '--account-ref',
    '--account',
    '--command',
    '--total-timeout-seconds',
    '--json',
  ],
  'terminal-shell': ['--asset-ref', '--asset-id', '--account-ref', '--account', '--protocol', '--site'],
  serve: ['--transport', '--host', '--port', '--path', '--tools', '--json'],
  completion: ['bash', 'zsh', 'fish'],
};
const general = ['--help', '--version'];

export const shells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof shells)[number];

/** A script that the shell reads: `source <(drawbridge completion bash)`. Words behind `--` are the remote command's. */
export function completionScript(shell: CompletionShell): string {
  switch (shell) {
    case 'bash':
      return bash;
    case 'zsh':
      // zsh reads bash's; compinit must have run before it, as for every completion.
      return `autoload -Uz compinit bashcompinit\n(( $+functions[compdef] )) || compinit\nbashcompinit\n${bash}`;
    case 'fish':
      return fish;
    default:
      return shell satisfies never;
  }
}

const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`;

const bash = `_drawbridge() {
  local word="\${COMP_WORDS[COMP_CWORD]}" choices at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    [[ "\${COMP_WORDS[at]}" == -- ]] && return
  done
  if ((COMP_CWORD == 1)); then
    choices=${quoted([...Object.keys(completions), ...general])}
  else
    case "\${COMP_WORDS[1]}" in
${Object.entries(completions)
  .map(([verb, words]) => `      ${verb}) choices=${quoted(words)} ;;`)
  .join('\n')}
      *) choices= ;;
    esac
  fi
  # Files are completed where one is copied or taken over.
  if [[ ( "\${COMP_WORDS[1]}" == cp || "\${COMP_WORDS[1]}" == import ) && "$word" != -* ]]; then
    COMPREPLY=($(compgen -f -- "$word"))
  else
    COMPREPLY=($(compgen -W "$choices" -- "$word"))
  fi
}
complete -F _drawbridge drawbridge
`;

const fish = [
  'complete -c drawbridge -f',
  ...Object.keys(completions).map((verb) => `complete -c drawbridge -n __fish_use_subcommand -a ${verb}`),
  ...general.map((flag) => `complete -c drawbridge -n __fish_use_subcommand -l ${flag.slice(2)}`),
  ...Object.entries(completions).flatMap(([verb, words]) =>
    words.map((word) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c drawbridge -n '__fish_seen_subcommand_from ${verb}' ${what}`;
    }),
  ),
  "complete -c drawbridge -n '__fish_seen_subcommand_from cp import' -F",
  '',
].join('\n');
