import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Settings } from './settings.ts';
import type { SettingsStore } from './settings-store.ts';

export type TerminalSettingName = 'perAgent' | 'inAll' | 'idleMinutes' | 'atOnce' | 'perMinute';
export type TerminalSettingValues = Readonly<Record<TerminalSettingName, number>>;

interface Rule {
  readonly min: number;
  readonly max: number;
  /** The environment variable that goes before the setting. */
  readonly variable: string;
}

/** Whole numbers all; the ranges are those of the schema in settings.ts. */
const rules: Readonly<Record<TerminalSettingName, Rule>> = {
  perAgent: { min: 1, max: 64, variable: 'DRAWBRIDGE_MAX_TERMINALS_PER_AGENT' },
  inAll: { min: 1, max: 256, variable: 'DRAWBRIDGE_MAX_TERMINALS' },
  idleMinutes: { min: 2, max: 1440, variable: 'DRAWBRIDGE_TERMINAL_IDLE_MINUTES' },
  atOnce: { min: 1, max: 20, variable: 'DRAWBRIDGE_OPENINGS_AT_ONCE' },
  perMinute: { min: 1, max: 60, variable: 'DRAWBRIDGE_OPENINGS_PER_MINUTE' },
};
const names: readonly TerminalSettingName[] = ['perAgent', 'inAll', 'idleMinutes', 'atOnce', 'perMinute'];

export interface TerminalSetting {
  readonly name: TerminalSettingName;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The environment variable that it comes from; null where the settings file says it. */
  readonly variable: string | null;
}

export interface TerminalSettingsPorts {
  readonly settings: SettingsStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told of variables that are not used, with what to do. */
  readonly onNotice: (text: string) => void;
  readonly onChange: (values: TerminalSettingValues) => void;
}

/** How many terminals there may be and how fast they open: from the settings file, or from the environment where that says it. */
export class TerminalSettings {
  readonly #ports: TerminalSettingsPorts;
  readonly #given: Partial<Record<TerminalSettingName, number>>;

  constructor(ports: TerminalSettingsPorts) {
    this.#ports = ports;
    this.#given = Object.fromEntries(names.flatMap((name) => this.#fromEnvironment(name)));
  }

  values(): TerminalSettingValues {
    const { terminals, openingPacing } = this.#ports.settings.get();
    return { ...terminals, ...openingPacing, ...this.#given };
  }

  list(): readonly TerminalSetting[] {
    const values = this.values();
    return names.map((name) => {
      const { min, max, variable } = rules[name];
      return { name, value: values[name], min, max, variable: this.#given[name] === undefined ? null : variable };
    });
  }

  /** As typed by the person. Throws `bad-argument`, and changes nothing then. */
  change(name: TerminalSettingName, typed: string): void {
    const { variable } = rules[name];
    if (this.#given[name] !== undefined) {
      throw bad(`${variable} says it while Drawbridge runs.`, `Start Drawbridge without ${variable} to set it here.`);
    }
    const value = read(name, typed);
    if (value === null) throw bad(`"${typed.slice(0, 40)}" is not used.`, `Give ${wanted(name)}.`);
    const { settings, onChange } = this.#ports;
    const { terminals, openingPacing } = settings.get();
    const change: Partial<Settings> =
      name === 'atOnce' || name === 'perMinute'
        ? { openingPacing: { ...openingPacing, [name]: value } }
        : { terminals: { ...terminals, [name]: value } };
    settings.update(change);
    onChange(this.values());
  }

  #fromEnvironment(name: TerminalSettingName): readonly (readonly [TerminalSettingName, number])[] {
    const { variable } = rules[name];
    const text = this.#ports.environment[variable];
    if (text === undefined || text.trim() === '') return [];
    const value = read(name, text);
    if (value !== null) return [[name, value]];
    this.#ports.onNotice(
      `${variable}=${text.slice(0, 40)} is not used: it takes ${wanted(name)}. What Settings says holds.`,
    );
    return [];
  }
}

const wanted = (name: TerminalSettingName): string => `a whole number from ${rules[name].min} to ${rules[name].max}`;

function read(name: TerminalSettingName, text: string): number | null {
  const { min, max } = rules[name];
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

function bad(message: string, nextStep: string): DrawbridgeError {
  return new DrawbridgeError({ code: 'bad-argument', message, nextStep, actor: 'person' });
}
