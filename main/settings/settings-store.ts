import { readSettings, type Settings } from './settings.ts';

export interface SettingsPorts {
  /** The stored object; throws when the file is not readable as one. */
  readonly read: () => unknown;
  readonly write: (value: Settings) => void;
  /** Puts a copy of the file aside before it is overwritten, and answers where. */
  readonly keepAside: () => string;
  /** Told once, with what to show the person. */
  readonly onNotice: (text: string) => void;
}

/** The person's settings in memory, written through on every change. */
export class SettingsStore {
  readonly #ports: SettingsPorts;
  #settings: Settings;

  constructor(ports: SettingsPorts) {
    this.#ports = ports;
    let stored: unknown;
    let unreadable = false;
    try {
      stored = ports.read();
    } catch {
      unreadable = true; // told below, with the copy's place
    }
    const { settings, fallenBack } = unreadable ? readSettings(null) : readSettings(stored);
    this.#settings = settings;
    if (fallenBack.length === 0) return;
    const what = fallenBack.includes('everything')
      ? 'The settings file could not be read; Drawbridge starts with defaults'
      : `These settings could not be read and have their defaults: ${fallenBack.join(', ')}`;
    const raised = settings.raised ? ', and the bridge is raised until you lower it' : '';
    ports.onNotice(`${what}${raised}. ${this.#replaceFile()}`);
  }

  /** The old file aside, and what could be read of it in its place: the next start reads that. */
  #replaceFile(): string {
    try {
      const aside = this.#ports.keepAside();
      this.#ports.write(this.#settings);
      return `The old file is kept at ${aside}.`;
    } catch (error) {
      return `The file cannot be replaced (${error instanceof Error ? error.message : String(error)}).`;
    }
  }

  get(): Settings {
    return this.#settings;
  }

  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#ports.write(this.#settings);
  }
}
