import type { SettingDefinition, SettingValues } from '../../preload/contract-setting-list.ts';
import { settingList } from '../../preload/contract-setting-list.ts';
import { settingNames, settingsState } from '../../preload/contract-settings.ts';
import type { Said } from '../errors/said.ts';

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

/** What a setting takes, to stand after "Give" or "takes". */
export function wanted(definition: SettingDefinition): Said {
  switch (definition.kind) {
    case 'choice': {
      const options = definition.options.join(', ');
      return { en: `one of ${options}`, 'zh-CN': `${options} 之一` };
    }
    case 'number': {
      const { min, max } = definition;
      return { en: `a whole number from ${min} to ${max}`, 'zh-CN': `${min} 到 ${max} 之间的整数` };
    }
    case 'switch':
      return { en: 'true or false', 'zh-CN': 'true 或 false' };
    case 'text':
      return {
        en: `up to ${definition.maxLength} letters, digits, blanks, dots, hyphens`,
        'zh-CN': `不超过 ${definition.maxLength} 个字母、数字、空格、点、连字符`,
      };
    default:
      return definition satisfies never;
  }
}
