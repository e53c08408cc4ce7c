import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';

/** A real account of this machine, for su and sudo to ask about; removed again by `remove`. Needs root. */
export class UnixUser {
  readonly name: string;
  readonly password: string;
  readonly uid: string;
  readonly #sudoers: string;

  constructor(options: { readonly shell?: string; readonly mayBecomeRoot?: boolean } = {}) {
    this.name = `dbt${randomBytes(4).toString('hex')}`;
    this.password = `Pw-${randomBytes(9).toString('hex')}`;
    run('useradd', ['--create-home', '--shell', options.shell ?? '/bin/bash', this.name]);
    run('chpasswd', [], `${this.name}:${this.password}\n`);
    this.uid = run('id', ['-u', this.name]).trim();
    this.#sudoers = `/etc/sudoers.d/${this.name}`;
    if (options.mayBecomeRoot) {
      // In the user's own words: the same line that an administrator would write.
      fs.writeFileSync(this.#sudoers, `Defaults:${this.name} lecture=never\n${this.name} ALL=(ALL) ALL\n`, {
        mode: 0o440,
      });
    }
  }

  remove(): void {
    fs.rmSync(this.#sudoers, { force: true });
    spawnSync('pkill', ['-KILL', '-u', this.uid]);
    run('userdel', ['--remove', '--force', this.name]);
  }
}

function run(command: string, args: readonly string[], input = ''): string {
  const result = spawnSync(command, args, { input, encoding: 'utf8' });
  // userdel complains about a mail spool that was never there.
  if (result.status !== 0 && command !== 'userdel')
    throw new Error(`${command} ${args.join(' ')}: ${result.stderr || String(result.error)}`);
  return result.stdout;
}
