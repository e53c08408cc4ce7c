import type { KeyKeeping } from '../../main/sites/durable-key.ts';

/** Sites without durable REST keys, for tests about something else. */
export const noKeys: KeyKeeping = {
  stored: () => undefined,
  store: () => {},
  askConfirmation: async () => ({ kind: 'could-not-ask' }),
  onNotice: () => {},
};
