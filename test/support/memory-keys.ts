import type { KeyKeeping } from '../../main/sites/durable-key.ts';
import type { StoredKey } from '../../main/sites/site-model.ts';

/** Durable REST keys that live as long as the test, with nobody there to confirm anything. */
export function memoryKeys(): KeyKeeping {
  const keys = new Map<string, StoredKey>();
  return {
    stored: (siteId) => keys.get(siteId),
    store(siteId, key) {
      if (key) keys.set(siteId, key);
      else keys.delete(siteId);
    },
    askConfirmation: async () => ({ kind: 'could-not-ask' }),
    onNotice() {},
  };
}
