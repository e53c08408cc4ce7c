import {
  type SettingDefinition,
  type SettingName,
  type SettingOf,
  type SettingValue,
  type SettingValues,
  settingList,
} from '../../preload/contract-setting-list.ts';
import { settingNames, settingSchema } from '../../preload/contract-settings.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { Emitter } from '../errors/emitter.ts';
import type { Said } from '../errors/said.ts';
import { wanted } from './settings-shape.ts';
import type { SettingsStore } from './settings-store.ts';

interface Events {
  'did-change': { readonly name: SettingName };
}

export interface PreferencesPorts {
  readonly settings: SettingsStore;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told of variables that are not used, with what to do. */
  readonly onNotice: (text: Said) => void;
  /** By setting: what has to be done before it is kept. What this throws is the answer, and nothing is changed then. */
  readonly apply?: Readonly<Partial<{ [N in SettingName]: (value: SettingValue<N>) => void }>>;
}

/** What the person chose: from the settings file, or from the environment where that says it. */
export class Preferences extends Emitter<Events> {
  readonly #ports: PreferencesPorts;
  readonly #given = new Map<SettingOf<'number'>, number>();

  constructor(ports: PreferencesPorts) {
    super();
    this.#ports = ports;
    for (const name of settingNames) {
      const definition: SettingDefinition = settingList[name];
      if (definition.kind === 'number') this.#readVariable(name as SettingOf<'number'>, definition);
    }
  }

  get<N extends SettingName>(name: N): SettingValue<N> {
    return this.all()[name];
  }

  all(): SettingValues {
    return { ...this.#ports.settings.get().values, ...Object.fromEntries(this.#given) };
  }

  /** The settings that the environment says, with the variable's name. */
  fromEnvironment(): Readonly<Partial<Record<SettingName, string>>> {
    return Object.fromEntries([...this.#given.keys()].map((name) => [name, variableOf(name)]));
  }

  /** As the person typed or chose it; numbers may come as text. Saved at once. Throws `bad-argument`, and changes nothing then. */
  change(name: SettingName, value: unknown): void {
    const variable = variableOf(name);
    if (this.fromEnvironment()[name] !== undefined)
      throw bad(`${variable} says it while Drawbridge runs.`, `Start Drawbridge without ${variable} to set it here.`);
    const read = readTyped(name, value);
    if (read === undefined)
      throw bad(`"${String(value).slice(0, 40)}" is not used.`, `Give ${wanted(settingList[name]).en}.`);
    const { settings } = this.#ports;
    const { values } = settings.get();
    if (values[name] === read) return;
    this.#apply(name, read);
    settings.update({ values: { ...values, [name]: read } });
    this.emit('did-change', { name });
  }

  #apply<N extends SettingName>(name: N, value: SettingValue<N>): void {
    this.#ports.apply?.[name]?.(value);
  }

  /** Another program has changed it where it has its effect: kept, and not done again. */
  found<N extends SettingName>(name: N, value: SettingValue<N>): void {
    const { settings } = this.#ports;
    const { values } = settings.get();
    if (values[name] !== value) settings.update({ values: { ...values, [name]: value } });
  }

  #readVariable(name: SettingOf<'number'>, definition: Extract<SettingDefinition, { kind: 'number' }>): void {
    const { variable } = definition;
    const text = variable === undefined ? undefined : this.#ports.environment[variable];
    if (text === undefined || text.trim() === '') return;
    const value = readTyped(name, text);
    if (value !== undefined) this.#given.set(name, value);
    else
      this.#ports.onNotice({
        en: `${variable}=${text.slice(0, 40)} is not used: it takes ${wanted(definition).en}. What Settings says holds.`,
        'zh-CN': `${variable}=${text.slice(0, 40)} 未被采用，应为：${wanted(definition)['zh-CN']}。以设置为准。`,
      });
  }
}

function variableOf(name: SettingName): string | undefined {
  const definition: SettingDefinition = settingList[name];
  return definition.kind === 'number' ? definition.variable : undefined;
}

/** The value as its schema wants it; undefined where it is none. */
function readTyped<N extends SettingName>(name: N, typed: unknown): SettingValue<N> | undefined {
  const { kind } = settingList[name];
  const text = typeof typed === 'string' ? typed.trim() : typed;
  // Digits only: "1e2" and "3.5" are numbers to a program and slips of a person.
  const value = kind === 'number' && typeof text === 'string' ? (/^\d{1,6}$/.test(text) ? Number(text) : text) : text;
  const read = settingSchema(name).safeParse(value);
  return read.success ? read.data : undefined;
}

function bad(message: string, nextStep: string): DrawbridgeError {
  return new DrawbridgeError({ code: 'bad-argument', message, nextStep, actor: 'person' });
}
