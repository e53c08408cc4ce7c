import { describe, expect, it } from 'vitest';
import { isContinuation, KnownPrompts, takesIntegration } from '../../../main/terminals/known-prompts.ts';

describe('where nothing marks the prompt, it is known by its text', () => {
  it.each([
    ['sw1>', ['sw1#', 'sw1(config)#', 'sw1(config-if)#', 'sw1(config-if-Gi1/0/1)#']],
    ['<core>', ['[core]', '[core-GigabitEthernet0/0/1]', '<core>', '[~core]']],
    ['sqlite> ', ['sqlite> ']],
    ['ops@vm:~$ ', ['ops@vm:~$ ']],
  ])('%s makes its other modes known', (first, others) => {
    const prompts = new KnownPrompts();
    prompts.learn(first);
    for (const other of others) expect(prompts.recognise(other), other).toBe('known');
  });

  it.each([
    ['sw2#', 'shaped'],
    ['ops@vm:/tmp$ ', 'shaped'],
    ['Total: 12', 'none'],
    ['--More--', 'none'],
    ['Password: ', 'none'],
    ['   ...> ', 'none'],
    ['[1234]', 'none'],
  ])('%j is not taken for it', (line, as) => {
    const prompts = new KnownPrompts();
    prompts.learn('sw1>');
    expect(prompts.recognise(line)).toBe(as);
  });

  it.each(['   ...> ', '    -> ', "    '> ", 'shop-# ', 'shop(# ', '... '])(
    '%j waits for the rest of a statement',
    (line) => {
      expect(isContinuation(line)).toBe(true);
    },
  );

  it.each(['sqlite> ', 'mysql> ', 'ops@vm:~$ ', 'sw1#', 'shop=# '])('%j does not', (line) => {
    expect(isContinuation(line)).toBe(false);
  });
});

describe('the integration line is typed at shells only', () => {
  it.each([
    ['linux', 'ops@vm:~$ ', false],
    ['linux', '# ', false],
    ['linux', 'ops@vm ~> ', false],
    ['unix', 'vm% ', false],
    ['general', 'ops@vm:~$ ', true],
    ['k8s', 'root@pod:/# ', true],
  ])('%s at %j', (type, line, evidence) => {
    expect(takesIntegration(type, line, evidence)).toBe(true);
  });

  it.each([
    ['linux', 'sw1#', false],
    ['linux', '<core>', false],
    ['linux', 'sqlite> ', true],
    ['linux', 'C:\\Users\\Administrator>', false],
    ['windows', 'PS C:\\> ', false],
    ['switch', 'ops@sw1> ', false],
    ['postgresql', 'shop=# ', true],
    ['redis', '127.0.0.1:6379> ', true],
    ['mysql', 'custom prompt> ', true],
  ])('not: %s at %j', (type, line, evidence) => {
    expect(takesIntegration(type, line, evidence)).toBe(false);
  });
});
