import { realpath } from 'node:fs/promises';
import { type Clock, sleep } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { type FolderRefusal, refusalOf } from '../files/folder-rules.ts';
import { approvalTimedOut, couldNotAsk, declinedByPerson, pendingApproval } from './approval-errors.ts';
import type { Wait } from './approvals.ts';
import { QUESTION_MS, type QuestionOutcome, type Questions } from './question.ts';

/** A folder of the person's machine that agents of one client and project may bring files to and from. */
export interface FolderGrant {
  readonly client: string;
  readonly project: string;
  /** A real path. */
  readonly folder: string;
  readonly since: number;
  /** Of all the above, under a key in the vault. */
  readonly mac: string;
}

export interface FolderAsk {
  readonly agent: { readonly id: string; readonly name: string };
  /** For the person: where the files come from or go to. */
  readonly site: string;
  readonly asset: string;
  readonly direction: 'upload' | 'download';
}

export interface FolderGrantsPorts {
  readonly stored: () => readonly FolderGrant[];
  readonly store: (list: readonly FolderGrant[]) => void;
  readonly seal: { of(text: string): Promise<string>; holds(text: string, mac: string): Promise<boolean> };
  /** False without a keychain: what is granted then holds until the app ends. */
  readonly keeps: () => boolean;
  readonly questions: Pick<Questions, 'begin' | 'canAsk'>;
  readonly clock: Clock;
  /** What the agent says of itself: a claim, shown to the person. */
  readonly claimOf: (agentId: string) => { readonly client: string; readonly project: string } | undefined;
  readonly home: string;
  /** The start switch of machines without a display: nobody is asked. */
  readonly commandsWithoutAsking: () => boolean;
  readonly onChange: () => void;
}

interface Asked {
  readonly id: string;
  readonly deadline: number;
  readonly outcome: Promise<QuestionOutcome>;
}

/**
 * The folders that the person granted (design §6): asked for at the first transfer, kept for the client and project under a
 * seal, taken back in the settings. What another hand wrote into the file does not hold.
 */
export class FolderGrants {
  readonly #ports: FolderGrantsPorts;
  readonly #asked = new Map<string, Asked>();
  #list: readonly FolderGrant[] = [];
  #forThisRun: readonly FolderGrant[] = [];

  constructor(ports: FolderGrantsPorts) {
    this.#ports = ports;
  }

  /** Reads what was kept; again when the vault has been unlocked. Never rejects. */
  async load(): Promise<void> {
    const { stored, seal, keeps, onChange } = this.#ports;
    const list = [...stored()];
    const holds = await Promise.all(
      list.map((one) => keeps() && seal.holds(sealedText(one), one.mac).catch(() => false)),
    );
    this.#list = list.filter((_, at) => holds[at]);
    onChange();
  }

  list(): readonly FolderGrant[] {
    return [...this.#list, ...this.#forThisRun];
  }

  revoke({ client, project, folder }: Pick<FolderGrant, 'client' | 'project' | 'folder'>): void {
    const others = (list: readonly FolderGrant[]) =>
      list.filter((one) => one.client !== client || one.project !== project || one.folder !== folder);
    this.#list = others(this.#list);
    this.#forThisRun = others(this.#forThisRun);
    this.#ports.store(others(this.#ports.stored()));
    this.#ports.onChange();
  }

  /** The real path of the agent's project folder, granted. Throws `folder-not-granted`, `pending-approval`, `declined-by-person`, … */
  async granted(ask: FolderAsk, wait: Wait): Promise<string> {
    const { claimOf, home, commandsWithoutAsking } = this.#ports;
    const claim = claimOf(ask.agent.id);
    if (claim === undefined || claim.project === '') throw noFolder('Your client named no project folder.');
    const folder = await realpath(claim.project).catch(() => undefined);
    if (folder === undefined) throw noFolder(`Your project folder ${claim.project} cannot be found.`);
    const refusal = refusalOf(folder, await realpath(home).catch(() => home));
    if (refusal !== null) throw noFolder(`Agents never get ${folder}: ${refusals[refusal]}.`);
    const { client, project } = claim;
    const has = this.list().some((one) => one.client === client && one.project === project && one.folder === folder);
    if (has || commandsWithoutAsking()) return folder;
    const key = JSON.stringify([client, project, folder]);
    const asked = this.#asked.get(key) ?? this.#ask(key, ask, folder);
    const outcome = await this.#answer(asked, wait);
    if (outcome === undefined) throw pendingApproval(asked.id, asked.deadline - this.#ports.clock.now());
    this.#asked.delete(key);
    switch (outcome.kind) {
      case 'answered':
        await this.#keep({ client, project, folder });
        return folder;
      case 'declined':
        throw declinedByPerson(asked.id, outcome.reason);
      case 'timed-out':
        throw approvalTimedOut(asked.id);
      case 'could-not-ask':
        throw couldNotAsk();
      default:
        return outcome satisfies never;
    }
  }

  #ask(key: string, { agent, site, asset, direction }: FolderAsk, folder: string): Asked {
    const { questions, clock } = this.#ports;
    const topic = {
      topic: 'grant-folder' as const,
      site,
      agent: agent.name,
      agentId: agent.id,
      asset,
      folder,
      direction,
    };
    const { id, outcome } = questions.begin(topic);
    const asked = { id, deadline: clock.now() + QUESTION_MS, outcome };
    this.#asked.set(key, asked);
    // An answer that no call came back for is forgotten: it is asked again then.
    void outcome.then(() => clock.after(QUESTION_MS, () => this.#asked.get(key) === asked && this.#asked.delete(key)));
    return asked;
  }

  /** Undefined when the patience is over. */
  async #answer({ outcome }: Asked, { signal, patienceMs }: Wait): Promise<QuestionOutcome | undefined> {
    const ended = new AbortController();
    const over = sleep(this.#ports.clock, Math.max(0, patienceMs), AbortSignal.any([signal, ended.signal]));
    over.catch(() => {});
    try {
      return await Promise.race([outcome, over.then(() => undefined)]);
    } finally {
      ended.abort();
    }
  }

  async #keep(grant: Pick<FolderGrant, 'client' | 'project' | 'folder'>): Promise<void> {
    const { seal, keeps, store, stored, clock, onChange } = this.#ports;
    const facts = { ...grant, since: clock.now() };
    const mac = keeps() ? await seal.of(sealedText(facts)).catch(() => '') : '';
    if (mac === '') this.#forThisRun = [...this.#forThisRun, { ...facts, mac }];
    else {
      this.#list = [...this.#list, { ...facts, mac }];
      store([...stored(), { ...facts, mac }]);
    }
    onChange();
  }
}

const refusals: Readonly<Record<FolderRefusal, string>> = {
  'not-absolute': 'it is no absolute path',
  root: 'it is the root of the file system, or too near to it',
  home: "it is the person's home folder, or what that is in",
  system: 'it belongs to the system',
  hidden: 'it is in a folder whose name begins with a dot',
};

const noFolder = (message: string): DrawbridgeError =>
  new DrawbridgeError({
    code: 'folder-not-granted',
    message,
    nextStep:
      'Ask the person to start you in a project folder of its own; texts can be uploaded without one (content) and read with jms_sftp_read.',
    actor: 'person',
  });

const sealedText = ({ client, project, folder, since }: Omit<FolderGrant, 'mac'>): string =>
  JSON.stringify(['folder', client, project, folder, since]);
