import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inputHint } from '../../../main/mcp/input-hints.ts';
import type { InputKind } from '../../../main/terminals/terminal-model.ts';
import { agent } from '../../support/terminal-target.ts';
import { practicePool } from './practice-pool.ts';

const owner = agent('a');
const patienceMs = 15_000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dbn-'));
const file = (name: string) => path.join(folder, name);

/** Programs of this machine speak Chinese where it can make the locale and has their translations. */
const chinese = `LOCPATH=${folder} LANGUAGE=zh_CN LC_ALL=zh_CN.UTF-8`;
const made = spawnSync('/usr/bin/localedef', ['-i', 'zh_CN', '-f', 'UTF-8', file('zh_CN.UTF-8')]).status === 0;
const translated = made && fs.existsSync('/usr/share/locale/zh_CN/LC_MESSAGES/coreutils.mo');

/** Asks everybody but root. */
const asNobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups';

type Asks = readonly [command: string, input: InputKind, line: string | RegExp];

const english: readonly Asks[] = [
  [`${asNobody} su`, 'password', 'Password:'],
  [`openssl genrsa -aes128 -out ${file('key')}`, 'password', 'Enter PEM pass phrase:'],
  ['read -s -p "Secret token: " x', 'password', 'Secret token:'],
  [`cp -i ${file('a')} ${file('b')}`, 'confirm', /^cp: overwrite /],
  [`rm -i ${file('a')}`, 'confirm', /^rm: remove regular /],
  ['read -p "Do you want to continue? [Y/n] " x', 'confirm', 'Do you want to continue? [Y/n]'],
  ['read -n1 -p "Press any key to continue" x', 'any-key', 'Press any key to continue'],
  ['seq 999 | more', 'pager', '--More--'],
  ['seq 999 | less', 'pager', ':'],
  ['python3 -q', 'repl', '>>>'],
  ['select x in one two; do echo $x; done', 'repl', '#?'],
  ['top', 'fullscreen', ''],
  [`vim -u NONE -n ${file('c')}`, 'fullscreen', ''],
  ['read -p "Shipping address: " x', 'plain', 'Shipping address:'],
];

const inChinese: readonly Asks[] = [
  [`${chinese} rm -i ${file('a')}`, 'confirm', /^rm: 是否删除/],
  [`${chinese} cp -i ${file('a')} ${file('b')}`, 'confirm', /^cp: 是否覆盖/],
  ['read -s -p "[sudo] ops 的密码：" x', 'password', '[sudo] ops 的密码：'],
  ['read -p "您希望继续执行吗？ [Y/n] " x', 'confirm', '您希望继续执行吗？ [Y/n]'],
  ['read -n1 -p "按任意键继续..." x', 'any-key', '按任意键继续...'],
  ['read -p "收货地址：" x', 'plain', '收货地址：'],
];

describe('a program that waits', () => {
  let practice: Awaited<ReturnType<typeof practicePool>>;
  beforeAll(async () => {
    practice = await practicePool();
    for (const name of ['a', 'b']) fs.writeFileSync(file(name), '');
  });
  afterAll(async () => {
    await practice.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const run = async (command: string, patience = patienceMs) =>
    practice.pool.runOn(await practice.target('lab-bash'), { owner, command, patienceMs: patience });

  const cases = [...english, ...inChinese.filter(([command]) => translated || !command.startsWith('LOCPATH'))];
  it.each(cases)('%s asks for %s', async (command, input, line) => {
    const { terminalId, outcome } = await run(command);
    expect(outcome).toMatchObject({ kind: 'needs-input', input });
    if (outcome.kind !== 'needs-input') return;
    if (typeof line === 'string') expect(outcome.line).toBe(line);
    else expect(outcome.line).toMatch(line);
    expect(inputHint(input, outcome.line, terminalId)).toContain(terminalId);
    expect(await practice.pool.interrupt(terminalId, owner)).toMatchObject({ stopped: true });
  });

  it.each([
    ["printf 'Continue? '; sleep 1; echo; sleep 1; echo end", 'confirm'],
    ["printf 'Loading the list: '; sleep 1; echo; sleep 1; seq 3", 'plain'],
    ["printf 'Password: '; sleep 1; echo; sleep 1; echo not needed", 'password'],
    ["printf 'user@host:~$ '; sleep 2.5; echo; sleep 1; echo end", 'foreign-prompt'],
    ["printf '>>> '; sleep 1; echo; sleep 1; echo end", 'repl'],
  ] as const)('%s: what looked like a question is taken back', async (command, looked) => {
    const { pool } = practice;
    const first = await run(command);
    expect(first.outcome).toMatchObject({ kind: 'needs-input', input: looked });
    const states: string[] = [];
    const off = pool.on('changed', ({ id, state }) => id === first.terminalId && states.push(state.kind));
    expect((await pool.waitForRun(first.terminalId, first.id, patienceMs)).outcome).toEqual({
      kind: 'done',
      exitCode: 0,
    });
    off();
    expect(states).toContain('running');
  });

  it.each(['echo "Summary:"; sleep 1', 'printf "step 1:\\nstep 2:\\n"; sleep 1', 'echo "Proceed?"; sleep 1'])(
    '%s: a line that ended asks nothing',
    async (command) => {
      expect((await run(command)).outcome).toEqual({ kind: 'done', exitCode: 0 });
    },
  );

  it('a secret is refused to an agent also before the program was quiet for long enough to be classified', async () => {
    const { pool } = practice;
    const asked = new Promise<void>((resolve) => {
      const off = pool.on('output', ({ bytes }) => {
        if (!Buffer.from(bytes).includes('Secret token')) return;
        off();
        resolve();
      });
    });
    // Its echo does not hold the words.
    const running = run("read -s -p 'Secret tok''en: ' x");
    await asked;
    const [terminal] = pool.list(owner).filter(({ state }) => state.kind === 'running');
    await expect(pool.write(terminal?.id ?? '', owner, { text: 'hunter2' }, 100)).rejects.toMatchObject({
      code: 'write-not-allowed',
      actor: 'person',
    });
    expect((await running).outcome).toMatchObject({ kind: 'needs-input', input: 'password' });
    await pool.interrupt(terminal?.id ?? '', owner);
    expect(practice.site.audit().filter(({ input }) => input === 'hunter2')).toEqual([]);
  });

  it('that takes its time behind an answer, and echoes nothing, does not ask the same again', async () => {
    const { pool } = practice;
    const terminal = await pool.open(await practice.target('lab-bash'), owner);
    const asked = await pool.run(terminal.id, {
      ...{ owner, patienceMs },
      command: 'stty -echo; read -p "name: " it; sleep 1; stty echo; echo "hello $it"',
    });
    expect(asked.outcome).toMatchObject({ kind: 'needs-input', input: 'plain' });
    const answered = await pool.write(terminal.id, owner, { text: 'anna\n' }, patienceMs);
    expect(answered?.outcome).toEqual({ kind: 'done', exitCode: 0 });
  });
});
