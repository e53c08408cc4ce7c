import { readSettings, type Settings, type SettingsFault } from './settings.ts';
import { nested } from './settings-shape.ts';
import { readSettingsText } from './settings-text.ts';

export interface SettingsPorts {
  /** Where the file is, for the person. */
  readonly file: string;
  /** The file's text; undefined where there is none. Throws where it cannot be read. */
  readonly read: () => string | undefined;
  /** Replaces the file. Where another hand has changed it since, that text is kept aside first, and the answer is where. */
  readonly write: (value: Record<string, unknown>) => string | null;
  /** Puts a copy of the file aside before it is overwritten, and answers where. */
  readonly keepAside: () => string;
  /** Told with what to show the person. */
  readonly onNotice: (text: string) => void;
}

/** A notice is read; a long list in it is not. */
const MOST_FAULTS = 4;

/** The person's settings in memory, written through on every change. */
export class SettingsStore {
  readonly #ports: SettingsPorts;
  #settings: Settings;

  constructor(ports: SettingsPorts) {
    this.#ports = ports;
    const { settings, faults } = firstReading(ports);
    this.#settings = settings;
    if (faults.length === 0) return;
    const listed = faults.slice(0, MOST_FAULTS).join('; ');
    const more = faults.length > MOST_FAULTS ? `; and ${faults.length - MOST_FAULTS} more` : '';
    const raised = settings.raised ? ' The bridge is raised until you lower it.' : '';
    ports.onNotice(
      `${ports.file} is not as it should be: ${listed}${more}. What could not be read has its default.${raised} ${this.#replaceFile()}`,
    );
  }

  /** The old file aside, and what could be read of it in its place: the next start reads that. */
  #replaceFile(): string {
    try {
      const aside = this.#ports.keepAside();
      this.#ports.write(fileOf(this.#settings));
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
    const aside = this.#ports.write(fileOf(this.#settings));
    if (aside === null) return;
    this.#ports.onNotice(
      `${this.#ports.file} was changed by another program while Drawbridge ran. Those changes are not used; they are kept at ${aside}. To edit the file, quit Drawbridge first.`,
    );
  }
}

/** As it stands in the file: what the person chose is beside what the app remembers. */
function fileOf({ values, ...remembered }: Settings): Record<string, unknown> {
  return { ...remembered, ...nested(values) };
}

function firstReading(ports: SettingsPorts): { readonly settings: Settings; readonly faults: readonly string[] } {
  let text: string | undefined;
  try {
    text = ports.read();
  } catch (error) {
    const { settings } = readSettings(null);
    return { settings, faults: [`it cannot be read (${error instanceof Error ? error.message : String(error)})`] };
  }
  if (text === undefined) return { settings: readSettings(undefined).settings, faults: [] };
  const { value, faults: broken, positionOf } = readSettingsText(text);
  // Where the text is broken the tolerant reading may have lost `raised`: only the person lowers the bridge (design §6).
  const { settings, faults } = readSettings(value ?? null);
  return {
    settings: broken.length > 0 ? { ...settings, raised: true } : settings,
    faults: [
      ...broken.map(({ where, what }) => `line ${where.line}, column ${where.column}: ${what}`),
      ...(broken.length > 0 ? [] : faults.map((fault) => said(fault, positionOf(fault.place)))),
    ],
  };
}

function said({ place, what }: SettingsFault, { line, column }: { readonly line: number; readonly column: number }) {
  return `line ${line}, column ${column}: ${[...place.slice(0, 4), what].length > 1 ? `${place.join('.')} ` : ''}${what}`;
}
