import { readdirSync, readFileSync } from 'node:fs';

/** Processes of one terminal session, other process groups included: a PTY's shell leads its own session, so its pid names it. */
export function processesOfSession(sessionId: number): number[] {
  return allProcesses().filter((pid) => {
    try {
      // `pid (comm) state ppid pgrp session …`; comm may hold blanks and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(fields[3]) === sessionId && fields[0] !== 'Z';
    } catch {
      return false;
    }
  });
}

/** Processes whose environment names a folder: finds what left its session by `setsid`. */
export function processesLivingIn(folder: string): number[] {
  return allProcesses().filter((pid) => {
    try {
      return pid !== process.pid && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`HOME=${folder}`);
    } catch {
      return false;
    }
  });
}

/** Sends a signal; a process that has already gone is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone, or not ours any more.
  }
}

function allProcesses(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    // No /proc (macOS): the caller still signals the process group of the shell.
    return [];
  }
}
