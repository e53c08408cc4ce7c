import type { SettingDefinition, SettingValues } from '../../preload/contract-setting-list.ts';
import { settingList } from '../../preload/contract-setting-list.ts';
import { settingNames, settingsState } from '../../preload/contract-settings.ts';

/** Where a setting stands in the file. */
export const placeOf = (name: string): readonly string[] => name.split('.');

/** What `place` leads to in an object of unknown shape; undefined where it leads nowhere. */
export function at(value: unknown, place: readonly string[]): unknown {
  let here = value;
  for (const key of place) {
    if (typeof here !== 'object' || here === null || Array.isArray(here)) return undefined;
    here = Object.hasOwn(here, key) ? Reflect.get(here, key) : undefined;
  }
  return here;
}

/** The settings as the file has them: names with a dot as objects. */
export function nested(values: SettingValues): Record<string, unknown> {
  const file: Record<string, unknown> = {};
  for (const name of settingNames) {
    const [first = name, second] = placeOf(name);
    if (second === undefined) file[first] = values[name];
    else file[first] = { ...asObject(file[first]), [second]: values[name] };
  }
  return file;
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

export const defaults: SettingValues = settingsState.settings.parse(
  Object.fromEntries(settingNames.map((name) => [name, settingList[name].default])),
);

/** What a setting takes, for people: "Give …". */
export function wanted(definition: SettingDefinition): string {
  switch (definition.kind) {
    case 'choice':
      return `one of ${definition.options.join(', ')}`;
    case 'number':
      return `a whole number from ${definition.min} to ${definition.max}`;
    case 'switch':
      return 'true or false';
    case 'text':
      return `up to ${definition.maxLength} letters, digits, blanks, dots, hyphens`;
    default:
      return definition satisfies never;
  }
}
