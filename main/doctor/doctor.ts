import type { Machine } from '../../mcp-bridge/directories.ts';
import { hasDisplay } from '../../mcp-bridge/display.ts';
import type { Finding } from '../../mcp-bridge/wire.ts';
import type { Clock } from '../errors/clock.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Log } from '../log/log.ts';
import type { SitesPort } from '../sites/sites-port.ts';
import type { VaultChoice } from '../vault/decide-backend.ts';
import { decideFolders, decideKeychain, decideRuntime, decideTray, lookAtFolder } from './computer.ts';
import { inTime, TookTooLong } from './deadline.ts';
import { asFinding, type Found, found } from './outcomes.ts';
import { type Check, siteChecks } from './site-checks.ts';
import type { SiteRoute } from './site-route.ts';
import { Pace } from './site-visit.ts';

export interface DoctorPorts {
  readonly app: { readonly version: string; readonly electron: string; readonly testRuntime: boolean };
  readonly sites: Pick<SitesPort, 'list' | 'find' | 'on'>;
  readonly route: (siteId: string) => SiteRoute | undefined;
  /** Whether agents that look for this app reach it. */
  readonly doorAnswers: () => Promise<boolean>;
  readonly raised: () => boolean;
  readonly vault: () => VaultChoice;
  /** Whether the desktop shows tray icons. */
  readonly trayHost: () => Promise<'present' | 'absent'>;
  /** Where the app writes. */
  readonly folders: readonly string[];
  readonly computer: Pick<Machine, 'env' | 'platform'>;
  /** What can be seen from outside the app too (mcp-bridge/doctor). */
  readonly local: () => Promise<readonly Finding[]>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A check that has been looked at, or is still waited for (`finding` null). */
export interface Looked {
  readonly name: Check['name'];
  readonly finding: Finding | null;
}

export interface DoctorEvents {
  'did-look': { readonly looked: readonly Looked[]; readonly done: boolean };
}

/** Looks at the app, its sites and the computer, and says what to do. Changes nothing, starts nothing. */
export class Doctor {
  readonly #ports: DoctorPorts;
  readonly #events = new Emitter<DoctorEvents>();
  readonly #paces = new Map<string, Pace>();
  readonly #ending = new AbortController();
  readonly #off: () => void;
  #running: Promise<readonly Finding[]> | undefined;

  constructor(ports: DoctorPorts) {
    this.#ports = ports;
    this.#off = ports.sites.on('did-remove', ({ id }) => this.#paces.delete(id));
  }

  on<Name extends keyof DoctorEvents>(name: Name, listener: (event: DoctorEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /** Everything, once at a time: who asks meanwhile joins. `did-look` tells what is known so far. Rejects when the app ends. */
  examine(): Promise<readonly Finding[]> {
    this.#running ??= this.#examine().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** What needs no question to a site: while the bridge is raised nothing passes for the command line (design §6). */
  async examineWithoutSites(): Promise<readonly Finding[]> {
    const names = this.#siteChecks().map(({ name }) => asFinding(name, found('needs-lowered')));
    const own = await Promise.all(this.#ownChecks().map((check) => this.#look(check)));
    return [...own, ...names, ...(await this.#ports.local())];
  }

  dispose(): void {
    this.#off();
    this.#ending.abort(new Error('the app ends'));
    this.#events.dispose();
  }

  async #examine(): Promise<readonly Finding[]> {
    const checks = [...this.#ownChecks(), ...this.#siteChecks()];
    const local = this.#ports.local();
    const looked: Looked[] = checks.map(({ name }) => ({ name, finding: null }));
    const tell = (done: boolean) => this.#events.emit('did-look', { looked: [...looked], done });
    tell(false);
    await Promise.all([
      ...checks.map(async (check, at) => {
        looked[at] = { name: check.name, finding: await this.#look(check) };
        tell(false);
      }),
      local.then((findings) => {
        looked.push(...findings.map((finding) => ({ name: finding, finding })));
        tell(false);
      }),
    ]);
    tell(true);
    return looked.flatMap(({ finding }) => finding ?? []);
  }

  async #look(check: Check): Promise<Finding> {
    const { signal } = this.#ending;
    let result: Found;
    try {
      result = await check.run(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TookTooLong) result = found('too-slow');
      else {
        this.#ports.log.error('a check failed', { check: check.name.id, error });
        result = found('check-failed');
      }
    }
    return asFinding(check.name, result);
  }

  #siteChecks(): Check[] {
    const { sites, route, clock } = this.#ports;
    return sites.list().flatMap(({ id }) => {
      const pace = this.#paces.get(id) ?? new Pace(clock);
      this.#paces.set(id, pace);
      return siteChecks({ site: sites.find(id), route: route(id), clock, pace, signal: this.#ending.signal });
    });
  }

  #ownChecks(): Check[] {
    const { app, sites, doorAnswers, raised, vault, trayHost, folders, computer, clock } = this.#ports;
    const own = (group: 'app' | 'computer', id: string, look: () => Found | Promise<Found>): Check => ({
      name: { id, group, site: null },
      run: (signal) => inTime(clock, signal, async () => look()),
    });
    return [
      own('app', 'app-running', async () =>
        (await doorAnswers()) ? found('app-running', { version: app.version }) : found('app-unreachable'),
      ),
      own('app', 'app-bridge', () => found(raised() ? 'bridge-raised' : 'bridge-lowered')),
      own('app', 'app-runtime', () => decideRuntime(app.electron, app.testRuntime, sites.list().some(isReal))),
      own('app', 'app-folders', async () =>
        decideFolders(
          await Promise.all(folders.map(async (folder) => ({ path: folder, state: await lookAtFolder(folder) }))),
        ),
      ),
      own('computer', 'keychain', () => decideKeychain(vault())),
      own('computer', 'tray', async () => decideTray(await trayHost(), hasDisplay(computer))),
    ];
  }
}

/** Not the practice site and nothing on this very computer. */
function isReal({ practice, baseUrl }: { readonly practice: boolean; readonly baseUrl: string }): boolean {
  return !practice && !/^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/.test(new URL(baseUrl).hostname);
}
