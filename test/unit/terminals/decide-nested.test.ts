import { describe, expect, test } from 'vitest';
import { decideNested } from '../../../main/terminals/decide-nested.ts';

const decide = (command: string, line: string, more: { bracketedPaste?: boolean; fish?: boolean } = {}) =>
  decideNested({ command, line, bracketedPaste: false, fish: false, ...more }).kind;

describe('whether the integration line is typed at a prompt that is not ours', () => {
  test.each([
    ['bash --norc', 'bash-5.2$ '],
    ['sh', '# '],
    ['sudo -i', 'root@web:~# '],
    ['sudo -u bob -s', '$ '],
    ['sudo su - bob', '[bob@web ~]$ '],
    ['su -', 'root@web:~# '],
    ["su -s /bin/sh 'bob'", '$ '],
    ['docker exec -it web sh', '/ # '],
    ['kubectl exec -it pod -- bash', 'root@pod:/app# '],
    ['cd /tmp && FOO=1 zsh -f', 'web% '],
    ['ssh bob@db-01', 'bob@db-01:~$ '],
    ['ssh db-01', '[root@db-01 ~]# '],
    ['script -q /dev/null', '# '],
    ['tcsh', '> '.padStart(8, 'web:~')],
  ])('a shell that was asked for: %s', (command, line) => {
    expect(decide(command, line)).toBe('inside');
  });

  test('a shell that leaves no doubt, behind any command', () => {
    expect(decide('./enter.sh', 'app@box:/srv$ ', { bracketedPaste: true })).toBe('inside');
    expect(decide('./enter.sh', 'app@box /srv> ', { fish: true })).toBe('inside');
  });

  test.each([
    ["PS1='> $ '", '> $ '],
    ['export PS1="x$ "', 'x$ '],
    ['source ~/.bashrc', 'me@web:~$ '],
    ['exec bash', 'me@web:~$ '],
    ['cd /srv; . venv/bin/activate', '(venv) $ '],
  ])('our own shell without its marks: %s', (command, line) => {
    expect(decide(command, line)).toBe('again');
  });

  test.each([
    ['ssh sw1', 'sw1#'],
    ['ssh sw1', 'sw1>'],
    ['ssh fw', 'FGT-100 # '],
    ['ssh core', '<core>'],
    ['ssh core', '[core]'],
    ['telnet sw1', 'sw1#'],
    ['mysql', 'mysql> '],
    ['psql app', 'app=# '],
    ["printf 'price in $ '; read v", 'price in $ '],
    ['./menu', 'Your choice> '],
    ['tmux', 'me@web:~$ '],
    ['ssh router', 'admin@junos> '],
  ])('left alone: %s at %s', (command, line) => {
    expect(decide(command, line)).toBe('leave');
  });
});
