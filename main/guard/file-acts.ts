import { randomBytes } from 'node:crypto';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { FileTarget } from '../files/file-model.ts';
import type { Journal } from '../journal/journal.ts';
import type { Permission, Wait } from './approvals.ts';
import { actText, type FileAct } from './file-act.ts';
import type { Guard } from './guard.ts';
import { named } from './journal-words.ts';
import type { SiteName } from './write-ahead.ts';

export interface FileActsPorts {
  readonly guard: Pick<Guard, 'allowTyping'>;
  readonly journal: Pick<Journal, 'record' | 'note'>;
  readonly siteName: SiteName;
}

export interface WantedFileAct {
  readonly agent: { readonly id: string; readonly name: string };
  readonly target: FileTarget;
  readonly act: FileAct;
  /** The agent's words for the person. */
  readonly reason?: string;
}

/** Every act of an agent on files: allowed by policy or person, written into the journal before it happens, and how it ended. */
export class FileActs {
  readonly #ports: FileActsPorts;

  constructor(ports: FileActsPorts) {
    this.#ports = ports;
  }

  /** Throws what `Guard.allowTyping` throws. The permission is used by `perform`. */
  allow({ agent, target, act, reason = '' }: WantedFileAct, wait: Wait): Promise<Permission> {
    return this.#ports.guard.allowTyping({ agent, target, what: { kind: 'file', act, reason } }, wait);
  }

  /** Throws `journal-unavailable` before anything happened, and what the task throws. */
  async perform<T>(wanted: WantedFileAct, permission: Permission, task: () => Promise<T>): Promise<T> {
    const { target, act, agent } = wanted;
    permission.use({ kind: 'file', target, act });
    // Looking at a folder is not worth a line; what is in a file is.
    if (act.kind === 'list') return task();
    const { asset, account } = target;
    const entry = {
      site: this.#ports.siteName(target.siteId),
      who: named(agent.name, agent.id),
      target: `${asset.name} · ${account.username || account.name}`,
      text: actText(act),
      // Ties the end to the start.
      runId: `act_${randomBytes(8).toString('hex')}`,
    };
    this.#ports.journal.record({ kind: 'file-started', ...entry, outcome: '' });
    try {
      const result = await task();
      this.#ports.journal.note({ kind: 'file-ended', ...entry, outcome: 'done' });
      return result;
    } catch (error) {
      const why = error instanceof DrawbridgeError ? error.code : 'cancelled';
      this.#ports.journal.note({ kind: 'file-ended', ...entry, outcome: `failed: ${why}` });
      throw error;
    }
  }

  /** Both at once, for what does not go on without its caller. */
  async do<T>(wanted: WantedFileAct, wait: Wait, task: () => Promise<T>): Promise<T> {
    return this.perform(wanted, await this.allow(wanted, wait), task);
  }
}
