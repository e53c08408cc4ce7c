import { z } from 'zod';
import {
  type SettingDefinition,
  type SettingName,
  type SettingValue,
  type SettingValues,
  settingList,
} from './contract-setting-list.ts';

function schemaOf(definition: SettingDefinition): z.ZodType {
  switch (definition.kind) {
    case 'choice':
      return z.enum(definition.options);
    case 'number':
      return z.number().int().min(definition.min).max(definition.max);
    case 'switch':
      return z.boolean();
    case 'text':
      return z.string().max(definition.maxLength).regex(definition.pattern);
    default:
      return definition satisfies never;
  }
}

export const settingNames = Object.keys(settingList) as readonly SettingName[];

const schemas = Object.fromEntries(settingNames.map((name) => [name, schemaOf(settingList[name])]));

/** The schema of one setting; what it lets through is that setting's value. */
export function settingSchema<N extends SettingName>(name: N): z.ZodType<SettingValue<N>> {
  // Made from this very entry of the list, whose types SettingValue reads.
  return schemas[name] as z.ZodType<SettingValue<N>>;
}

export const settingName = z.enum(settingNames as readonly [SettingName, ...SettingName[]]);

/** For the state: all values, and which of them an environment variable says, by its name. */
export const settingsState = {
  settings: z.custom<SettingValues>((value) => z.object(schemas).safeParse(value).success),
  settingsFromEnvironment: z.partialRecord(settingName, z.string()),
} as const;

/** As the person typed it or chose it; the schema of the named setting decides, and the answer says what is wrong. */
export const settingChange = z.object({
  name: settingName,
  value: z.union([z.string().max(200), z.number(), z.boolean()]),
});
