/** The start files of a home. bash behaves like a Debian login: same HISTCONTROL, a title and `user@host:dir$` in the prompt. */
export function startFiles(username: string, host: string): Record<string, string> {
  const mark = username === 'root' ? '#' : '$';
  const bashrc = `HISTCONTROL=ignoreboth
HISTSIZE=1000
HISTFILESIZE=2000
shopt -s histappend checkwinsize
PS1='\\[\\e]0;${username}@${host}: \\w\\a\\]${username}@${host}:\\w${mark} '
unset PROMPT_COMMAND MAILCHECK
`;
  return {
    '.bashrc': bashrc,
    '.bash_profile': '. ~/.bashrc\n',
    '.shrc': `PS1='${mark} '\n`,
    '.zshrc': `PS1='${username}@${host} %~ %# '\n`,
  };
}
