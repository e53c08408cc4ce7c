import type { Said } from '../errors/said.ts';
import { readSettings, type Settings } from './settings.ts';
import { nested } from './settings-shape.ts';
import { readSettingsText } from './settings-text.ts';
import { changedByAnother, faultAt, unreadable, type WrongFile, wrongFile } from './settings-words.ts';

export interface SettingsPorts {
  /** The file's name, for the person. */
  readonly file: string;
  /** The file's text; undefined where there is none. Throws where it cannot be read. */
  readonly read: () => string | undefined;
  /** Replaces the file. Where another hand has changed it since, that text is kept aside first, and the answer is where. */
  readonly write: (value: Record<string, unknown>) => string | null;
  /** Puts a copy of the file aside before it is overwritten, and answers where. */
  readonly keepAside: () => string;
  /** Told with what to show the person. */
  readonly onNotice: (text: Said) => void;
}

/** The person's settings in memory, written through on every change. */
export class SettingsStore {
  readonly #ports: SettingsPorts;
  #settings: Settings;

  constructor(ports: SettingsPorts) {
    this.#ports = ports;
    const { settings, faults } = firstReading(ports);
    this.#settings = settings;
    if (faults.length === 0) return;
    ports.onNotice(wrongFile({ file: ports.file, faults, raised: settings.raised, kept: this.#replaceFile() }));
  }

  /** The old file aside, and what could be read of it in its place: the next start reads that. */
  #replaceFile(): WrongFile['kept'] {
    try {
      const aside = this.#ports.keepAside();
      this.#ports.write(fileOf(this.#settings));
      return { aside };
    } catch (error) {
      return { why: error instanceof Error ? error.message : String(error) };
    }
  }

  get(): Settings {
    return this.#settings;
  }

  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    const aside = this.#ports.write(fileOf(this.#settings));
    if (aside !== null) this.#ports.onNotice(changedByAnother(this.#ports.file, aside));
  }
}

/** As it stands in the file: what the person chose is beside what the app remembers. */
function fileOf({ values, ...remembered }: Settings): Record<string, unknown> {
  return { ...remembered, ...nested(values) };
}

function firstReading(ports: SettingsPorts): { readonly settings: Settings; readonly faults: readonly Said[] } {
  let text: string | undefined;
  try {
    text = ports.read();
  } catch (error) {
    const { settings } = readSettings(null);
    return { settings, faults: [unreadable(error instanceof Error ? error.message : String(error))] };
  }
  if (text === undefined) return { settings: readSettings(undefined).settings, faults: [] };
  const { value, faults: broken, positionOf } = readSettingsText(text);
  // Where the text is broken the tolerant reading may have lost `raised`: only the person lowers the bridge (design §6).
  const { settings, faults } = readSettings(value ?? null);
  return {
    settings: broken.length > 0 ? { ...settings, raised: true } : settings,
    faults: [
      ...broken.map(({ where, what }) => faultAt(where, '', what)),
      ...(broken.length > 0
        ? []
        : faults
            .map(({ place, what }) => ({ where: positionOf(place), place, what }))
            .sort((a, b) => a.where.line - b.where.line || a.where.column - b.where.column)
            .map(({ where, place, what }) => faultAt(where, place.join('.'), what))),
    ],
  };
}
