import { stableUuid } from './stable-uuid.ts';

export interface Organisation {
  id: string;
  name: string;
  is_default: boolean;
  is_root: boolean;
  is_system: boolean;
}

/** The organisations of a community edition (protocol 4.5; names as measured live). */
export const ROOT_ORG: Organisation = {
  id: '00000000-0000-0000-0000-000000000000',
  name: 'All organizations',
  is_default: false,
  is_root: true,
  is_system: false,
};
export const DEFAULT_ORG: Organisation = {
  id: '00000000-0000-0000-0000-000000000002',
  name: 'DEFAULT',
  is_default: true,
  is_root: false,
  is_system: false,
};
const SYSTEM_ORG: Organisation = {
  id: '00000000-0000-0000-0000-000000000004',
  name: 'SystemSetting',
  is_default: false,
  is_root: false,
  is_system: true,
};

/** One of an enterprise edition, beside the default one. */
export const furtherOrganisation = (name: string): Organisation => ({
  ...{ id: stableUuid(`organisation ${name}`), name, is_default: false, is_root: false, is_system: false },
});

/** A value nobody knows silently becomes the default organisation: no error is ever raised (protocol 4.5). */
export function organisationNamed(value: string | undefined, further: readonly Organisation[] = []): Organisation {
  const found = further.find(({ id }) => id === value?.toLowerCase());
  if (found) return found;
  switch (value?.toLowerCase()) {
    case 'root':
    case ROOT_ORG.id:
      return ROOT_ORG;
    case 'system':
    case SYSTEM_ORG.id:
      return SYSTEM_ORG;
    default:
      return DEFAULT_ORG;
  }
}
