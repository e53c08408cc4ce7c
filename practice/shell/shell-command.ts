import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { ShellKind } from '../assets/asset.ts';

const FOLDERS = ['/bin', '/usr/bin', '/usr/local/bin'];

export interface ShellCommand {
  kind: ShellKind;
  file: string;
  args: string[];
  env: Record<string, string>;
}

/** How to start a kind of shell as an interactive one. What is not installed becomes bash, and without bash plain sh. */
export function shellCommand(kind: ShellKind, home: string): ShellCommand {
  const plain = { env: {} };
  switch (kind) {
    case 'zsh': {
      const file = installed('zsh');
      if (file !== undefined) return { ...plain, kind, file, args: ['-l', '-i'] };
      break;
    }
    case 'fish': {
      const file = installed('fish');
      if (file !== undefined) return { ...plain, kind, file, args: ['-l', '-i'] };
      break;
    }
    case 'busybox': {
      const file = installed('busybox');
      if (file !== undefined) return { kind, file, args: ['ash', '-i'], env: { ENV: join(home, '.shrc') } };
      break;
    }
    case 'sqlite': {
      const file = installed('sqlite3');
      if (file !== undefined) return { ...plain, kind, file, args: [':memory:'] };
      break;
    }
    case 'ksh': {
      const file = installed('ksh93') ?? installed('ksh');
      if (file !== undefined) return { kind, file, args: ['-l', '-i'], env: { ENV: join(home, '.shrc') } };
      break;
    }
    case 'mksh': {
      const file = installed('mksh');
      if (file !== undefined) return { kind, file, args: ['-l', '-i'], env: { ENV: join(home, '.shrc') } };
      break;
    }
    case 'tcsh': {
      const file = installed('tcsh');
      if (file !== undefined) return { ...plain, kind, file, args: ['-l'] };
      break;
    }
    case 'bash':
    case 'dash':
      break;
    default:
      kind satisfies never;
  }
  const bash = kind === 'dash' ? undefined : installed('bash');
  if (bash !== undefined) return { ...plain, kind: 'bash', file: bash, args: ['--login', '-i'] };
  const sh = installed('dash') ?? installed('sh') ?? '/bin/sh';
  return { kind: 'dash', file: sh, args: ['-i'], env: { ENV: join(home, '.shrc') } };
}

function installed(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
